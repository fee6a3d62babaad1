package erb

import "strings"

// inScope parses with other local names, and restores what held before.
func (p *parser) inScope(names *names, inLoop bool, parse func()) {
	outer, loop, noDo := p.names, p.inLoop, p.noDo
	p.names, p.inLoop, p.noDo = names, inLoop, false
	parse()
	p.names, p.inLoop, p.noDo = outer, loop, noDo
}

// block parses "{ |x| ... }" or "do |x| ... end".
func (p *parser) block() *blockNode {
	defer p.nest()()
	open := p.take()
	n := &blockNode{at: open.at}
	p.inScope(newNames(p.names), false, func() {
		p.blockParams(n)
		p.blockBody(n, open)
	})
	return n
}

func (p *parser) blockBody(n *blockNode, open token) {
	if open.text == "{" {
		n.body = p.statements()
		p.expect(tOperator, "}")
	} else {
		n.body = p.guardedBody()
		p.expect(tKeyword, "end")
	}
	if n.params != nil {
		return
	}
	switch {
	case p.names.set["used _2"]:
		n.params = []param{{name: "_1"}, {name: "_2"}}
	case p.names.set["used _1"]:
		n.params = []param{{name: "_1"}}
	case p.names.set["used it"]:
		n.params = []param{{name: "it"}}
	}
}

func (p *parser) blockParams(n *blockNode) {
	if p.accept(tOperator, "||") {
		p.names.listed = true
	} else if p.accept(tOperator, "|") {
		p.names.listed = true
		n.params = p.params("|")
	}
}

// params parses parameters up to a closing token.
func (p *parser) params(closing string) []param {
	defer p.nest()()
	list := []param{}
	for {
		if closing == ")" {
			p.skipNewlines()
		}
		if p.accept(tOperator, closing) {
			return list
		}
		if p.peek().kind == tNewline && closing == "|" {
			p.pos++
			continue
		}
		list = append(list, p.param())
		if !p.accept(tOperator, ",") && p.peek().kind != tNewline && !p.peek().is(tOperator, closing) {
			p.unexpected("a list of parameters is not understood")
		}
	}
}

func (p *parser) param() param {
	t := p.take()
	switch {
	case t.is(tOperator, "("):
		return param{nested: p.params(")")}
	case t.is(tOperator, "*"), t.is(tOperator, "&"):
		q := param{splat: t.text == "*", block: t.text == "&"}
		if p.peek().kind == tIdent {
			q.name = p.take().text
			p.names.set[q.name] = true
		}
		return q
	case t.kind == tLabel && t.parts == nil:
		q := param{name: t.text, keyword: true}
		p.names.set[t.text] = true
		if next := p.peek(); !next.is(tOperator, ",", ")", "|") && next.kind != tNewline {
			q.fallback = p.ternary()
		}
		return q
	case t.kind != tIdent:
		p.fail(t.at, "this form of parameter is not supported", "use plain names")
	}
	p.names.set[t.text] = true
	q := param{name: t.text}
	if p.accept(tOperator, "=") {
		q.fallback = p.unary()
	}
	return q
}

// lambda parses "->(x) { ... }".
func (p *parser) lambda(t token) node {
	n := &blockNode{at: t.at, lambda: true}
	p.inScope(newNames(p.names), false, func() {
		if p.accept(tOperator, "(") {
			p.names.listed = true
			n.params = p.params(")")
		} else {
			for p.peek().kind == tIdent {
				p.names.listed = true
				n.params = append(n.params, p.param())
				p.accept(tOperator, ",")
			}
		}
		open := p.take()
		if !open.is(tOperator, "{") && !open.is(tKeyword, "do") {
			p.fail(open.at, "the body of a lambda is missing", "write -> (x) { ... }")
		}
		p.blockBody(n, open)
	})
	return n
}

// define parses a method.
func (p *parser) define(t token) node {
	name := p.take()
	if name.kind != tIdent || p.peek().is(tOperator, ".") {
		p.fail(t.at, "this form of method is not supported", "use a lambda")
	}
	n := &blockNode{at: t.at, lambda: true, params: []param{}}
	p.inScope(newNames(nil), false, func() {
		if p.accept(tOperator, "(") {
			n.params = p.params(")")
		} else if p.peek().kind == tIdent || p.peek().kind == tLabel {
			n.params = p.bareParams()
		}
		if p.accept(tOperator, "=") {
			p.skipNewlines()
			n.body = p.value()
			return
		}
		n.body = p.guardedBody()
		p.expect(tKeyword, "end")
	})
	return &defineNode{name.text, n}
}

// bareParams parses the parameters of a method that has no parentheses.
func (p *parser) bareParams() []param {
	list := []param{p.param()}
	for p.accept(tOperator, ",") {
		list = append(list, p.param())
	}
	return list
}

// begin parses "begin ... rescue ... ensure ... end".
func (p *parser) begin() node {
	n := p.guardedBody()
	p.expect(tKeyword, "end")
	if _, ok := n.(*beginNode); ok {
		return n
	}
	return &beginNode{body: n}
}

// guardedBody parses statements and the rescue and ensure parts behind them.
func (p *parser) guardedBody() node {
	body := p.statements()
	n := &beginNode{body: body}
	for p.accept(tKeyword, "rescue") {
		n.rescues = append(n.rescues, p.rescue())
	}
	if p.accept(tKeyword, "else") {
		n.other = p.statements()
	}
	if p.accept(tKeyword, "ensure") {
		n.ensure = p.statements()
	}
	if n.rescues == nil && n.ensure == nil {
		if n.other != nil {
			p.unexpected("else without rescue is not understood here")
		}
		return body
	}
	return n
}

func (p *parser) rescue() rescueNode {
	var r rescueNode
	for p.peek().kind == tConst {
		r.classes = append(r.classes, p.postfix())
		p.accept(tOperator, ",")
	}
	if p.accept(tOperator, "=>") {
		name := p.take()
		if name.kind != tIdent {
			p.fail(name.at, "a name is missing behind =>", "write rescue => e")
		}
		r.name = name.text
		p.names.set[name.text] = true
	}
	p.then()
	r.body = p.statements()
	return r
}

// then accepts the "then" or the end of a line behind a condition.
func (p *parser) then() {
	p.skipNewlines()
	if p.accept(tKeyword, "then") {
		p.skipNewlines()
	}
}

// skipBlankText skips text of white space, as it stands between a case and its first when.
func (p *parser) skipBlankText() {
	for p.peek().kind == tNewline || p.peek().kind == tText && strings.TrimSpace(p.peek().text) == "" {
		p.pos++
	}
}
