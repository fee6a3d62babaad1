package erb

import "maps"

func (c *call) h() *hash {
	return c.self.(*hash)
}

func hashMethods() methods {
	size := method{0, 0, func(c *call) value { return len(c.h().keys) }}
	has := method{1, 1, func(c *call) value { _, ok := c.get(c.h(), c.args[0]); return ok }}
	table := methods{
		"[]":        {1, 1, func(c *call) value { v, _ := c.get(c.h(), c.args[0]); return v }},
		"[]=":       {2, 2, func(c *call) value { c.put(c.h(), c.args[0], c.args[1]); return c.args[1] }},
		"fetch":     {1, 2, hashFetch},
		"key?":      has,
		"has_key?":  has,
		"include?":  has,
		"keys":      {0, 0, func(c *call) value { return c.newList(append([]value(nil), c.h().keys...)) }},
		"values":    {0, 0, hashValues},
		"length":    size,
		"size":      size,
		"empty?":    {0, 0, func(c *call) value { return len(c.h().keys) == 0 }},
		"each_pair": {0, 0, eachItem},
		"to_h":      {0, 0, func(c *call) value { return c.self }},
		"compact": {0, 0, func(c *call) value {
			return c.pick(func(item value) bool { return plain(item.(*list).items[1]) != nil })
		}},
	}
	each := eachMethods()
	maps.Copy(each, table)
	return each
}

func hashFetch(c *call) value {
	v, ok := c.get(c.h(), c.args[0])
	switch {
	case ok:
		return v
	case c.block != nil:
		return c.yield(c.args[0])
	case len(c.args) == 2:
		return c.args[1]
	}
	c.raise("KeyError", "key not found: %s", c.inspect(c.args[0]))
	return nil
}

func hashValues(c *call) value {
	l := &list{}
	for _, key := range c.h().keys {
		c.step(1)
		l.items = append(l.items, c.h().values[key])
	}
	return l
}
