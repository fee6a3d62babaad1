package erb

import (
	"fmt"
	"slices"
	"strconv"
)

// levels are the binary operators, loosest first.
var levels = [][]string{
	{"||"},
	{"&&"},
	{"==", "!=", "=~", "!~", "===", "<=>"},
	{"<", "<=", ">", ">="},
	{"|"},
	{"&"},
	{"<<"},
	{"+", "-"},
	{"*", "/", "%"},
}

// ternary parses "cond ? a : b", a range, or anything that binds closer.
func (p *parser) ternary() node {
	defer p.nest()()
	cond := p.span()
	if !p.accept(tOperator, "?") {
		return cond
	}
	p.skipNewlines()
	then := p.ternary()
	p.skipNewlines()
	p.expect(tOperator, ":")
	p.skipNewlines()
	return &ifNode{cond: cond, then: then, other: p.ternary()}
}

// span parses a range, or anything that binds closer.
func (p *parser) span() node {
	left := p.binary(0)
	t := p.peek()
	if !t.is(tOperator, "..", "...") {
		return left
	}
	p.pos++
	n := &rangeNode{from: left, exclusive: t.text == "..."}
	if next := p.peek(); next.kind != tNewline && next.kind != tEnd && !next.is(tOperator, ")", "]", ",") {
		n.to = p.binary(0)
	}
	return n
}

func (p *parser) binary(level int) node {
	if level == len(levels) {
		return p.unary()
	}
	left := p.binary(level + 1)
	for {
		t := p.peek()
		if !t.is(tOperator, levels[level]...) {
			return left
		}
		p.pos++
		p.skipNewlines()
		left = joined(t, left, p.binary(level+1))
		if level == 2 && p.peek().is(tOperator, levels[level]...) {
			p.unexpected("comparing twice is not understood")
		}
	}
}

func joined(t token, left, right node) node {
	call := &callNode{recv: left, name: t.text, args: []node{right}, at: t.at}
	switch t.text {
	case "||":
		return &orNode{left, right}
	case "&&":
		return &andNode{left, right}
	case "!=":
		call.name = "=="
		return &notNode{call}
	case "!~":
		call.name = "=~"
		return &notNode{call}
	}
	return call
}

func (p *parser) unary() node {
	defer p.nest()()
	t := p.peek()
	switch {
	case t.is(tOperator, "!"):
		p.pos++
		return &notNode{p.unary()}
	case t.is(tOperator, "-"):
		p.pos++
		return &callNode{recv: p.unary(), name: "-@", at: t.at}
	}
	left := p.postfix()
	power := p.peek()
	if !p.accept(tOperator, "**") {
		return left
	}
	if t.kind == tInt && t.text[0] == '-' {
		p.fail(t.at, "a negative number before ** is not supported", "put it in parentheses")
	}
	p.skipNewlines()
	return &callNode{recv: left, name: "**", args: []node{p.unary()}, at: power.at}
}

// primary parses a value without anything behind it.
func (p *parser) primary() node {
	t := p.take()
	switch t.kind {
	case tInt, tFloat:
		return p.number(t)
	case tString:
		return p.strings(t)
	case tCommand:
		return &commandNode{p.text(t.parts), t.at}
	case tSymbol:
		return &literalNode{symbol(t.text)}
	case tRegexp:
		return &regexpNode{p.text(t.parts), t.text, t.at}
	case tWords:
		return words(t)
	case tIdent:
		return p.identifier(t)
	case tConst:
		return p.constant(t)
	case tGroup:
		return &groupNode{int(t.text[0] - '0')}
	case tKeyword:
		return p.keyword(t)
	case tOperator:
		return p.bracketed(t)
	}
	p.pos--
	p.unexpected("a value is missing here")
	return nil
}

func (p *parser) number(t token) node {
	var v value
	var err error
	if t.kind == tFloat {
		v, err = strconv.ParseFloat(t.text, 64)
	} else {
		v, err = strconv.Atoi(t.text)
	}
	if err != nil {
		p.fail(t.at, "this number is too large", "write it as a text")
	}
	return &literalNode{v}
}

