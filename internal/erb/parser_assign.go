package erb

// assignment parses a statement, which may assign to several variables: "a, b = 1, 2".
func (p *parser) assignment() node {
	if names := p.severalNames(); names > 0 {
		return p.several(names)
	}
	return p.expression()
}

// severalNames counts the names before the sign of an assignment to several; 0 when it is none.
func (p *parser) severalNames() int {
	n := 0
	for i := p.pos; ; i += 2 {
		if i+1 >= len(p.tokens) || p.tokens[i].kind != tIdent {
			return 0
		}
		n++
		switch next := p.tokens[i+1]; {
		case next.is(tOperator, "=") && n > 1:
			return n
		case !next.is(tOperator, ","):
			return 0
		}
	}
}

func (p *parser) several(names int) node {
	m := &multiNode{}
	for range names {
		t := p.take()
		m.targets = append(m.targets, &variableNode{t.text, t.at})
		p.pos++ // the comma, or the sign
	}
	p.skipNewlines()
	m.values = []node{p.value()}
	for p.accept(tOperator, ",") {
		p.skipNewlines()
		m.values = append(m.values, p.value())
	}
	for _, target := range m.targets {
		p.names.set[target.(*variableNode).name] = true
	}
	return m
}

func (n *multiNode) eval(f *frame) value {
	values := f.values(n.values)
	result := value(&list{values})
	if len(values) == 1 {
		result = values[0]
		if l, ok := result.(*list); ok {
			values = l.items
		}
	}
	for i, target := range n.targets {
		var v value
		if i < len(values) {
			v = values[i]
		}
		f.assign(target, v)
	}
	return result
}
