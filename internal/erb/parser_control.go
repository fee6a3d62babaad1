package erb

// condition parses the rest of if or unless, up to its end.
func (p *parser) condition(negate bool) node {
	defer p.nest()()
	n := &ifNode{cond: p.expression()}
	if negate {
		n.cond = &notNode{n.cond}
	}
	p.then()
	n.then = p.statements()
	switch {
	case p.accept(tKeyword, "elsif"):
		n.other = p.condition(false)
		return n
	case p.accept(tKeyword, "else"):
		n.other = p.statements()
	}
	p.expect(tKeyword, "end")
	return n
}

func (p *parser) caseOf(t token) node {
	n := &caseNode{at: t.at}
	if p.peek().kind != tNewline && !p.peek().is(tKeyword, "when") {
		n.subject = p.expression()
	}
	p.skipBlankText()
	for p.accept(tKeyword, "when") {
		n.whens = append(n.whens, p.when())
	}
	if n.whens == nil {
		p.fail(t.at, "a case without when is not supported", "write case value, when, end")
	}
	if p.accept(tKeyword, "else") {
		n.other = p.statements()
	}
	p.expect(tKeyword, "end")
	return n
}

func (p *parser) when() whenNode {
	var w whenNode
	for {
		w.values = append(w.values, p.element())
		if !p.accept(tOperator, ",") {
			break
		}
		p.skipNewlines()
	}
	p.then()
	w.body = p.statements()
	return w
}

func (p *parser) while(negate bool) node {
	n := &whileNode{negate: negate}
	n.cond = p.header()
	p.loop(func() { n.body = p.statements() })
	p.expect(tKeyword, "end")
	return n
}

// header parses the condition of a loop, whose "do" does not open a block.
func (p *parser) header() node {
	outer := p.noDo
	p.noDo = true
	cond := p.expression()
	p.noDo = outer
	if !p.accept(tKeyword, "do") && p.peek().kind != tNewline {
		p.unexpected("the body of a loop is missing")
	}
	return cond
}

func (p *parser) loop(parse func()) {
	outer, noDo := p.inLoop, p.noDo
	p.inLoop, p.noDo = true, false
	parse()
	p.inLoop, p.noDo = outer, noDo
}

func (p *parser) forIn(t token) node {
	n := &forNode{at: t.at}
	for {
		n.targets = append(n.targets, p.param())
		if !p.accept(tOperator, ",") {
			break
		}
	}
	p.expect(tKeyword, "in")
	n.list = p.header()
	p.loop(func() { n.body = p.statements() })
	p.expect(tKeyword, "end")
	return n
}

func (p *parser) jump(t token) node {
	n := &jumpNode{kind: t.text, loop: p.inLoop && t.text != "return", at: t.at}
	next := p.peek()
	ends := next.kind == tNewline || next.kind == tEnd || next.kind == tText || next.kind == tOutput ||
		next.is(tKeyword, "if", "unless", "end", "while", "until", "and", "or") || next.is(tOperator, "}", ")")
	if !ends {
		n.value = p.value()
	}
	return n
}
