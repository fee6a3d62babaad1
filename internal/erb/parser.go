package erb

import (
	"maps"
	"strings"
)

// maxNesting bounds how deep expressions and blocks may stand inside each other.
const maxNesting = 250

// A parser turns the tokens of a template into nodes. It fails by panicking with a *syntaxError.
type parser struct {
	tokens []token
	pos    int
	depth  int
	end    int // offset of the end of the template
	names  *names
	noDo   bool  // a "do" belongs to something further out
	inDef  bool  // the code stands in a method
	jumps  *bool // noted when next or break is met; nil outside of blocks and loops
}

// names are the local variables that are known at a place.
type names struct {
	set map[string]bool
	up  *names
}

func newNames(up *names) *names {
	return &names{set: map[string]bool{}, up: up}
}

func (n *names) has(name string) bool {
	for ; n != nil; n = n.up {
		if n.set[name] {
			return true
		}
	}
	return false
}

func (p *parser) peek() token {
	if p.pos < len(p.tokens) {
		return p.tokens[p.pos]
	}
	return token{kind: tEnd, at: p.end}
}

func (p *parser) take() token {
	t := p.peek()
	p.pos++
	return t
}

func (p *parser) accept(kind tokenKind, texts ...string) bool {
	if p.peek().is(kind, texts...) {
		p.pos++
		return true
	}
	return false
}

func (p *parser) expect(kind tokenKind, text string) {
	if !p.accept(kind, text) {
		p.unexpected("\"" + text + "\" is missing here")
	}
}

func (p *parser) fail(at int, what, instead string) {
	panic(&syntaxError{at, what, instead})
}

func (p *parser) unexpected(what string) {
	t := p.peek()
	switch t.kind {
	case tEnd:
		what += ": the template ends"
	case tText, tOutput:
		what += ": the tag ends"
	case tNewline:
		what += ": the line ends"
	default:
		what += ": found \"" + t.text + "\""
	}
	at := t.at
	if p.pos > 0 && p.pos <= len(p.tokens) && (t.kind == tEnd || t.kind == tText || t.kind == tOutput) {
		at = p.tokens[p.pos-1].at
	}
	p.fail(at, what, "check the Ruby in this tag, or the \"end\" of a block")
}

// nest counts the depth; the caller defers the function it returns.
func (p *parser) nest() func() {
	p.depth++
	if p.depth > maxNesting {
		p.fail(p.peek().at, "the code is nested too deep", "use local variables")
	}
	return func() { p.depth-- }
}

func (p *parser) skipNewlines() {
	for p.peek().kind == tNewline {
		p.pos++
	}
}

// program parses everything.
func (p *parser) program() node {
	body := p.statements()
	if p.peek().kind != tEnd {
		p.unexpected("this does not belong here")
	}
	return body
}

// statements parses until a word that closes a block.
func (p *parser) statements() *seqNode {
	defer p.nest()()
	seq := &seqNode{}
	for {
		p.skipNewlines()
		t := p.peek()
		if t.kind == tEnd || closes(t) {
			return seq
		}
		seq.list = append(seq.list, p.statement())
		if next := p.peek(); next.kind != tText && next.kind != tOutput && t.kind != tText && t.kind != tOutput {
			p.endStatement()
		}
	}
}

// closes tells whether a token ends a list of statements.
func closes(t token) bool {
	return t.is(tKeyword, "end", "else", "elsif", "when", "rescue", "ensure") || t.is(tOperator, "}", ")")
}

func (p *parser) endStatement() {
	if t := p.peek(); t.kind != tNewline && t.kind != tEnd && !closes(t) {
		p.unexpected("this is not understood here")
	}
}

func (p *parser) statement() node {
	t := p.peek()
	if p.inDef && (t.kind == tOutput || t.kind == tText && strings.TrimSpace(t.text) != "") {
		p.fail(t.at, "a method that puts text is not supported", "let the method return the text")
	}
	switch t.kind {
	case tText:
		p.pos++
		return &putTextNode{t.text, t.at}
	case tOutput:
		p.pos++
		return p.output(t)
	case tProblem:
		p.pos++
		return &guardedNode{inner: &problemNode{t.problem}}
	}
	if !t.note {
		return p.modified(p.assignment())
	}
	known := maps.Clone(p.names.set)
	n := &guardedNode{inner: p.modified(p.assignment())}
	for name := range p.names.set {
		if !known[name] {
			n.sets = append(n.sets, name)
		}
	}
	return n
}

