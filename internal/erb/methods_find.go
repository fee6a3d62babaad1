package erb

import "slices"

func findMethods() methods {
	return methods{
		"select":     {0, 0, findAll, false},
		"filter":     {0, 0, findAll, false},
		"find_all":   {0, 0, findAll, false},
		"reject":     {0, 0, findNone, false},
		"grep":       {1, 1, findGrep, false},
		"grep_v":     {1, 1, findGrep, false},
		"find":       {0, 0, findOne, false},
		"detect":     {0, 0, findOne, false},
		"find_index": {0, 0, findPlace, false},
		"first":      {0, 1, findFirst, false},
		"take":       {1, 1, findFirst, false},
		"drop":       {1, 1, findRest, false},
		"take_while": {0, 0, func(c *call) value { items := c.items(c.self); return c.newList(items[:c.prefix(items)]) }, false},
		"drop_while": {0, 0, func(c *call) value { items := c.items(c.self); return c.newList(items[c.prefix(items):]) }, false},
		"include?":   {1, 1, findMember, false},
		"member?":    {1, 1, findMember, false},
		"exclude?":   {1, 1, func(c *call) value { return findMember(c) == false }, false},
		"any?":       {0, 1, func(c *call) value { return c.matching(1) > 0 }, false},
		"all?":       {0, 1, func(c *call) value { items := c.items(c.self); return c.matching(len(items)) == len(items) }, false},
		"none?":      {0, 1, func(c *call) value { return c.matching(1) == 0 }, false},
		"one?":       {0, 1, func(c *call) value { return c.matching(2) == 1 }, false},
		"many?":      {0, 0, func(c *call) value { return c.matching(2) == 2 }, false},
		"count":      {0, 1, findCount, false},
	}
}

func findAll(c *call) value {
	if c.block == nil {
		return &enumerator{c.self, c.name}
	}
	l := &list{}
	for _, item := range c.items(c.self) {
		if truthy(c.yield(item)) {
			l.items = append(l.items, item)
		}
	}
	return l
}

func findNone(c *call) value {
	if c.block == nil {
		return &enumerator{c.self, c.name}
	}
	l := &list{}
	for _, item := range c.items(c.self) {
		if !truthy(c.yield(item)) {
			l.items = append(l.items, item)
		}
	}
	return l
}

func findGrep(c *call) value {
	l := &list{}
	for _, item := range c.items(c.self) {
		if c.covers(c.arg(0), item) != (c.name == "grep") {
			continue
		}
		if c.block != nil {
			item = c.yield(item)
		}
		l.items = append(l.items, item)
	}
	return l
}

func findOne(c *call) value {
	for _, item := range c.items(c.self) {
		if truthy(c.yield(item)) {
			return item
		}
	}
	return nil
}

func findPlace(c *call) value {
	for i, item := range c.items(c.self) {
		if truthy(c.yield(item)) {
			return i
		}
	}
	return nil
}

func findFirst(c *call) value {
	items := c.items(c.self)
	if len(c.args) > 0 {
		return c.newList(slices.Clone(items[:min(c.count0(0), len(items))]))
	}
	if len(items) == 0 {
		return nil
	}
	return items[0]
}

func findRest(c *call) value {
	items := c.items(c.self)
	return c.newList(slices.Clone(items[min(c.count0(0), len(items)):]))
}

// prefix counts the items before the first that the block refuses.
func (c *call) prefix(items []value) int {
	for i, item := range items {
		if !truthy(c.yield(item)) {
			return i
		}
	}
	return len(items)
}

func findMember(c *call) value {
	for _, item := range c.items(c.self) {
		if c.equal(item, c.args[0]) {
			return true
		}
	}
	return false
}

// matching counts the items that meet a condition until there are enough. The condition is the argument, the block,
// or to be neither nil nor false.
func (c *call) matching(enough int) int {
	n := 0
	for _, item := range c.items(c.self) {
		if n == enough {
			break
		}
		ok := truthy(item)
		if len(c.args) > 0 {
			ok = c.covers(c.arg(0), item)
		} else if c.block != nil {
			ok = truthy(c.yield(item))
		}
		if ok {
			n++
		} else if c.name == "all?" {
			break
		}
	}
	return n
}

func findCount(c *call) value {
	items := c.items(c.self)
	if len(c.args) == 0 && c.block == nil {
		return len(items)
	}
	n := 0
	for _, item := range items {
		if len(c.args) > 0 && c.equal(item, c.args[0]) || len(c.args) == 0 && truthy(c.yield(item)) {
			n++
		}
	}
	return n
}
