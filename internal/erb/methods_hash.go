package erb

import "slices"

func (c *call) h() *hash {
	return c.self.(*hash)
}

func hashMethods() methods {
	return methods{
		"[]":         {1, 1, func(c *call) value { return c.valueAt(c.h(), c.args[0]) }, false},
		"fetch":      {1, 2, hashFetch, false},
		"dig":        {1, -1, dig, false},
		"key?":       {1, 1, hashHas, false},
		"has_key?":   {1, 1, hashHas, false},
		"include?":   {1, 1, hashHas, false},
		"member?":    {1, 1, hashHas, false},
		"value?":     {1, 1, func(c *call) value { return hashKeyOf(c) != nil }, false},
		"has_value?": {1, 1, func(c *call) value { return hashKeyOf(c) != nil }, false},
		"key":        {1, 1, hashKeyOf, false},
		"keys":       {0, 0, func(c *call) value { return c.newList(slices.Clone(c.h().keys)) }, false},
		"values":     {0, 0, func(c *call) value { return c.newList(c.valuesOf(c.h())) }, false},
		"values_at": {0, -1, func(c *call) value {
			l := &list{}
			for _, key := range c.args {
				l.items = append(l.items, c.valueAt(c.h(), key))
			}
			return l
		}, false},
		"length": {0, 0, func(c *call) value { return len(c.h().keys) }, false},
		"size":   {0, 0, func(c *call) value { return len(c.h().keys) }, false},
		"empty?": {0, 0, func(c *call) value { return len(c.h().keys) == 0 }, false},
		"each_key": {0, 0, func(c *call) value {
			for _, key := range slices.Clone(c.h().keys) {
				c.yield(key)
			}
			return c.self
		}, false},
		"each_value": {0, 0, func(c *call) value {
			for _, v := range c.valuesOf(c.h()) {
				c.yield(v)
			}
			return c.self
		}, false},
		"to_h":    {0, 0, hashToHash, false},
		"to_hash": {0, 0, func(c *call) value { return c.self }, false},
		"with_indifferent_access": {0, 0, func(c *call) value {
			c.unsupported("with_indifferent_access is not supported", "use texts or symbols as keys throughout")
			return nil
		}, false},
	}
}

func (e *evaluator) valuesOf(h *hash) []value {
	list := make([]value, len(h.keys))
	for i, key := range h.keys {
		list[i], _ = e.get(h, key)
	}
	return list
}

func hashFetch(c *call) value {
	if v, ok := c.get(c.h(), c.args[0]); ok {
		return v
	}
	if c.block != nil {
		return c.yield(c.args[0])
	}
	if len(c.args) == 2 {
		return c.args[1]
	}
	c.raise("KeyError", "key not found: %s", c.inspect(c.args[0]))
	return nil
}

func hashHas(c *call) value {
	_, ok := c.get(c.h(), c.args[0])
	return ok
}

func hashKeyOf(c *call) value {
	for _, key := range c.h().keys {
		if v, _ := c.get(c.h(), key); c.equal(v, c.args[0]) {
			return key
		}
	}
	return nil
}

func hashToHash(c *call) value {
	if c.block == nil {
		return c.self
	}
	return eachToHash(c)
}

func hashPickMethods() methods {
	pick := func(ok func(c *call, key, v value) bool) method {
		return method{0, -1, func(c *call) value {
			h := newHash()
			for _, key := range slices.Clone(c.h().keys) {
				if v, _ := c.get(c.h(), key); ok(c, key, v) {
					c.put(h, key, v)
				}
			}
			return h
		}, false}
	}
	chosen := pick(func(c *call, key, v value) bool { return truthy(c.yield(key, v)) })
	listed := func(c *call, key value) bool {
		return slices.ContainsFunc(c.args, func(v value) bool { return c.key(v) == c.key(key) })
	}
	return methods{
		"select":           chosen,
		"filter":           chosen,
		"reject":           pick(func(c *call, key, v value) bool { return !truthy(c.yield(key, v)) }),
		"slice":            pick(func(c *call, key, _ value) bool { return listed(c, key) }),
		"except":           pick(func(c *call, key, _ value) bool { return !listed(c, key) }),
		"compact":          pick(func(_ *call, _, v value) bool { return plain(v) != nil }),
		"compact_blank":    pick(func(c *call, _, v value) bool { return !c.blank(v) }),
		"transform_values": {0, 0, hashTransformValues, false},
		"transform_keys":   {0, 0, hashTransformKeys, false},
		"stringify_keys":   {0, 0, hashNameKeys, false},
		"symbolize_keys":   {0, 0, hashNameKeys, false},
		"invert":           {0, 0, hashInvert, false},
		"merge":            {0, -1, hashMerge, false},
		"reverse_merge": {1, 1, func(c *call) value {
			h := newHash()
			c.evaluator.merge(h, c.argHash(0))
			c.evaluator.merge(h, c.h())
			return h
		}, false},
		"min_by": {0, 0, func(c *call) value { return firstOf(c.sortedBy()) }, false},
	}
}

func hashTransformValues(c *call) value {
	h := newHash()
	for _, key := range c.h().keys {
		v, _ := c.get(c.h(), key)
		c.put(h, key, c.yield(v))
	}
	return h
}

func hashTransformKeys(c *call) value {
	h := newHash()
	for _, key := range c.h().keys {
		v, _ := c.get(c.h(), key)
		c.put(h, c.yield(key), v)
	}
	return h
}

func hashNameKeys(c *call) value {
	h := newHash()
	for _, key := range c.h().keys {
		v, _ := c.get(c.h(), key)
		var name value = c.text(c.str(key))
		if c.name == "symbolize_keys" {
			name = symbol(c.str(key))
		}
		c.put(h, name, v)
	}
	return h
}

func hashInvert(c *call) value {
	h := newHash()
	for _, key := range c.h().keys {
		v, _ := c.get(c.h(), key)
		c.put(h, v, key)
	}
	return h
}

func hashMerge(c *call) value {
	h := objectCopy(c).(*hash)
	for i := range c.args {
		c.mergeInto(h, c.argHash(i))
	}
	return h
}

// mergeInto adds the pairs of another hash; the block decides between two values of a key.
func (c *call) mergeInto(h, other *hash) {
	for _, key := range slices.Clone(other.keys) {
		v, _ := c.get(other, key)
		if old, ok := c.get(h, key); ok && c.block != nil {
			v = c.yield(key, old, v)
		}
		c.put(h, key, v)
	}
}

func hashChangeMethods() methods {
	return methods{
		"[]=":      {2, 2, func(c *call) value { c.put(c.h(), c.args[0], c.args[1]); return c.args[1] }, false},
		"store":    {2, 2, func(c *call) value { c.put(c.h(), c.args[0], c.args[1]); return c.args[1] }, false},
		"delete":   {1, 1, func(c *call) value { v, _ := c.drop(c.h(), c.args[0]); return v }, false},
		"clear":    {0, 0, func(c *call) value { *c.h() = *newHash(); return c.self }, false},
		"merge!":   {0, -1, hashUpdate, false},
		"update":   {0, -1, hashUpdate, false},
		"default=": {1, 1, func(c *call) value { c.h().fallback = c.args[0]; return c.args[0] }, false},
	}
}

func hashUpdate(c *call) value {
	for i := range c.args {
		c.mergeInto(c.h(), c.argHash(i))
	}
	return c.self
}

func hashModuleMethods() methods {
	return methods{"new": {0, 1, func(c *call) value {
		h := newHash()
		h.fallback, h.maker = c.arg(0), c.block
		return h
	}, false}}
}
