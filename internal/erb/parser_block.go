package erb

import "strings"

// block parses "{ |x| ... }" or "do |x| ... end".
func (p *parser) block() *blockNode {
	defer p.nest()()
	open := p.take()
	outer, noDo, jumps := p.names, p.noDo, p.jumps
	n := &blockNode{}
	p.names, p.noDo, p.jumps = newNames(p.names), false, &n.jumps
	if p.accept(tOperator, "|") {
		n.params = p.params("|")
	}
	n.body = p.statements()
	if open.text == "{" {
		p.expect(tOperator, "}")
	} else {
		p.expect(tKeyword, "end")
	}
	p.names, p.noDo, p.jumps = outer, noDo, jumps
	return n
}

// params parses parameters up to a closing token.
func (p *parser) params(closing string) []param {
	defer p.nest()()
	var list []param
	for {
		t := p.take()
		switch {
		case t.is(tOperator, "("):
			list = append(list, param{nested: p.params(")")})
		case t.kind == tIdent:
			p.names.set[t.text] = true
			list = append(list, param{name: t.text})
		default:
			p.fail(t.at, "this form of parameter is not supported", "use plain names")
		}
		if p.accept(tOperator, closing) {
			return list
		}
		p.expect(tOperator, ",")
	}
}

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
	w := whenNode{values: []node{p.value()}}
	for p.accept(tOperator, ",") {
		p.skipNewlines()
		w.values = append(w.values, p.value())
	}
	p.then()
	w.body = p.statements()
	return w
}

// then accepts the "then" or the end of a line behind a condition.
func (p *parser) then() {
	begun := p.peek().kind == tNewline
	p.skipNewlines()
	if !p.accept(tKeyword, "then") && !begun {
		p.unexpected("this is not understood here")
	}
}

// skipBlankText skips text of white space, as it stands between a case and its first when.
func (p *parser) skipBlankText() {
	for p.peek().kind == tNewline || p.peek().kind == tText && strings.TrimSpace(p.peek().text) == "" {
		p.pos++
	}
}
