package erb

import (
	"fmt"
	"slices"
)

// envHash is the environment as a hash.
func (e *evaluator) envHash() *hash {
	h := newHash()
	for _, name := range e.env.names() {
		v, _ := e.env.Lookup(name)
		e.put(h, e.text(name), e.text(v))
	}
	return h
}

// reportUnset notes that an unset variable was printed.
func (e *evaluator) reportUnset(u unset) {
	found := Unset{u.name, e.src.position(u.at)}
	if e.src.inComment(u.at) || slices.Contains(e.result.Unset, found) {
		return
	}
	e.result.Unset = append(e.result.Unset, found)
}

func envMethods() methods {
	table := methods{
		"[]":       {1, 1, envGet, false},
		"fetch":    {1, 2, envFetch, false},
		"dig":      {1, 1, envGet, false},
		"key?":     {1, 1, envHas, false},
		"has_key?": {1, 1, envHas, false},
		"include?": {1, 1, envHas, false},
		"member?":  {1, 1, envHas, false},
		"to_h":     {0, 0, envToHash, false},
		"to_hash":  {0, 0, envToHash, false},
		"inspect":  {0, 0, func(c *call) value { return c.text(c.inspect(c.envHash())) }, false},
		"to_s":     {0, 0, func(c *call) value { return c.text("ENV") }, false},
	}
	for _, name := range []string{"keys", "values", "values_at", "select", "filter", "reject", "slice", "except", "key", "size", "length", "empty?", "each_key", "each_value", "value?", "merge"} {
		table[name] = method{0, -1, func(c *call) value {
			return c.evaluator.call(c.envHash(), name, c.args, c.block)
		}, false}
	}
	return table
}

func envGet(c *call) value {
	name := c.argText(0)
	if v, ok := c.env.Lookup(name); ok {
		return c.text(v)
	}
	return unset{name, c.at}
}

func envFetch(c *call) value {
	name := c.argText(0)
	if v, ok := c.env.Lookup(name); ok {
		return c.text(v)
	}
	if c.block != nil {
		return c.yield(c.text(name))
	}
	if len(c.args) == 2 {
		return c.args[1]
	}
	panic(&raised{
		exception: exception{"KeyError", fmt.Sprintf("the environment variable %q is not set", name)},
		at:        c.at, name: name,
	})
}

func envHas(c *call) value {
	_, ok := c.env.Lookup(c.argText(0))
	return ok
}

func envToHash(c *call) value {
	if c.block == nil {
		return c.envHash()
	}
	return eachToHash(c)
}

func envChangeMethods() methods {
	return methods{
		"[]=":    {2, 2, envSet, false},
		"store":  {2, 2, envSet, false},
		"delete": {1, 1, envDelete, false},
		"update": {1, 1, envUpdate, false},
		"merge!": {1, 1, envUpdate, false},
	}
}

func envSet(c *call) value {
	c.setEnv(c.argText(0), c.args[1])
	return c.args[1]
}

// setEnv sets a variable; nil removes it.
func (e *evaluator) setEnv(name string, v value) {
	switch v := plain(v).(type) {
	case nil:
		e.env.Unset(name)
	case *text:
		e.charge(len(v.s) + len(name))
		e.env.Set(name, v.s)
	default:
		e.raise("TypeError", "the environment variable %q needs a text, not %s", name, article(className(v)))
	}
}

func envDelete(c *call) value {
	name := c.argText(0)
	v, ok := c.env.Lookup(name)
	c.env.Unset(name)
	if !ok {
		return nil
	}
	return c.text(v)
}

func envUpdate(c *call) value {
	h := c.argHash(0)
	for _, key := range h.keys {
		v, _ := c.get(h, key)
		c.setEnv(c.str(key), v)
	}
	return c.self
}
