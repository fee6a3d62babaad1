package erb

import "slices"

// jumped is a return, next or break on its way up.
type jumped struct {
	kind  string
	value value
}

func (n *jumpNode) eval(f *frame) value {
	panic(&jumped{n.kind, evalMaybe(n.value, f)})
}

// catch evaluates, and takes a jump of a kind for the value; stopped tells that there was one.
func (e *evaluator) catch(kind string, run func() value) (v value, stopped bool) {
	depth := e.depth
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		j, ok := r.(*jumped)
		if !ok || j.kind != kind {
			panic(r)
		}
		e.depth = depth
		v, stopped = j.value, true
	}()
	return run(), false
}

// attempt evaluates, and gives the Ruby error that it fails with.
func (e *evaluator) attempt(run func() value) (v value, problem *raised) {
	depth := e.depth
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		failed, ok := r.(*raised)
		if !ok {
			panic(r)
		}
		e.depth = depth
		problem = failed
	}()
	return run(), nil
}

func (n *rescueNode) eval(f *frame) value {
	if n.ensure != nil {
		defer func() { n.ensure.eval(f) }()
	}
	if n.rescues == nil {
		return n.body.eval(f)
	}
	v, problem := f.e.attempt(func() value { return n.body.eval(f) })
	if problem == nil && n.other != nil {
		return n.other.eval(f)
	}
	if problem == nil {
		return v
	}
	for _, clause := range n.rescues {
		if !f.e.rescues(&clause, problem) {
			continue
		}
		if clause.name != "" {
			f.set(clause.name, failure{problem})
		}
		return clause.body.eval(f)
	}
	panic(problem)
}

func (n *loopNode) eval(f *frame) value {
	for {
		f.e.step(1)
		if truthy(n.cond.eval(f)) == n.until {
			return nil
		}
		v, over := f.e.catch("break", func() value {
			f.e.catch("next", func() value { return n.body.eval(f) })
			return nil
		})
		if over {
			return v
		}
	}
}

func (n *defNode) eval(f *frame) value {
	f.e.defined[n.name] = n
	return symbol(n.name)
}

// invoke calls a method that the template defines.
func (c *call) invoke(d *defNode) value {
	if c.named != nil {
		c.args = append(c.args, c.named)
	}
	least := len(d.params)
	if i := slices.IndexFunc(d.params, func(p param) bool { return p.otherwise != nil }); i >= 0 {
		least = i
	}
	switch {
	case c.block != nil:
		c.unsupported("a block for a method of the template is not supported", "pass a value")
	case len(c.args) < least || len(c.args) > len(d.params):
		c.raise("ArgumentError", "%s takes another number of arguments than %d", c.name, len(c.args))
	}
	f := &frame{e: c.evaluator, vars: map[string]value{}}
	for i, p := range d.params {
		if i < len(c.args) {
			f.vars[p.name] = c.args[i]
		} else {
			f.vars[p.name] = p.otherwise.eval(f)
		}
	}
	v, _ := c.catch("return", func() value { return d.body.eval(f) })
	return v
}
