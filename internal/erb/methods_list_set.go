package erb

import "slices"

// keys are the items of a list as keys, for lists that are taken as sets.
func (c *call) keys(l *list) map[value]bool {
	keys := map[value]bool{}
	for _, item := range c.items(l) {
		keys[c.key(item)] = true
	}
	return keys
}

func (c *call) without() value {
	other := c.keys(c.argList(0))
	return c.newList(slices.DeleteFunc(c.items(c.self), func(item value) bool { return other[c.key(item)] }))
}

func (c *call) common() value {
	other := c.keys(c.argList(0))
	return c.distinct(slices.DeleteFunc(c.items(c.self), func(item value) bool { return !other[c.key(item)] }))
}

// distinct keeps the first of equal items.
func (c *call) distinct(items []value) value {
	seen := map[value]bool{}
	return c.newList(slices.DeleteFunc(items, func(item value) bool {
		key := c.key(item)
		before := seen[key]
		seen[key] = true
		return before
	}))
}
