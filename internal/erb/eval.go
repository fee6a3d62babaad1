package erb

import "strings"

func (n *seqNode) eval(f *frame) (v value) {
	for _, item := range n.list {
		v = item.eval(f)
	}
	return v
}

func (n *literalNode) eval(*frame) value {
	return n.value
}

func (n *textNode) eval(f *frame) value {
	return f.e.text(n.text(f))
}

func (n *textNode) text(f *frame) string {
	var b strings.Builder
	for _, part := range n.parts {
		b.WriteString(f.e.printed(part.eval(f)))
		f.e.charge(b.Len())
	}
	return b.String()
}

func (n *commandNode) eval(f *frame) value {
	line := n.text.text(f)
	f.e.at = n.at
	return f.e.command(line)
}

func (n *regexpNode) eval(f *frame) value {
	source := n.text.text(f)
	f.e.at = n.at
	return f.e.compile(source, n.flags)
}

func (n *groupNode) eval(f *frame) value {
	return f.e.group(f.e.match, n.number)
}

func (n *listNode) eval(f *frame) value {
	return &list{f.values(n.items)}
}

// values evaluates items of a list or arguments of a call.
func (f *frame) values(nodes []node) []value {
	items := make([]value, len(nodes))
	for i, item := range nodes {
		items[i] = item.eval(f)
	}
	return items
}

func (n *hashNode) eval(f *frame) value {
	h := newHash()
	for _, pair := range n.pairs {
		key := pair.key.eval(f)
		f.e.put(h, key, pair.value.eval(f))
	}
	return h
}

func (n *rangeNode) eval(f *frame) value {
	return &span{plain(evalMaybe(n.from, f)), plain(evalMaybe(n.to, f)), n.exclusive}
}

func (n *variableNode) eval(f *frame) value {
	f.e.step(0)
	v := f.lookup(n.name)
	if _, ok := v.(lost); ok {
		f.e.at = n.at
		f.e.unsupported("the variable "+n.name+" was to be set in a comment, and an error came in between", "set it outside of comments")
	}
	return v
}

func (n *constantNode) eval(f *frame) value {
	f.e.at = n.at
	return f.e.constant(n.name)
}

func (n *assignNode) eval(f *frame) value {
	v := n.value.eval(f)
	f.assign(n.target, v)
	return v
}

func (f *frame) assign(target node, v value) {
	switch t := target.(type) {
	case *variableNode:
		f.set(t.name, v)
	case *callNode:
		recv := t.recv.eval(f)
		args := append(f.values(t.args), v)
		f.e.at = t.at
		f.e.call(recv, "[]=", args, nil)
	}
}

func (n *opAssignNode) eval(f *frame) value {
	target := n.target
	if call, ok := target.(*callNode); ok {
		// The receiver and the index are evaluated once.
		recv, index := call.recv.eval(f), call.args[0].eval(f)
		target = &callNode{recv: &literalNode{recv}, name: "[]", args: []node{&literalNode{index}}, at: call.at}
	}
	old := target.eval(f)
	if n.op == "||" && truthy(old) || n.op == "&&" && !truthy(old) {
		return old
	}
	v := n.value.eval(f)
	if n.op != "||" && n.op != "&&" {
		f.e.at = n.at
		v = f.e.call(old, n.op, []value{v}, nil)
	}
	f.assign(target, v)
	return v
}

func (n *callNode) eval(f *frame) value {
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
	args := f.values(n.args)
	var named *hash
	if n.named != nil {
		named = n.named.eval(f).(*hash)
	}
	e.at = n.at
	c := &call{evaluator: e, self: recv, name: n.name, args: args, named: named}
	if n.block != nil || n.pass != "" {
		c.block = &block{node: n.block, frame: f, name: n.pass, at: n.at}
	}
	run := c.dispatch
	if n.recv == nil {
		run = c.function
	}
	if n.block == nil || !n.block.jumps {
		return run()
	}
	v, _ := e.catch("break", run)
	return v
}

func (n *blockNode) run(up *frame, args []value) value {
	f := &frame{e: up.e, vars: map[string]value{}, up: up}
	if len(args) == 1 && (len(n.params) > 1 || len(n.params) == 1 && n.params[0].nested != nil) {
		if l, ok := args[0].(*list); ok {
			args = l.items
		}
	}
	f.bind(n.params, args)
	if !n.jumps {
		return n.body.eval(f)
	}
	v, _ := f.e.catch("next", func() value { return n.body.eval(f) })
	return v
}

// bind gives parameters their values, which are local to the frame.
func (f *frame) bind(params []param, args []value) {
	for i, p := range params {
		var v value
		if i < len(args) {
			v = args[i]
		}
		if p.nested == nil {
			f.vars[p.name] = v
			continue
		}
		items := []value{v}
		if l, ok := v.(*list); ok {
			items = l.items
		}
		f.bind(p.nested, items)
	}
}

func (n *andNode) eval(f *frame) value {
	if v := n.left.eval(f); !truthy(v) {
		return v
	}
	return n.right.eval(f)
}

func (n *orNode) eval(f *frame) value {
	if v := n.left.eval(f); truthy(v) {
		return v
	}
	return n.right.eval(f)
}

func (n *notNode) eval(f *frame) value {
	return !truthy(n.inner.eval(f))
}

func (n *ifNode) eval(f *frame) value {
	f.e.step(0)
	if truthy(n.cond.eval(f)) {
		return evalMaybe(n.then, f)
	}
	return evalMaybe(n.other, f)
}

func evalMaybe(n node, f *frame) value {
	if n == nil {
		return nil
	}
	return n.eval(f)
}

func (n *caseNode) eval(f *frame) value {
	subject := plain(evalMaybe(n.subject, f))
	for _, when := range n.whens {
		for _, item := range when.values {
			v := item.eval(f)
			f.e.at = n.at
			if n.subject == nil && truthy(v) || n.subject != nil && f.e.covers(v, subject) {
				return when.body.eval(f)
			}
		}
	}
	return evalMaybe(n.other, f)
}

func (n *putTextNode) eval(f *frame) value {
	f.e.write(n.text)
	f.e.lines.add(n.text, f.e.src.line(n.at), true)
	return nil
}

func (n *putValueNode) eval(f *frame) value {
	v := n.inner.eval(f)
	f.e.at = n.at
	s := f.e.printed(v)
	f.e.write(s)
	f.e.lines.add(s, f.e.src.line(n.at), false)
	return nil
}

func (n *guardedNode) eval(f *frame) (v value) {
	e := f.e
	size, depth, back := e.out.Len(), e.depth, e.lines.mark()
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		at, problem := e.src.problem(r)
		if problem == nil || !e.src.inComment(at) {
			panic(r)
		}
		kept := e.out.String()[:size]
		e.out.Reset()
		e.out.WriteString(kept)
		e.depth = depth
		back()
		for _, name := range n.sets {
			f.set(name, lost{})
		}
		e.result.Skipped = append(e.result.Skipped, problem)
	}()
	return n.inner.eval(f)
}

func (n *problemNode) eval(f *frame) value {
	panic(f.e.src.unsupported(n.problem.at, n.problem.what, n.problem.instead))
}
