package erb

import "slices"

func orderMethods() methods {
	return methods{
		"sort":    {0, 0, orderSort, false},
		"sort_by": {0, 0, func(c *call) value { return c.newList(c.sortedBy()) }, false},
		"min":     {0, 0, orderMin, false},
		"max":     {0, 0, orderMax, false},
		"min_by":  {0, 0, func(c *call) value { return firstOf(c.sortedBy()) }, false},
		"max_by":  {0, 0, orderMaxBy, false},
		"minmax":  {0, 0, func(c *call) value { return &list{[]value{orderMin(c), orderMax(c)}} }, false},
		"uniq":    {0, 0, func(c *call) value { return c.unique(c.items(c.self), c.block) }, false},
		"zip":     {1, -1, orderZip, false},
	}
}

func orderSort(c *call) value {
	items := c.items(c.self)
	slices.SortStableFunc(items, func(a, b value) int {
		if c.block == nil {
			return c.order(a, b)
		}
		n, ok := plain(c.yield(a, b)).(int)
		if !ok {
			c.raise("ArgumentError", "comparison of %s with %s failed", className(a), className(b))
		}
		return n
	})
	return c.newList(items)
}

// sortedBy sorts the items by what the block gives for each.
func (c *call) sortedBy() []value {
	items := c.items(c.self)
	pairs := make([][2]value, len(items))
	for i, item := range items {
		pairs[i] = [2]value{c.yield(item), item}
	}
	slices.SortStableFunc(pairs, func(a, b [2]value) int { return c.order(a[0], b[0]) })
	for i, pair := range pairs {
		items[i] = pair[1]
	}
	return items
}

func firstOf(items []value) value {
	if len(items) == 0 {
		return nil
	}
	return items[0]
}

func orderMin(c *call) value {
	items := c.items(c.self)
	if len(items) == 0 {
		return nil
	}
	return slices.MinFunc(items, c.order)
}

func orderMax(c *call) value {
	items := c.items(c.self)
	if len(items) == 0 {
		return nil
	}
	return slices.MaxFunc(items, c.order)
}

func orderMaxBy(c *call) value {
	var best, found value
	for i, item := range c.items(c.self) {
		if sign := c.yield(item); i == 0 || c.order(sign, best) > 0 {
			best, found = sign, item
		}
	}
	return found
}

func orderZip(c *call) value {
	l := &list{}
	for i, item := range c.items(c.self) {
		row := []value{item}
		for _, arg := range c.args {
			var v value
			if others := c.items(arg); i < len(others) {
				v = others[i]
			}
			row = append(row, v)
		}
		l.items = append(l.items, &list{row})
	}
	return c.yieldAll(l)
}

func groupMethods() methods {
	return methods{
		"group_by":   {0, 0, groupBy, false},
		"partition":  {0, 0, func(c *call) value { return &list{[]value{findAll(c), findNone(c)}} }, false},
		"tally":      {0, 0, groupTally, false},
		"index_by":   {0, 0, groupIndex, false},
		"index_with": {0, 0, groupWith, false},
	}
}

func groupBy(c *call) value {
	h := newHash()
	for _, item := range c.items(c.self) {
		key := c.yield(item)
		group, ok := c.get(h, key)
		if !ok {
			group = &list{}
			c.put(h, key, group)
		}
		group.(*list).items = append(group.(*list).items, item)
	}
	return h
}

func groupTally(c *call) value {
	h := newHash()
	for _, item := range c.items(c.self) {
		n, _ := c.get(h, item)
		count, _ := n.(int)
		c.put(h, item, count+1)
	}
	return h
}

func groupIndex(c *call) value {
	h := newHash()
	for _, item := range c.items(c.self) {
		c.put(h, c.yield(item), item)
	}
	return h
}

func groupWith(c *call) value {
	h := newHash()
	for _, item := range c.items(c.self) {
		c.put(h, item, c.yield(item))
	}
	return h
}

func rangeMethods() methods {
	return methods{
		"include?": {1, 1, rangeCovers, false},
		"member?":  {1, 1, rangeCovers, false},
		"cover?":   {1, 1, rangeCovers, false},
		"===":      {1, 1, rangeCovers, false},
		"begin":    {0, 0, func(c *call) value { return c.self.(*span).from }, false},
		"end":      {0, 0, func(c *call) value { return c.self.(*span).to }, false},
		"size":     {0, 0, func(c *call) value { return len(c.items(c.self)) }, false},
		"step":     {1, 1, rangeStep, false},
		"last": {0, 1, func(c *call) value {
			if len(c.args) == 0 {
				return c.self.(*span).to
			}
			return c.evaluator.call(c.newList(c.items(c.self)), "last", c.args, nil)
		}, false},
	}
}

func rangeCovers(c *call) value {
	s, v := c.self.(*span), c.arg(0)
	if from := plain(s.from); from != nil {
		if n, ok := c.compare(from, v); !ok || n > 0 {
			return false
		}
	}
	if to := plain(s.to); to != nil {
		n, ok := c.compare(v, to)
		return ok && (n < 0 || n == 0 && !s.exclusive)
	}
	return true
}

func rangeStep(c *call) value {
	n := c.argInt(0)
	if n < 1 {
		c.raise("ArgumentError", "a step must be positive")
	}
	l := &list{}
	for i, item := range c.items(c.self) {
		if i%n == 0 {
			l.items = append(l.items, item)
		}
	}
	return c.yieldAll(l)
}
