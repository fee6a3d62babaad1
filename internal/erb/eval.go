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

func (n *plainNode) eval(f *frame) value {
	return f.e.text(n.text)
}

func (n *textNode) eval(f *frame) value {
	if len(n.parts) == 1 {
		if p, ok := n.parts[0].(*plainNode); ok {
			return f.e.text(p.text)
		}
	}
	var b strings.Builder
	for _, part := range n.parts {
		if p, ok := part.(*plainNode); ok {
			b.WriteString(p.text)
		} else {
			b.WriteString(f.e.printed(part.eval(f)))
		}
		f.e.charge(b.Len())
	}
	return &text{b.String()}
}

func (n *commandNode) eval(f *frame) value {
	line := n.text.eval(f).(*text).s
	f.e.at = n.at
	return f.e.command(line)
}

func (n *symbolNode) eval(f *frame) value {
	return symbol(n.text.eval(f).(*text).s)
}

func (n *regexpNode) eval(f *frame) value {
	source := n.text.eval(f).(*text).s
	f.e.at = n.at
	return f.e.compile(source, n.flags)
}

func (n *listNode) eval(f *frame) value {
	return &list{f.e.values(f, n.items)}
}

// values evaluates items of a list or arguments of a call.
func (e *evaluator) values(f *frame, nodes []node) []value {
	var items []value
	for _, item := range nodes {
		if splat, ok := item.(*splatNode); ok && !splat.double {
			items = append(items, e.splat(splat.inner.eval(f))...)
			e.step(len(items))
			continue
		}
		v := item.eval(f)
		if h, ok := v.(*hash); ok && h.named && len(h.keys) == 0 {
			continue
		}
		items = append(items, v)
	}
	return items
}

// splat spreads a value over a list: nil gives nothing, lists and hashes their items, others themselves.
func (e *evaluator) splat(v value) []value {
	switch v := plain(v).(type) {
	case nil:
		return nil
	case *list:
		return v.items
	case *hash, *span:
		return e.items(v)
	default:
		return []value{v}
	}
}

func (n *splatNode) eval(f *frame) value {
	return n.inner.eval(f)
}

func (n *pairNode) eval(f *frame) value {
	return &list{[]value{n.key.eval(f), n.value.eval(f)}}
}

func (n *hashNode) eval(f *frame) value {
	h := newHash()
	h.named = n.named
	for _, item := range n.pairs {
		switch item := item.(type) {
		case *pairNode:
			key := item.key.eval(f)
			f.e.put(h, key, item.value.eval(f))
		case *splatNode:
			other, ok := plain(item.inner.eval(f)).(*hash)
			if !ok {
				f.e.raise("TypeError", "** needs a hash")
			}
			f.e.merge(h, other)
		}
	}
	return h
}

func (n *rangeNode) eval(f *frame) value {
	s := &span{exclusive: n.exclusive}
	if n.from != nil {
		s.from = n.from.eval(f)
	}
	if n.to != nil {
		s.to = n.to.eval(f)
	}
	return s
}

func (n *variableNode) eval(f *frame) value {
	f.e.step(0)
	if n.name[0] == '$' {
		f.e.at = n.at
		return f.e.global(n.name)
	}
	if n.name[0] == '@' {
		return f.e.globals[n.name]
	}
	v, _ := f.lookup(n.name)
	return v
}

func (n *constantNode) eval(f *frame) value {
	f.e.at = n.at
	return f.e.constant(n.name)
}

func (n *assignNode) eval(f *frame) value {
	v := n.value.eval(f)
	f.e.assign(f, n.target, v)
	return v
}

func (e *evaluator) assign(f *frame, target node, v value) {
	switch t := target.(type) {
	case *variableNode:
		switch t.name[0] {
		case '$':
			e.at = t.at
			e.unsupported("assigning to "+t.name+" is not supported", "use a local variable")
		case '@':
			e.globals[t.name] = v
		default:
			f.set(t.name, v)
		}
	case *constantNode:
		e.globals[t.name] = v
	case *callNode:
		recv := t.recv.eval(f)
		args := append(e.values(f, t.args), v)
		e.at = t.at
		e.call(recv, "[]=", args, nil)
	}
}

func (n *opAssignNode) eval(f *frame) value {
	target := n.target
	if call, ok := target.(*callNode); ok {
		// The receiver and the index are evaluated once.
		fixed := &callNode{recv: &literalNode{call.recv.eval(f)}, name: "[]", at: call.at}
		for _, arg := range f.e.values(f, call.args) {
			fixed.args = append(fixed.args, &literalNode{arg})
		}
		target = fixed
	}
	var old value
	if c, ok := target.(*constantNode); ok {
		old = f.e.globals[c.name]
	} else {
		old = target.eval(f)
	}
	switch {
	case n.op == "||" && truthy(old), n.op == "&&" && !truthy(old):
		return old
	case n.op == "||" || n.op == "&&":
		v := n.value.eval(f)
		f.e.assign(f, target, v)
		return v
	}
	right := n.value.eval(f)
	f.e.at = n.at
	v := f.e.call(old, n.op, []value{right}, nil)
	f.e.assign(f, target, v)
	return v
}

func (n *spreadNode) eval(f *frame) value {
	v := n.value.eval(f)
	items := []value{v}
	if l, ok := v.(*list); ok {
		items = l.items
	}
	f.spread(n.targets, items)
	return v
}
