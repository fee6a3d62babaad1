package erb

import "slices"

// orderMethods are those of values that have an order.
func orderMethods() methods {
	order := func(accept func(int) bool) method {
		return method{1, 1, func(c *call) value { return accept(c.order(c.self, c.args[0])) }}
	}
	return methods{
		"<":        order(func(n int) bool { return n < 0 }),
		"<=":       order(func(n int) bool { return n <= 0 }),
		">":        order(func(n int) bool { return n > 0 }),
		">=":       order(func(n int) bool { return n >= 0 }),
		"<=>":      {1, 1, func(c *call) value { return c.order(c.self, c.args[0]) }},
		"between?": {2, 2, func(c *call) value { return c.order(c.self, c.args[0]) >= 0 && c.order(c.self, c.args[1]) <= 0 }},
		"clamp":    {2, 2, orderClamp},
	}
}

func orderClamp(c *call) value {
	switch {
	case c.order(c.args[0], c.args[1]) > 0:
		c.raise("ArgumentError", "the least is more than the most")
	case c.order(c.self, c.args[0]) < 0:
		return c.args[0]
	case c.order(c.self, c.args[1]) > 0:
		return c.args[1]
	}
	return c.self
}

// orderingMethods put items in order.
func orderingMethods() methods {
	return methods{
		"sort":    {0, 0, func(c *call) value { return &list{c.sorted(c.compare)} }},
		"sort_by": {0, 0, eachSortBy},
		"min":     {0, 0, func(c *call) value { return first(c.sorted(c.compare)) }},
		"max":     {0, 0, func(c *call) value { return first(c.sorted(func(a, b value) int { return c.compare(b, a) })) }},
		"minmax":  {0, 0, eachMinMax},
		"min_by":  {0, 0, func(c *call) value { return first(c.sortedBy(c.order)) }},
		"max_by":  {0, 0, func(c *call) value { return first(c.sortedBy(func(a, b value) int { return c.order(b, a) })) }},
	}
}

func first(items []value) value {
	if len(items) == 0 {
		return nil
	}
	return items[0]
}

// compare asks the block, where there is one, for the order of two items.
func (c *call) compare(a, b value) int {
	if c.block == nil {
		return c.order(a, b)
	}
	n, ok := plain(c.yield(a, b)).(int)
	if !ok {
		c.raise("ArgumentError", "%s needs a block that gives a number", c.name)
	}
	return n
}

func (c *call) sorted(order func(a, b value) int) []value {
	items := c.items(c.self)
	c.step(4 * len(items))
	slices.SortStableFunc(items, order)
	return items
}

func eachMinMax(c *call) value {
	items := c.sorted(c.compare)
	if len(items) == 0 {
		return &list{[]value{nil, nil}}
	}
	return &list{[]value{items[0], items[len(items)-1]}}
}

// sortedBy puts items in the order of what the block gives for each.
func (c *call) sortedBy(order func(a, b value) int) []value {
	items := c.items(c.self)
	rows := make([][2]value, len(items))
	for i, item := range items {
		rows[i] = [2]value{c.yield(item), item}
	}
	c.step(4 * len(items))
	slices.SortStableFunc(rows, func(a, b [2]value) int { return order(a[0], b[0]) })
	for i, row := range rows {
		items[i] = row[1]
	}
	return items
}

// eachSortBy sorts; Ruby leaves open how items of one rank follow each other, so there may be none.
func eachSortBy(c *call) value {
	return &list{c.sortedBy(c.order)}
}
