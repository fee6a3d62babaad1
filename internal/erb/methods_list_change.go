package erb

import "slices"

// listChanges are the methods that change a list itself.
func listChanges() methods {
	push := method{0, -1, func(c *call) value { c.set(append(c.l().items, c.args...)); return c.self }}
	unshift := method{0, -1, func(c *call) value { c.set(slices.Concat(c.args, c.l().items)); return c.self }}
	return methods{
		"<<":      {1, 1, push.run},
		"push":    push,
		"append":  push,
		"unshift": unshift,
		"prepend": unshift,
		"concat":  {1, 1, func(c *call) value { c.set(append(c.l().items, c.argList(0).items...)); return c.self }},
		"pop":     {0, 0, func(c *call) value { return c.takeOut(len(c.l().items) - 1) }},
		"shift":   {0, 0, func(c *call) value { return c.takeOut(0) }},
		"delete":  {1, 1, listDelete},
		"select!": {0, 0, func(c *call) value { return c.narrowed(c.chosen) }},
		"reject!": {0, 0, func(c *call) value { return c.narrowed(func(item value) bool { return !c.chosen(item) }) }},
		"map!":    {0, 0, func(c *call) value { c.set(eachMap(c).(*list).items); return c.self }},
		"[]=":     {2, 2, listSet},
	}
}

// set gives a list other items.
func (c *call) set(items []value) {
	c.step(len(items) / textCost)
	c.l().items = items
}

// narrowed keeps some items of the list itself; nil when that were all.
func (c *call) narrowed(keep func(item value) bool) value {
	before := len(c.l().items)
	c.set(c.pick(keep).(*list).items)
	if len(c.l().items) == before {
		return nil
	}
	return c.self
}

// takeOut removes an item; nil where there is none.
func (c *call) takeOut(i int) value {
	items := c.l().items
	if len(items) == 0 {
		return nil
	}
	v := items[i]
	c.set(slices.Delete(slices.Clone(items), i, i+1))
	return v
}

func listDelete(c *call) value {
	wanted, found := c.args[0], value(nil)
	c.set(slices.DeleteFunc(c.items(c.self), func(item value) bool {
		if !c.equal(item, wanted) {
			return false
		}
		found = item
		return true
	}))
	return found
}

func listSet(c *call) value {
	i, items := c.argInt(0), c.items(c.self)
	if i < 0 {
		i += len(items)
	}
	if i < 0 || i > len(items) {
		c.unsupported("setting an item outside of a list is not supported", "use << or push")
	}
	if i == len(items) {
		items = append(items, nil)
	}
	items[i] = c.args[1]
	c.set(items)
	return c.args[1]
}
