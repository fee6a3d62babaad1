package erb

import (
	"maps"
	"slices"
)

// eachMethods go through the items of a list, hash, range, of ENV, or of a method that waits for its block.
func eachMethods() methods {
	table := methods{
		"each":             {0, 0, eachItem},
		"each_with_index":  {0, 0, eachIndexed},
		"each_with_object": {1, 1, eachWithObject},
		"each_slice":       {1, 1, func(c *call) value { return eachGroup(c, c.slices()) }},
		"each_cons":        {1, 1, func(c *call) value { return eachGroup(c, c.windows()) }},
		"map":              {0, 0, eachMap},
		"collect":          {0, 0, eachMap},
		"flat_map":         {0, 0, eachFlatMap},
		"filter_map":       {0, 0, eachFilterMap},
		"select":           {0, 0, func(c *call) value { return c.pick(c.chosen) }},
		"filter":           {0, 0, func(c *call) value { return c.pick(c.chosen) }},
		"reject":           {0, 0, func(c *call) value { return c.pick(func(item value) bool { return !c.chosen(item) }) }},
		"partition":        {0, 0, eachPartition},
		"group_by":         {0, 0, eachGroupBy},
		"tally":            {0, 0, eachTally},
		"first":            {0, 1, eachFirst},
		"take":             {1, 1, eachFirst},
		"drop":             {1, 1, eachDrop},
		"take_while":       {0, 0, func(c *call) value { items, n := c.leading(); return &list{items[:n]} }},
		"drop_while":       {0, 0, func(c *call) value { items, n := c.leading(); return &list{items[n:]} }},
		"zip":              {1, -1, eachZip},
		"to_a":             {0, 0, func(c *call) value { return &list{c.items(c.self)} }},
		"entries":          {0, 0, func(c *call) value { return &list{c.items(c.self)} }},
		"to_h":             {0, 0, eachToHash},
	}
	maps.Copy(table, askMethods())
	maps.Copy(table, orderingMethods())
	return table
}

func eachItem(c *call) value {
	for _, item := range c.items(c.self) {
		c.yield(item)
	}
	return c.self
}

func eachIndexed(c *call) value {
	for i, item := range c.items(c.self) {
		c.yield(item, i)
	}
	return c.self
}

func eachWithObject(c *call) value {
	for _, item := range c.items(c.self) {
		c.yield(item, c.args[0])
	}
	return c.args[0]
}

// eachGroup gives groups of items to the block.
func eachGroup(c *call, groups []value) value {
	for _, group := range groups {
		c.yield(group)
	}
	return c.self
}

// groupSize reads the argument of each_slice and each_cons.
func (c *call) groupSize() int {
	n := c.argInt(0)
	if n < 1 {
		c.raise("ArgumentError", "%s needs a number of at least 1", c.name)
	}
	return n
}

func (c *call) slices() []value {
	var groups []value
	for group := range slices.Chunk(c.items(c.self), c.groupSize()) {
		groups = append(groups, &list{group})
	}
	return groups
}

func (c *call) windows() []value {
	var groups []value
	items, n := c.items(c.self), c.groupSize()
	for i := 0; i+n <= len(items); i++ {
		c.step(n)
		groups = append(groups, &list{slices.Clone(items[i : i+n])})
	}
	return groups
}

func eachMap(c *call) value {
	items := c.items(c.self)
	for i, item := range items {
		items[i] = c.yield(item)
	}
	return &list{items}
}

func eachFlatMap(c *call) value {
	l := &list{}
	for _, item := range c.items(c.self) {
		v := c.yield(item)
		if inner, ok := v.(*list); ok {
			c.step(len(inner.items))
			l.items = append(l.items, inner.items...)
		} else {
			l.items = append(l.items, v)
		}
	}
	return l
}

func eachFilterMap(c *call) value {
	l := &list{}
	for _, item := range c.items(c.self) {
		if v := c.yield(item); truthy(v) {
			l.items = append(l.items, v)
		}
	}
	return l
}

// pick keeps some of the items: as a hash those of a hash and of ENV, else as a list.
func (c *call) pick(keep func(item value) bool) value {
	l := &list{}
	for _, item := range c.items(c.self) {
		if keep(item) {
			l.items = append(l.items, item)
		}
	}
	switch c.self.(type) {
	case *hash, environment:
		return c.pairsHash(l.items)
	}
	return l
}

// pairsHash makes a hash of pairs.
func (c *call) pairsHash(pairs []value) *hash {
	h := newHash()
	for _, item := range pairs {
		pair, ok := item.(*list)
		if !ok || len(pair.items) != 2 {
			c.raise("TypeError", "%s needs pairs of a key and a value", c.name)
		}
		c.put(h, pair.items[0], pair.items[1])
	}
	return h
}

// chosen asks the block about an item; it gets the key and the value of a pair of a hash apart.
func (c *call) chosen(item value) bool {
	switch c.self.(type) {
	case *hash, environment:
		return truthy(c.yield(item.(*list).items...))
	}
	return truthy(c.yield(item))
}

func eachPartition(c *call) value {
	yes, no := &list{}, &list{}
	for _, item := range c.items(c.self) {
		if truthy(c.yield(item)) {
			yes.items = append(yes.items, item)
		} else {
			no.items = append(no.items, item)
		}
	}
	return &list{[]value{yes, no}}
}

func eachGroupBy(c *call) value {
	h := newHash()
	for _, item := range c.items(c.self) {
		key := c.yield(item)
		group, ok := c.get(h, key)
		if !ok {
			group = &list{}
			c.put(h, key, group)
		}
		l := group.(*list)
		l.items = append(l.items, item)
	}
	return h
}

func eachTally(c *call) value {
	h := newHash()
	for _, item := range c.items(c.self) {
		n, _ := c.get(h, item)
		count, _ := n.(int)
		c.put(h, item, count+1)
	}
	return h
}

func eachFirst(c *call) value {
	items := c.items(c.self)
	if len(c.args) > 0 {
		return &list{items[:min(c.optCount(0, 0), len(items))]}
	}
	if len(items) == 0 {
		return nil
	}
	return items[0]
}

func eachDrop(c *call) value {
	items := c.items(c.self)
	return &list{items[min(c.optCount(0, 0), len(items)):]}
}

// leading gives the items, and how many at their begin the block accepts.
func (c *call) leading() ([]value, int) {
	items := c.items(c.self)
	n := slices.IndexFunc(items, func(item value) bool { return !truthy(c.yield(item)) })
	if n < 0 {
		n = len(items)
	}
	return items, n
}

func eachZip(c *call) value {
	items := c.items(c.self)
	others := make([][]value, len(c.args))
	for i := range c.args {
		others[i] = c.items(c.arg(i))
	}
	for i, item := range items {
		row := &list{[]value{item}}
		for _, other := range others {
			var v value
			if i < len(other) {
				v = other[i]
			}
			row.items = append(row.items, v)
		}
		c.step(len(row.items))
		items[i] = row
	}
	return &list{items}
}

func eachToHash(c *call) value {
	items := c.items(c.self)
	if c.block != nil {
		for i, item := range items {
			items[i] = c.yield(item)
		}
	}
	return c.pairsHash(items)
}