// text parses the parts of a text.
func (p *parser) text(parts []part) *textNode {
	n := &textNode{}
	for _, part := range parts {
		switch {
		case part.hole:
			inner := &parser{tokens: part.code, end: p.peek().at, names: p.names, depth: p.depth}
			n.parts = append(n.parts, inner.program())
		case part.text != "":
			n.parts = append(n.parts, &literalNode{part.text})
		}
	}
	return n
}

// strings parses texts that stand side by side, which are one.
func (p *parser) strings(t token) node {
	n := p.text(t.parts)
	for p.peek().kind == tString {
		n.parts = append(n.parts, p.text(p.take().parts).parts...)
	}
	return n
}

func words(t token) node {
	list := &listNode{}
	for _, word := range t.words {
		if t.text == "i" {
			list.items = append(list.items, &literalNode{symbol(word)})
			continue
		}
		list.items = append(list.items, &literalNode{word})
	}
	return list
}

func (p *parser) identifier(t token) node {
	next := p.peek()
	call := next.is(tOperator, "(") && !next.space
	if p.names.has(t.text) && !call {
		return &variableNode{t.text, t.at}
	}
	n := &callNode{name: t.text, at: t.at}
	p.callArguments(n)
	return n
}

func (p *parser) constant(t token) node {
	next := p.peek()
	if next.is(tOperator, "(") && !next.space || next.kind == tString && next.space {
		n := &callNode{name: t.text, at: t.at}
		p.callArguments(n)
		return n
	}
	return &constantNode{t.text, t.at}
}

func (p *parser) bracketed(t token) node {
	switch t.text {
	case "(":
		return p.parentheses()
	case "[":
		call := &callNode{}
		p.arguments(call, "]")
		if call.named != nil || call.pass != "" {
			p.fail(t.at, "this form of list is not supported", "write braces around a hash")
		}
		return &listNode{call.args}
	case "{":
		return p.hash()
	case "..", "...":
		return &rangeNode{to: p.binary(0), exclusive: t.text == "..."}
	}
	p.pos--
	p.unexpected("a value is missing here")
	return nil
}

func (p *parser) parentheses() node {
	outer := p.noDo
	p.noDo = false
	body := p.statements()
	p.expect(tOperator, ")")
	p.noDo = outer
	return body
}

func (p *parser) hash() node {
	defer p.nest()()
	outer := p.noDo
	p.noDo = false
	n := &hashNode{}
	for {
		p.skipNewlines()
		if p.accept(tOperator, "}") {
			break
		}
		at := p.peek().at
		key, v := p.element()
		if v == nil {
			p.fail(at, "an item of a hash needs a key and a value", "write key => value")
		}
		n.pairs = append(n.pairs, pairNode{key, v})
		p.skipNewlines()
		if !p.accept(tOperator, ",") {
			p.expect(tOperator, "}")
			break
		}
	}
	p.noDo = outer
	return n
}

func (p *parser) keyword(t token) node {
	defer p.nest()()
	switch t.text {
	case "nil":
		return &literalNode{nil}
	case "true", "false":
		return &literalNode{t.text == "true"}
	case "__dir__":
		return &literalNode{"."}
	case "if", "unless":
		return p.condition(t.text == "unless")
	case "case":
		return p.caseOf(t)
	case "begin":
		outer := p.noDo
		p.noDo = false
		n := p.guarded()
		p.noDo = outer
		return n
	case "def":
		return p.definition(t)
	case "while", "until":
		return p.loop(t.text == "until")
	case "return", "next", "break":
		return p.jump(t)
	}
	if slices.Contains(otherKeywords, t.text) {
		p.fail(t.at, fmt.Sprintf("%q is not supported", t.text), "use local variables, if and blocks")
	}
	p.pos--
	p.unexpected("nothing is open that this could belong to")
	return nil
}
