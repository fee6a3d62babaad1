package erb

import (
	"maps"
	"slices"
)

// envHash is the environment as a hash.
func (e *evaluator) envHash() *hash {
	h := newHash()
	for _, name := range e.env.names() {
		v, _ := e.env.Lookup(name)
		e.put(h, name, e.text(v))
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
	has := method{1, 1, func(c *call) value { _, ok := c.env.Lookup(c.argText(0)); return ok }}
	table := methods{
		"[]":        {1, 1, envGet},
		"[]=":       {2, 2, func(c *call) value { c.setEnv(c.argText(0)); return c.args[1] }},
		"fetch":     {1, 2, envFetch},
		"delete":    {1, 1, envDelete},
		"key?":      has,
		"has_key?":  has,
		"include?":  has,
		"keys":      {0, 0, func(c *call) value { return c.texts(c.env.names()) }},
		"each_pair": {0, 0, eachItem},
		"to_h":      {0, 0, func(c *call) value { return c.envHash() }},
		"values_at": {0, -1, func(c *call) value { return c.each(func(i int) value { return envGet(c.only(i)) }) }},
		"slice":     {0, -1, func(c *call) value { return c.with(c.envHash()).kept(true) }},
		"except":    {0, -1, func(c *call) value { return c.with(c.envHash()).kept(false) }},
		"values":    {0, 0, func(c *call) value { return hashValues(c.with(c.envHash())) }},
	}
	each := eachMethods()
	maps.DeleteFunc(each, func(name string, _ method) bool { return name == "first" || name == "to_a" })
	maps.Copy(each, table)
	return each
}

// only is the call with one of its arguments.
func (c *call) only(i int) *call {
	other := *c
	other.args = c.args[i : i+1]
	return &other
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
	v, ok := c.env.Lookup(name)
	switch {
	case ok:
		return c.text(v)
	case c.block != nil:
		return c.yield(name)
	case len(c.args) == 1:
		c.needsVariable("KeyError", name, "")
	}
	return c.args[1]
}

// setEnv sets a variable; nil removes it.
func (c *call) setEnv(name string) {
	if c.arg(1) == nil {
		c.env.Unset(name)
		return
	}
	v := c.argText(1)
	c.charge(len(v) + len(name))
	c.env.Set(name, v)
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
