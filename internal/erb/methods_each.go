package erb

import "slices"

// eachMethods go through the items of a list, hash, range or of ENV.
func eachMethods() methods {
	return methods{
		"each":             {0, 0, eachItem, false},
		"each_pair":        {0, 0, eachItem, false},
		"each_entry":       {0, 0, eachItem, false},
		"reverse_each":     {0, 0, eachReverse, false},
		"each_with_index":  {0, 0, eachIndexed, false},
		"each_with_object": {1, 1, eachObject, false},
		"with_index":       {0, 1, eachWithIndex, false},
		"each_slice":       {1, 1, eachSlice, false},
		"in_groups_of":     {1, 2, eachSlice, false},
		"each_cons":        {1, 1, eachCons, false},
		"each_index": {0, 0, func(c *call) value {
			for i := range c.items(c.self) {
				c.yield(i)
			}
			return c.self
		}, false},
		"map":        {0, 0, eachMap, false},
		"collect":    {0, 0, eachMap, false},
		"flat_map":   {0, 0, eachFlatMap, false},
		"filter_map": {0, 0, eachFilterMap, false},
		"reduce":     {0, 2, eachReduce, false},
		"inject":     {0, 2, eachReduce, false},
		"sum":        {0, 1, eachSum, false},
		"to_a":       {0, 0, func(c *call) value { return c.newList(c.items(c.self)) }, false},
		"entries":    {0, 0, func(c *call) value { return c.newList(c.items(c.self)) }, false},
		"to_set":     {0, 0, func(c *call) value { return c.unique(c.items(c.self), nil) }, false},
		"to_h":       {0, 0, eachToHash, false},
		"lazy":       {0, 0, func(c *call) value { return c.newList(c.items(c.self)) }, false},
		"cycle":      {0, 1, eachCycle, false},
		"pluck": {1, 1, func(c *call) value {
			l := &list{}
			for _, item := range c.items(c.self) {
				l.items = append(l.items, c.evaluator.call(item, "[]", c.args, nil))
			}
			return l
		}, false},
	}
}

func eachItem(c *call) value {
	if c.block == nil {
		return c.newList(c.items(c.self))
	}
	for _, item := range c.items(c.self) {
		c.yield(item)
	}
	return c.self
}

func eachReverse(c *call) value {
	items := c.newList(c.items(c.self))
	slices.Reverse(items.items)
	if c.block == nil {
		return items
	}
	for _, item := range items.items {
		c.yield(item)
	}
	return c.self
}

func eachIndexed(c *call) value {
	items := c.items(c.self)
	if c.block != nil {
		for i, item := range items {
			c.yield(item, i)
		}
		return c.self
	}
	l := &list{}
	for i, item := range items {
		l.items = append(l.items, &list{[]value{item, i}})
	}
	return l
}

// eachWithIndex is with_index of what each, without a block, gave as a list.
func eachWithIndex(c *call) value {
	return withIndex(&call{
		evaluator: c.evaluator, self: &enumerator{c.self, "each"}, name: c.name, args: c.args, block: c.block,
	})
}

func eachObject(c *call) value {
	for _, item := range c.items(c.self) {
		c.yield(item, c.args[0])
	}
	return c.args[0]
}

func eachSlice(c *call) value {
	n := c.argInt(0)
	if n < 1 {
		c.raise("ArgumentError", "a slice needs at least one item")
	}
	if c.name == "in_groups_of" && (len(c.args) < 2 || c.arg(1) != false) {
		c.unsupported("in_groups_of with filling is not supported", "use each_slice")
	}
	l := &list{}
	for part := range slices.Chunk(c.items(c.self), n) {
		l.items = append(l.items, &list{part})
	}
	return c.yieldAll(l)
}

// yieldAll yields the items of a list, or returns it when there is no block.
func (c *call) yieldAll(l *list) value {
	if c.block == nil {
		return l
	}
	for _, item := range l.items {
		c.yield(item)
	}
	return c.self
}

func eachCons(c *call) value {
	n, items, l := c.count0(0), c.items(c.self), &list{}
	for i := 0; n > 0 && i+n <= len(items); i++ {
		c.step(n)
		l.items = append(l.items, &list{slices.Clone(items[i : i+n])})
	}
	return c.yieldAll(l)
}

func eachMap(c *call) value {
	l := &list{}
	if c.block == nil {
		return &enumerator{c.self, c.name}
	}
	for _, item := range c.items(c.self) {
		l.items = append(l.items, c.yield(item))
	}
	return l
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

func eachReduce(c *call) value {
	items, args := c.items(c.self), c.args
	op := ""
	if len(args) > 0 && c.block == nil {
		op = c.str(args[len(args)-1])
		args = args[:len(args)-1]
	}
	var sum value
	switch {
	case len(args) > 0:
		sum = args[0]
	case len(items) == 0:
		return nil
	default:
		sum, items = items[0], items[1:]
	}
	for _, item := range items {
		if op != "" {
			sum = c.evaluator.call(sum, op, []value{item}, nil)
		} else {
			sum = c.yield(sum, item)
		}
	}
	return sum
}

func eachSum(c *call) value {
	var sum value = 0
	if len(c.args) > 0 {
		sum = c.args[0]
	}
	for _, item := range c.items(c.self) {
		if c.block != nil {
			item = c.yield(item)
		}
		sum = c.evaluator.call(sum, "+", []value{item}, nil)
	}
	return sum
}

func eachToHash(c *call) value {
	h := newHash()
	for _, item := range c.items(c.self) {
		if c.block != nil {
			item = c.yield(item)
		}
		pair, ok := item.(*list)
		if !ok || len(pair.items) != 2 {
			c.raise("TypeError", "to_h needs pairs of key and value")
		}
		c.put(h, pair.items[0], pair.items[1])
	}
	return h
}

func eachCycle(c *call) value {
	items := c.items(c.self)
	if len(items) == 0 {
		return nil
	}
	for i := 0; c.arg(0) == nil || i < c.argInt(0); i++ {
		c.step(1)
		for _, item := range items {
			c.yield(item)
		}
	}
	return nil
}
