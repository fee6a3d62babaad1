package erb

import (
	"maps"
	"slices"
)

func (c *call) h() *hash {
	return c.self.(*hash)
}

func hashMethods() methods {
	size := method{0, 0, func(c *call) value { return len(c.h().keys) }}
	has := method{1, 1, func(c *call) value { _, ok := c.get(c.h(), c.args[0]); return ok }}
	store := method{2, 2, func(c *call) value { c.put(c.h(), c.args[0], c.args[1]); return c.args[1] }}
	table := eachMethods()
	maps.DeleteFunc(table, func(name string, _ method) bool { return name == "index" || name == "find_index" })
	maps.Copy(table, methods{
		"[]":         {1, 1, hashGet},
		"[]=":        store,
		"store":      store,
		"fetch":      {1, 2, hashFetch},
		"dig":        {1, -1, func(c *call) value { return c.dig() }},
		"key?":       has,
		"has_key?":   has,
		"include?":   has,
		"member?":    has,
		"key":        {1, 1, hashKey},
		"value?":     {1, 1, func(c *call) value { return c.h().holds(c) }},
		"has_value?": {1, 1, func(c *call) value { return c.h().holds(c) }},
		"keys":       {0, 0, func(c *call) value { return c.newList(append([]value(nil), c.h().keys...)) }},
		"values":     {0, 0, hashValues},
		"values_at": {0, -1, func(c *call) value {
			return c.each(func(i int) value { return c.call(c.self, "[]", c.args[i:i+1], nil) })
		}},
		"fetch_values": {0, -1, func(c *call) value {
			return c.each(func(i int) value { return c.call(c.self, "fetch", c.args[i:i+1], nil) })
		}},
		"length":     size,
		"size":       size,
		"empty?":     {0, 0, func(c *call) value { return len(c.h().keys) == 0 }},
		"each_pair":  {0, 0, eachItem},
		"each_key":   {0, 0, func(c *call) value { return c.eachOf(0) }},
		"each_value": {0, 0, func(c *call) value { return c.eachOf(1) }},
		"slice":      {0, -1, func(c *call) value { return c.kept(true) }},
		"except":     {0, -1, func(c *call) value { return c.kept(false) }},
		"delete":     {1, 1, hashDelete},
		"merge":      {0, -1, func(c *call) value { return c.merged(newHash()) }},
		"merge!":     {0, -1, func(c *call) value { return c.merged(c.h()) }},
		"update":     {0, -1, func(c *call) value { return c.merged(c.h()) }},
		"invert":     {0, 0, hashInvert},
		"compact": {0, 0, func(c *call) value {
			return c.pick(func(item value) bool { return plain(item.(*list).items[1]) != nil })
		}},
	})
	maps.Copy(table, hashTransforms())
	return table
}

func hashGet(c *call) value {
	v, ok := c.get(c.h(), c.args[0])
	if !ok {
		return c.h().otherwise
	}
	return v
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

func hashKey(c *call) value {
	for _, key := range c.h().keys {
		if c.equal(c.h().values[key], c.args[0]) {
			return key
		}
	}
	return nil
}

func (h *hash) holds(c *call) bool {
	return slices.ContainsFunc(h.keys, func(key value) bool { return c.equal(h.values[key], c.args[0]) })
}

func hashValues(c *call) value {
	l := &list{}
	for _, key := range c.h().keys {
		c.step(1)
		l.items = append(l.items, c.h().values[key])
	}
	return l
}

// eachOf gives the keys or the values to the block.
func (c *call) eachOf(part int) value {
	for _, item := range c.items(c.self) {
		c.yield(item.(*list).items[part])
	}
	return c.self
}

// kept is a hash of the pairs whose keys are arguments, in their order, or of the others.
func (c *call) kept(wanted bool) value {
	kept := newHash()
	if wanted {
		for _, key := range c.args {
			if v, ok := c.get(c.h(), key); ok {
				c.put(kept, key, v)
			}
		}
		return kept
	}
	names := c.keys(&list{c.args})
	for _, key := range c.h().keys {
		if !names[key] {
			c.put(kept, key, c.h().values[key])
		}
	}
	return kept
}

func hashDelete(c *call) value {
	key := c.key(c.args[0])
	v, ok := c.h().values[key]
	if !ok {
		return nil
	}
	delete(c.h().values, key)
	c.h().keys = slices.DeleteFunc(slices.Clone(c.h().keys), func(k value) bool { return k == key })
	return v
}

// merged lays the arguments over the receiver, in a hash that may be the receiver itself.
func (c *call) merged(into *hash) value {
	all := c.args
	if into != c.h() {
		all = append([]value{c.h()}, c.args...)
	}
	for i, one := range all {
		h, ok := plain(one).(*hash)
		if !ok {
			c.raise("TypeError", "%s needs a hash", c.name)
		}
		for _, key := range slices.Clone(h.keys) {
			v := h.values[key]
			if old, ok := into.values[key]; ok && c.block != nil && (i > 0 || into == c.h()) {
				v = c.yield(key, old, v)
			}
			c.put(into, key, v)
		}
	}
	return into
}

func hashInvert(c *call) value {
	h := newHash()
	for _, key := range c.h().keys {
		c.put(h, c.h().values[key], key)
	}
	return h
}

// hashTransforms make a hash with other keys or values.
func hashTransforms() methods {
	change := func(f func(c *call, key, v value) (value, value)) method {
		return method{0, 0, func(c *call) value {
			h := newHash()
			for _, key := range c.h().keys {
				k, v := f(c, key, c.h().values[key])
				c.put(h, k, v)
			}
			return h
		}}
	}
	return methods{
		"transform_values": change(func(c *call, key, v value) (value, value) { return key, c.yield(v) }),
		"transform_keys":   change(func(c *call, key, v value) (value, value) { return c.yield(key), v }),
		"stringify_keys":   change(func(c *call, key, v value) (value, value) { return c.str(key), v }),
		"symbolize_keys": change(func(_ *call, key, v value) (value, value) {
			if text, ok := key.(string); ok {
				return symbol(text), v
			}
			return key, v
		}),
	}
}
