package erb

import (
	"maps"
	"slices"
	"strings"
)

// eachMethods go through the items of a list, hash, range or of ENV.
func eachMethods() methods {
	return methods{
		"each":            {0, 0, eachItem},
		"each_with_index": {0, 0, eachIndexed},
		"map":             {0, 0, eachMap},
		"flat_map":        {0, 0, eachFlatMap},
		"select":          {0, 0, func(c *call) value { return c.pick(c.chosen) }},
		"reject":          {0, 0, func(c *call) value { return c.pick(func(item value) bool { return !c.chosen(item) }) }},
		"first":           {0, 1, eachFirst},
		"sort":            {0, 0, eachSort},
		"to_a":            {0, 0, func(c *call) value { return &list{c.items(c.self)} }},
	}
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
		h := newHash()
		for _, item := range l.items {
			pair := item.(*list)
			c.put(h, pair.items[0], pair.items[1])
		}
		return h
	}
	return l
}

// chosen asks the block about an item; it gets the key and the value of a pair of a hash apart.
func (c *call) chosen(item value) bool {
	switch c.self.(type) {
	case *hash, environment:
		return truthy(c.yield(item.(*list).items...))
	}
	return truthy(c.yield(item))
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

func eachSort(c *call) value {
	items := c.items(c.self)
	c.step(4 * len(items))
	slices.SortStableFunc(items, c.order)
	return &list{items}
}

func (c *call) l() *list {
	return c.self.(*list)
}

func listMethods() methods {
	size := method{0, 0, func(c *call) value { return len(c.l().items) }}
	table := methods{
		"length":   size,
		"size":     size,
		"empty?":   {0, 0, func(c *call) value { return len(c.l().items) == 0 }},
		"to_a":     {0, 0, func(c *call) value { return c.self }},
		"[]":       {1, 2, listAt},
		"last":     {0, 1, listLast},
		"join":     {0, 1, listJoin},
		"include?": {1, 1, listIncludes},
		"compact":  {0, 0, func(c *call) value { return c.pick(func(item value) bool { return plain(item) != nil }) }},
		"uniq":     {0, 0, listUnique},
		"+":        {1, 1, listPlus},
		"<<":       {1, 1, func(c *call) value { c.l().items = append(c.l().items, c.args[0]); return c.self }},
	}
	each := eachMethods()
	maps.Copy(each, table)
	return each
}

func listAt(c *call) value {
	items := c.l().items
	start, end, ok := c.bounds(len(items))
	switch {
	case !ok:
		return nil
	case len(c.args) == 2 || c.isSpan(0):
		return c.newList(slices.Clone(items[start:end]))
	case start == len(items):
		return nil
	}
	return items[start]
}

func listLast(c *call) value {
	items := c.items(c.self)
	if len(c.args) > 0 {
		return &list{items[len(items)-min(c.optCount(0, 0), len(items)):]}
	}
	if len(items) == 0 {
		return nil
	}
	return items[len(items)-1]
}

func listJoin(c *call) value {
	mark := ""
	if c.arg(0) != nil {
		mark = c.argText(0)
	}
	return c.text(c.join(c.l(), mark))
}

func (e *evaluator) join(l *list, mark string) string {
	e.enter()
	defer e.leave()
	var b strings.Builder
	for i, item := range l.items {
		if i > 0 {
			b.WriteString(mark)
		}
		if inner, ok := item.(*list); ok {
			b.WriteString(e.join(inner, mark))
		} else {
			b.WriteString(e.printed(item))
		}
		if b.Len() > maxText {
			e.charge(b.Len())
		}
		e.step(len(mark) / textCost)
	}
	e.charge(b.Len())
	return b.String()
}

func listIncludes(c *call) value {
	return slices.ContainsFunc(c.items(c.self), func(item value) bool { return c.equal(item, c.args[0]) })
}

func listUnique(c *call) value {
	seen := map[value]bool{}
	return c.pick(func(item value) bool {
		key := c.key(item)
		before := seen[key]
		seen[key] = true
		return !before
	})
}

func listPlus(c *call) value {
	other, ok := c.arg(0).(*list)
	if !ok {
		c.refuse(0, "list")
	}
	return c.newList(slices.Concat(c.l().items, other.items))
}
