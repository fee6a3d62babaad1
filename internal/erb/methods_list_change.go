package erb

import "slices"

func listCutMethods() methods {
	return methods{
		"compact":       {0, 0, func(c *call) value { return c.keep(func(v value) bool { return plain(v) != nil }) }, false},
		"compact_blank": {0, 0, func(c *call) value { return c.keep(func(v value) bool { return !c.blank(v) }) }, false},
		"without":       {0, -1, listExcept, false},
		"excluding":     {0, -1, listExcept, false},
		"flatten":       {0, 1, listFlatten, false},
		"reverse":       {0, 0, func(c *call) value { l := c.newList(slices.Clone(c.l().items)); slices.Reverse(l.items); return l }, false},
		"rotate":        {0, 1, listRotate, false},
		"sample":        {0, 1, listRandom, false},
		"shuffle":       {0, 0, listRandom, false},
		"pack":          {1, 1, func(c *call) value { c.unsupported("pack is not supported", "use a command"); return nil }, false},
	}
}

func (c *call) keep(ok func(value) bool) value {
	l := &list{}
	for _, item := range c.l().items {
		if ok(item) {
			l.items = append(l.items, item)
		}
	}
	c.step(len(l.items))
	return l
}

func listExcept(c *call) value {
	set := c.members(c.args)
	return c.keep(func(v value) bool { return !set[c.key(v)] })
}

func listFlatten(c *call) value {
	return c.newList(c.flat(c.l().items, c.optInt(0, -1)))
}

func (e *evaluator) flat(items []value, levels int) []value {
	e.enter()
	defer e.leave()
	var all []value
	for _, item := range items {
		e.step(0)
		if inner, ok := item.(*list); ok && levels != 0 {
			all = append(all, e.flat(inner.items, levels-1)...)
		} else {
			all = append(all, item)
		}
	}
	return all
}

func listRotate(c *call) value {
	items := c.l().items
	if len(items) == 0 {
		return &list{}
	}
	n := c.optInt(0, 1) % len(items)
	if n < 0 {
		n += len(items)
	}
	return c.newList(slices.Concat(items[n:], items[:n]))
}

func listRandom(c *call) value {
	c.unsupported(c.name+" is not supported, as it is random", "a configuration should be the same each time")
	return nil
}

func listChangeMethods() methods {
	table := methods{
		"<<":      {1, 1, listPush, false},
		"push":    {0, -1, listPush, false},
		"append":  {0, -1, listPush, false},
		"unshift": {0, -1, func(c *call) value { c.l().items = append(slices.Clone(c.args), c.l().items...); return c.self }, false},
		"prepend": {0, -1, func(c *call) value { c.l().items = append(slices.Clone(c.args), c.l().items...); return c.self }, false},
		"concat":  {0, -1, listConcat, false},
		"pop":     {0, 0, listPop, false},
		"shift":   {0, 0, listShift, false},
		"delete":  {1, 1, listDelete, false},
		"clear":   {0, 0, func(c *call) value { c.l().items = nil; return c.self }, false},
		"[]=":     {2, 2, listPut, false},
		"delete_if": {0, 0, func(c *call) value {
			c.l().items = c.evaluator.call(c.self, "reject", nil, c.block).(*list).items
			return c.self
		}, false},
	}
	for _, name := range []string{"map", "collect", "select", "filter", "reject", "compact", "flatten", "uniq", "sort", "sort_by", "reverse"} {
		table[name+"!"] = method{0, 1, func(c *call) value {
			items := c.evaluator.call(c.self, name, c.args, c.block).(*list).items
			same := len(items) == len(c.l().items)
			c.l().items = items
			if same && slices.Contains([]string{"compact", "flatten", "uniq", "select", "filter", "reject"}, name) {
				return nil
			}
			return c.self
		}, false}
	}
	return table
}

func listPush(c *call) value {
	c.step(len(c.args))
	c.l().items = append(c.l().items, c.args...)
	return c.self
}

func listConcat(c *call) value {
	for i := range c.args {
		items := c.argList(i)
		c.step(len(items))
		c.l().items = append(c.l().items, items...)
	}
	return c.self
}

func listPop(c *call) value {
	items := c.l().items
	if len(items) == 0 {
		return nil
	}
	c.l().items = items[:len(items)-1]
	return items[len(items)-1]
}

func listShift(c *call) value {
	items := c.l().items
	if len(items) == 0 {
		return nil
	}
	c.l().items = items[1:]
	return items[0]
}

func listDelete(c *call) value {
	var found value
	c.l().items = slices.DeleteFunc(slices.Clone(c.l().items), func(item value) bool {
		same := c.equal(item, c.args[0])
		if same {
			found = item
		}
		return same
	})
	return found
}

func listPut(c *call) value {
	i := c.argInt(0)
	if i < 0 {
		i += len(c.l().items)
	}
	if i < 0 {
		c.raise("IndexError", "index %d is outside of a list", c.argInt(0))
	}
	for len(c.l().items) <= i {
		c.step(0)
		c.l().items = append(c.l().items, nil)
	}
	c.l().items[i] = c.args[1]
	return c.args[1]
}
