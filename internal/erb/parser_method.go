package erb

// definition parses "def name(parameters) ... end", or "def name(parameters) = value".
func (p *parser) definition(def token) node {
	defer p.nest()()
	name := p.take()
	if name.kind != tIdent {
		p.fail(name.at, "this form of method is not supported", "use a plain name")
	}
	if p.inDef || p.jumps != nil {
		p.fail(def.at, "a method inside of another, or of a block, is not supported", "define it in a tag of its own")
	}
	outer, noDo := p.names, p.noDo
	p.names, p.noDo, p.inDef = newNames(nil), false, true
	n := &defNode{name: name.text}
	n.params = p.methodParams()
	if p.accept(tOperator, "=") {
		p.skipNewlines()
		n.body = p.modified(p.expression())
	} else {
		n.body = p.guarded()
	}
	p.names, p.noDo, p.inDef = outer, noDo, false
	return n
}

// methodParams parses the parameters of a method, with parentheses or without.
func (p *parser) methodParams() []param {
	closing := ""
	switch t := p.peek(); {
	case t.is(tOperator, "("):
		p.pos++
		if closing = ")"; p.accept(tOperator, closing) {
			return nil
		}
	case t.kind != tIdent:
		return nil
	}
	var list []param
	for {
		t := p.take()
		if t.kind != tIdent {
			p.fail(t.at, "this form of parameter is not supported", "use plain names, with a default if need be")
		}
		one := param{name: t.text}
		p.names.set[t.text] = true
		if p.accept(tOperator, "=") {
			one.otherwise = p.value()
		} else if len(list) > 0 && list[len(list)-1].otherwise != nil {
			p.fail(t.at, "a parameter without a default behind one that has it is not supported", "put it before the others")
		}
		list = append(list, one)
		if p.accept(tOperator, ",") {
			continue
		}
		if closing != "" {
			p.expect(tOperator, closing)
		}
		return list
	}
}

// guarded parses statements with rescue, else and ensure, up to their end.
func (p *parser) guarded() node {
	n := &rescueNode{body: p.statements()}
	for p.peek().is(tKeyword, "rescue") {
		n.rescues = append(n.rescues, p.rescueClause())
	}
	if n.rescues != nil && p.accept(tKeyword, "else") {
		n.other = p.statements()
	}
	if p.accept(tKeyword, "ensure") {
		n.ensure = p.statements()
	}
	p.expect(tKeyword, "end")
	return n
}

func (p *parser) rescueClause() rescueClause {
	c := rescueClause{at: p.take().at}
	for p.peek().kind == tConst {
		c.classes = append(c.classes, p.take().text)
		if !p.accept(tOperator, ",") {
			break
		}
	}
	if p.accept(tOperator, "=>") {
		t := p.take()
		if t.kind != tIdent {
			p.fail(t.at, "this is not understood here", "write rescue => e")
		}
		c.name = t.text
		p.names.set[c.name] = true
	}
	if !p.accept(tKeyword, "then") && p.peek().kind != tNewline {
		p.unexpected("this is not understood here")
	}
	c.body = p.statements()
	return c
}

// loop parses the rest of while or until.
func (p *parser) loop(until bool) node {
	defer p.nest()()
	n := &loopNode{until: until}
	noDo, jumps := p.noDo, p.jumps
	p.noDo = true
	n.cond = p.expression()
	p.noDo, p.jumps = false, new(bool)
	if !p.accept(tKeyword, "do") && p.peek().kind != tNewline {
		p.unexpected("this is not understood here")
	}
	n.body = p.statements()
	p.expect(tKeyword, "end")
	p.noDo, p.jumps = noDo, jumps
	return n
}

// jump parses the rest of return, next or break.
func (p *parser) jump(t token) node {
	switch {
	case t.text == "return" && !p.inDef, t.text != "return" && p.jumps == nil:
		p.fail(t.at, "\""+t.text+"\" is not supported here", "use if")
	case t.text != "return":
		*p.jumps = true
	}
	n := &jumpNode{kind: t.text}
	next := p.peek()
	ends := next.kind == tNewline || next.kind == tEnd || next.kind == tText || next.kind == tOutput || closes(next)
	if !ends && !next.is(tKeyword, "if", "unless", "and", "or") && !next.is(tOperator, ")") {
		n.value = p.value()
	}
	return n
}
