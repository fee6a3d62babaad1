package erb

import (
	"strconv"
	"strings"
)

// primary parses a value without anything behind it.
func (p *parser) primary() node {
	t := p.take()
	switch t.kind {
	case tInt, tFloat:
		return p.number(t)
	case tString:
		parts := t.parts
		for p.peek().kind == tString {
			parts = append(parts[:len(parts):len(parts)], p.take().parts...)
		}
		return p.text(parts)
	case tCommand:
		return &commandNode{p.text(t.parts), t.at}
	case tSymbol:
		return &symbolNode{p.text(t.parts)}
	case tRegexp:
		return &regexpNode{p.text(t.parts), t.text, t.at}
	case tWords:
		return p.words(t)
	case tIdent:
		return p.identifier(t)
	case tConst:
		return p.constant(t)
	case tVariable:
		return &variableNode{t.text, t.at}
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
	if t.kind == tFloat {
		n, err := strconv.ParseFloat(t.text, 64)
		if err != nil {
			p.fail(t.at, "this number is too large", "")
		}
		return &literalNode{n}
	}
	n, err := strconv.Atoi(t.text)
	if err != nil {
		p.fail(t.at, "this number is too large", "write it as a text")
	}
	return &literalNode{n}
}

// text parses the parts of a text.
func (p *parser) text(parts []part) *textNode {
	n := &textNode{}
	for _, part := range parts {
		switch {
		case part.hole:
			inner := &parser{tokens: part.code, end: p.peek().at, names: p.names, depth: p.depth, inLoop: p.inLoop}
			n.parts = append(n.parts, inner.program())
		case part.text != "":
			n.parts = append(n.parts, &plainNode{part.text})
		}
	}
	return n
}

func (p *parser) words(t token) node {
	list := &listNode{}
	for _, word := range t.words {
		if t.text == "i" {
			list.items = append(list.items, &symbolNode{p.text(word)})
		} else {
			list.items = append(list.items, p.text(word))
		}
	}
	return list
}

func (p *parser) identifier(t token) node {
	next := p.peek()
	call := next.is(tOperator, "(") && !next.space
	if p.names.has(t.text) && !call {
		return &variableNode{t.text, t.at}
	}
	if n := p.implicit(t); n != nil && !call {
		return n
	}
	n := &callNode{name: t.text, at: t.at}
	if next.is(tOperator, "[") && !next.space {
		return n
	}
	p.callArguments(n)
	return n
}

// implicit parses the parameters that a block has without naming them: it, _1 and _2.
func (p *parser) implicit(t token) node {
	inBlock := p.names.up != nil && !p.names.listed
	if inBlock && (t.text == "_1" || t.text == "_2" || t.text == "it" && !p.beginsArgument(p.peek())) {
		p.names.set["used "+t.text] = true
		return &variableNode{t.text, t.at}
	}
	return nil
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
		outer := p.noDo
		p.noDo = false
		items, pass := p.arguments("]")
		p.noDo = outer
		if pass != nil {
			p.fail(t.at, "a block is not understood here", "")
		}
		for _, item := range items {
			if hash, ok := item.(*hashNode); ok {
				hash.named = false
			}
		}
		return &listNode{items}
	case "{":
		return p.hash()
	case "->":
		return p.lambda(t)
	case "::":
		return p.constant(p.take())
	case "..", "...":
		return &rangeNode{to: p.binary(0), exclusive: t.text == "...", at: t.at}
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
	if len(body.list) == 1 {
		return &seqNode{body.list}
	}
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
		item := p.element()
		if !isPair(item) {
			p.fail(at, "an item of a hash needs a key and a value", "write key => value")
		}
		n.pairs = append(n.pairs, item)
		p.skipNewlines()
		if !p.accept(tOperator, ",") {
			p.expect(tOperator, "}")
			break
		}
	}
	p.noDo = outer
	return n
}

var unsupportedKeywords = map[string]string{
	"class":  "classes are not supported",
	"module": "modules are not supported",
	"redo":   "redo is not supported",
	"retry":  "retry is not supported",
	"super":  "super is not supported",
	"alias":  "alias is not supported",
	"undef":  "undef is not supported",
	"in":     "pattern matching is not supported",
}

func (p *parser) keyword(t token) node {
	defer p.nest()()
	switch t.text {
	case "nil":
		return &literalNode{nil}
	case "true", "false":
		return &literalNode{t.text == "true"}
	case "self":
		return &literalNode{mainObject{}}
	case "__dir__":
		return p.text([]part{{text: "."}})
	case "__FILE__":
		return p.text([]part{{text: "(erb)"}})
	case "if", "unless":
		return p.condition(t.text == "unless")
	case "case":
		return p.caseOf(t)
	case "while", "until":
		return p.while(t.text == "until")
	case "for":
		return p.forIn(t)
	case "begin":
		return p.begin()
	case "def":
		return p.define(t)
	case "break", "next", "return":
		return p.jump(t)
	case "yield":
		call := &callNode{name: "yield", at: t.at}
		p.callArguments(call)
		return &yieldNode{call.args, t.at}
	case "not":
		return &notNode{p.expression()}
	case "defined?":
		p.expect(tOperator, "(")
		return &definedNode{p.parentheses()}
	}
	if what, ok := unsupportedKeywords[t.text]; ok {
		p.fail(t.at, what, "use local variables, lambdas and plain blocks")
	}
	p.pos--
	if strings.Contains("end else elsif when rescue ensure then do", t.text) {
		p.unexpected("nothing is open that this could belong to")
	}
	p.unexpected("this is not supported")
	return nil
}
