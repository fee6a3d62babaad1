package erb

import "slices"

// askMethods ask about items, or make one value of them.
func askMethods() methods {
	quantity := func(accept func(yes, all int) bool) method {
		return method{0, 1, func(c *call) value { return accept(c.accepted()) }}
	}
	find := method{0, 0, eachFind}
	index := method{0, 1, eachIndex}
	fold := method{0, 2, eachFold}
	includes := method{1, 1, func(c *call) value {
		return slices.ContainsFunc(c.items(c.self), func(item value) bool { return c.equal(item, c.args[0]) })
	}}
	return methods{
		"any?":       quantity(func(yes, _ int) bool { return yes > 0 }),
		"all?":       quantity(func(yes, all int) bool { return yes == all }),
		"none?":      quantity(func(yes, _ int) bool { return yes == 0 }),
		"one?":       quantity(func(yes, _ int) bool { return yes == 1 }),
		"count":      {0, 1, eachCount},
		"find":       find,
		"detect":     find,
		"find_index": index,
		"index":      index,
		"include?":   includes,
		"member?":    includes,
		"sum":        {0, 1, eachSum},
		"inject":     fold,
		"reduce":     fold,
	}
}

// accepted counts the items that the block, the argument, or else their truth accepts.
func (c *call) accepted() (yes, all int) {
	items := c.items(c.self)
	for _, item := range items {
		var ok bool
		switch {
		case len(c.args) > 0:
			ok = c.covers(c.arg(0), plain(item))
		case c.block != nil:
			ok = truthy(c.yield(item))
		default:
			ok = truthy(item)
		}
		if ok {
			yes++
		}
	}
	return yes, len(items)
}

func eachCount(c *call) value {
	switch {
	case len(c.args) > 0:
		wanted := c.args[0]
		yes := 0
		for _, item := range c.items(c.self) {
			if c.equal(item, wanted) {
				yes++
			}
		}
		return yes
	case c.block == nil:
		return len(c.items(c.self))
	}
	yes, _ := c.accepted()
	return yes
}

func eachFind(c *call) value {
	for _, item := range c.items(c.self) {
		if truthy(c.yield(item)) {
			return item
		}
	}
	return nil
}

func eachIndex(c *call) value {
	i := slices.IndexFunc(c.items(c.self), func(item value) bool {
		if len(c.args) > 0 {
			return c.equal(item, c.args[0])
		}
		if c.block == nil {
			c.unsupported(c.name+" without a block is not supported", "pass a block or an item")
		}
		return truthy(c.yield(item))
	})
	if i < 0 {
		return nil
	}
	return i
}

// eachSum adds items up, from 0 or the argument on.
func eachSum(c *call) value {
	var sum value = 0
	if len(c.args) > 0 {
		sum = c.arg(0)
	}
	floats, all := 0, 0
	for _, item := range c.items(c.self) {
		if c.block != nil {
			item = c.yield(item)
		}
		if _, ok := plain(item).(float64); ok {
			floats++
		}
		all++
		sum = c.call(sum, "+", []value{item}, nil)
	}
	if floats > 1 && all > 2 {
		c.unsupported("the sum of several numbers with a point is not supported", "add them with +, or use whole numbers")
	}
	return sum
}

// eachFold is inject with a block or the name of an operator, from the first item or a given value on.
func eachFold(c *call) value {
	items, args := c.items(c.self), c.args
	operator, named := symbol(""), false
	if len(args) > 0 && c.block == nil {
		operator, named = args[len(args)-1].(symbol)
		args = args[:len(args)-1]
	}
	if !named && c.block == nil {
		c.unsupported("this form of "+c.name+" is not supported", "pass a block, or the name of an operator")
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
		if named {
			sum = c.call(sum, string(operator), []value{item}, nil)
		} else {
			sum = c.yield(sum, item)
		}
	}
	return sum
}