// output parses the code of an output tag, which is complete in itself.
func (p *parser) output(t token) (n node) {
	inner := &parser{tokens: t.inner, end: t.at, names: p.names, depth: p.depth}
	if !t.note {
		return &putValueNode{inner.program(), t.at}
	}
	body, problem := try(inner.program)
	if problem != nil {
		return &guardedNode{inner: &problemNode{problem}}
	}
	return &guardedNode{inner: &putValueNode{body, t.at}}
}

// try lexes or parses, or returns why that can't be.
func try[T any](f func() T) (result T, problem *syntaxError) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *syntaxError:
			problem = r
		default:
			panic(r)
		}
	}()
	return f(), nil
}

// maxModifiers bounds how many modifiers a statement may have.
const maxModifiers = 20

// modified parses what may follow a statement: if, unless, while, until and rescue.
func (p *parser) modified(n node) node {
	for count := 0; ; count++ {
		if count > maxModifiers {
			p.fail(p.peek().at, "so many modifiers of one statement are not supported", "use if and begin")
		}
		switch {
		case p.accept(tKeyword, "if"):
			n = &ifNode{cond: p.expression(), then: n}
		case p.accept(tKeyword, "unless"):
			n = &ifNode{cond: &notNode{p.expression()}, then: n}
		case p.peek().is(tKeyword, "while", "until"):
			if _, begin := n.(*rescueNode); begin {
				p.fail(p.peek().at, "a loop behind its body is not supported", "write while before its body")
			}
			until := p.take().text == "until"
			n = &loopNode{cond: p.expression(), until: until, body: n}
		case p.peek().is(tKeyword, "rescue"):
			at := p.take().at
			n = rescued(n, p.expression(), at)
		default:
			return n
		}
	}
}

// rescued gives a statement with its modifier rescue, which belongs to the value where one is assigned.
func rescued(n, otherwise node, at int) node {
	clause := []rescueClause{{body: otherwise, at: at}}
	switch n := n.(type) {
	case *assignNode:
		return &assignNode{n.target, &rescueNode{body: n.value, rescues: clause}}
	case *opAssignNode:
		return &opAssignNode{n.target, &rescueNode{body: n.value, rescues: clause}, n.op, n.at}
	}
	return &rescueNode{body: n, rescues: clause}
}

// expression parses a statement without its modifiers.
func (p *parser) expression() node {
	defer p.nest()()
	left := p.negated()
	for {
		t := p.peek()
		if !t.is(tKeyword, "and", "or") {
			return left
		}
		p.pos++
		p.skipNewlines()
		right := p.negated()
		if t.text == "and" {
			left = &andNode{left, right}
		} else {
			left = &orNode{left, right}
		}
	}
}

// negated parses a value that may have "not" before it.
func (p *parser) negated() node {
	if p.accept(tKeyword, "not") {
		return &notNode{p.negated()}
	}
	return p.value()
}

// value parses an assignment or anything that binds closer.
func (p *parser) value() node {
	defer p.nest()()
	left := p.ternary()
	t := p.peek()
	if !t.is(tOperator, "=", "||=", "&&=", "+=", "-=", "*=", "/=", "%=", "**=") {
		return left
	}
	left = p.target(left, t)
	p.pos++
	p.skipNewlines()
	right := p.value()
	if t.text == "=" {
		return &assignNode{left, right}
	}
	return &opAssignNode{left, right, t.text[:len(t.text)-1], t.at}
}

// target checks that something can be assigned to, and makes a local variable known.
func (p *parser) target(n node, t token) node {
	switch n := n.(type) {
	case *variableNode:
		return n
	case *callNode:
		if n.recv == nil && n.args == nil && n.named == nil && n.block == nil && n.pass == "" {
			p.names.set[n.name] = true
			return &variableNode{n.name, n.at}
		}
		if n.name == "[]" && len(n.args) == 1 && n.named == nil {
			return n
		}
	}
	p.fail(t.at, "assigning to this is not supported", "assign to a local variable")
	return nil
}
