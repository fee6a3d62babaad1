package erb

import "fmt"

func (n *callNode) eval(f *frame) (v value) {
	e := f.e
	e.enter()
	defer e.leave()
	var recv value
	if n.recv != nil {
		recv = n.recv.eval(f)
		if n.safe && plain(recv) == nil {
			return recv
		}
	}
	args := e.values(f, n.args)
	block := n.passed(f)
	if n.block != nil {
		depth := e.depth
		defer func() {
			switch r := recover().(type) {
			case nil:
			case procBreak:
				if r.proc != block {
					panic(r)
				}
				e.depth = depth
				v = r.value
			default:
				panic(r)
			}
		}()
	}
	e.at = n.at
	if n.recv == nil {
		return e.function(f, n.name, args, block)
	}
	return e.call(recv, n.name, args, block)
}

// passed returns the block of a call: a literal one, or what "&value" gives.
func (n *callNode) passed(f *frame) *proc {
	if n.block != nil {
		return &proc{block: n.block, frame: f}
	}
	if n.pass == nil {
		return nil
	}
	e := f.e
	switch v := plain(n.pass.eval(f)).(type) {
	case nil:
		return nil
	case *proc:
		return v
	case symbol:
		at := n.at
		return &proc{native: func(args []value) value {
			if len(args) == 0 {
				e.raise("ArgumentError", "no receiver given")
			}
			e.at = at
			return e.call(args[0], string(v), args[1:], nil)
		}}
	}
	e.at = n.at
	e.unsupported("passing this as a block is not supported", "pass &:name of a method")
	return nil
}

func (n *blockNode) eval(f *frame) value {
	return &proc{block: n, frame: f}
}

func (n *defineNode) eval(f *frame) value {
	f.e.methods[n.name] = &proc{block: n.fn, frame: &frame{e: f.e, vars: map[string]value{}}}
	return symbol(n.name)
}

// invoke calls a block, lambda or method.
func (e *evaluator) invoke(p *proc, args []value) value {
	return e.invokeWith(p, args, nil)
}

// invokeWith calls a method that may yield to a block.
func (e *evaluator) invokeWith(p *proc, args []value, block *proc) (v value) {
	e.enter()
	defer e.leave()
	if p.native != nil {
		return p.native(args)
	}
	f := &frame{e: e, vars: map[string]value{}, up: p.frame, proc: p, yields: block}
	depth := e.depth
	defer func() {
		switch r := recover().(type) {
		case nil:
		case blockNext:
			e.depth = depth
			v = r.value
		case procReturn:
			if r.frame != f {
				panic(r)
			}
			e.depth = depth
			v = r.value
		default:
			panic(r)
		}
	}()
	if p.block.lambda {
		e.checkArity(p, args)
	} else if len(args) == 1 && spreads(p.block.params) {
		if l, ok := args[0].(*list); ok {
			args = l.items
		}
	}
	f.bind(p.block.params, args)
	return p.block.body.eval(f)
}

// spreads tells whether a block takes a single list apart.
func spreads(params []param) bool {
	return len(params) > 1 || len(params) == 1 && params[0].nested != nil
}

func (e *evaluator) checkArity(p *proc, args []value) {
	least, most := 0, 0
	for _, q := range p.block.params {
		switch {
		case q.splat:
			most = 1 << 30
		case q.keyword:
			most++
		case q.block:
		default:
			most++
			if q.fallback == nil {
				least++
			}
		}
	}
	if len(args) < least || len(args) > most {
		e.raise("ArgumentError", "wrong number of arguments (given %d)", len(args))
	}
}

// bind gives parameters their values, which are local to the frame.
func (f *frame) bind(params []param, args []value) {
	f.bindAll(params, args, func(name string, v value) { f.vars[name] = v })
}

// spread gives the targets of an assignment their values.
func (f *frame) spread(targets []param, items []value) {
	f.bindAll(targets, items, f.set)
}

func (f *frame) bindAll(params []param, args []value, assignTo func(string, value)) {
	args = f.bindNamed(params, args, assignTo)
	positional, missing := 0, 0
	for _, q := range params {
		if !q.splat && !q.keyword && !q.block {
			positional++
		}
	}
	missing = positional - len(args)
	for i, q := range params {
		switch {
		case q.keyword:
		case q.block:
			assignTo(q.name, blockValue(f.yields))
		case q.splat:
			n := max(0, len(args)-countPositional(params[i+1:]))
			assignTo(q.name, &list{append([]value(nil), args[:n]...)})
			args = args[n:]
		case q.fallback != nil && missing > 0:
			missing--
			assignTo(q.name, q.fallback.eval(f))
		default:
			var v value
			if len(args) > 0 {
				v, args = args[0], args[1:]
			}
			f.bindOne(q, v, assignTo)
		}
	}
}

func (f *frame) bindOne(q param, v value, assignTo func(string, value)) {
	if q.nested == nil {
		assignTo(q.name, v)
		return
	}
	items := []value{v}
	if l, ok := v.(*list); ok {
		items = l.items
	}
	f.bindAll(q.nested, items, assignTo)
}

// bindNamed takes the named arguments off and gives them to the parameters of their names.
func (f *frame) bindNamed(params []param, args []value, assignTo func(string, value)) []value {
	var given *hash
	for _, q := range params {
		if !q.keyword {
			continue
		}
		if h, ok := lastNamed(args); ok {
			given, args = h, args[:len(args)-1]
		}
		v, ok := value(nil), false
		if given != nil {
			v, ok = f.e.get(given, symbol(q.name))
		}
		if !ok && q.fallback == nil {
			f.e.raise("ArgumentError", "missing keyword: :%s", q.name)
		}
		if !ok {
			v = q.fallback.eval(f)
		}
		assignTo(q.name, v)
	}
	return args
}

func lastNamed(args []value) (*hash, bool) {
	if len(args) == 0 {
		return nil, false
	}
	h, ok := args[len(args)-1].(*hash)
	return h, ok && h.named
}

func countPositional(params []param) int {
	n := 0
	for _, q := range params {
		if !q.keyword && !q.block {
			n++
		}
	}
	return n
}

func blockValue(p *proc) value {
	if p == nil {
		return nil
	}
	return p
}

// function calls a method that has no receiver.
func (e *evaluator) function(f *frame, name string, args []value, block *proc) value {
	if p, ok := e.methods[name]; ok {
		return e.invokeWith(p, args, block)
	}
	if m, ok := e.tables["main"][name]; ok {
		return e.apply(m, mainObject{}, name, args, block)
	}
	if name == "block_given?" {
		return f.yields != nil
	}
	e.unsupported(fmt.Sprintf("%q is no local variable, and not one of the functions that are supported", name),
		"set the variable in a tag above, or write the value itself")
	return nil
}
