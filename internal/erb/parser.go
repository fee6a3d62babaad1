package erb

import "slices"

// maxNesting bounds how deep expressions and blocks may stand inside each other.
const maxNesting = 250

// A parser turns the tokens of a template into nodes. It fails by panicking with a *syntaxError.
type parser struct {
	tokens []token
	pos    int
	depth  int
	end    int // offset of the end of the template
	names  *names
	noDo   bool // a "do" belongs to something further out
	inLoop bool // break and next belong to a loop rather than to a block
}

// names are the local variables that are known at a place.
type names struct {
	set    map[string]bool
	up     *names
	listed bool // the block names its parameters
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
	return p.peekAt(0)
}

func (p *parser) peekAt(n int) token {
	if p.pos+n < len(p.tokens) {
		return p.tokens[p.pos+n]
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
		closes := t.is(tKeyword, "end", "else", "elsif", "when", "in", "rescue", "ensure") || t.is(tOperator, "}", ")")
		if t.kind == tEnd || closes {
			return seq
		}
		seq.list = append(seq.list, p.statement())
		if next := p.peek(); next.kind != tText && next.kind != tOutput && t.kind != tText && t.kind != tOutput {
			p.endStatement()
		}
	}
}

func (p *parser) endStatement() {
	t := p.peek()
	ok := t.kind == tNewline || t.kind == tEnd || t.is(tOperator, "}", ")") ||
		t.is(tKeyword, "end", "else", "elsif", "when", "rescue", "ensure")
	if !ok {
		p.unexpected("this is not understood here")
	}
}

func (p *parser) statement() node {
	t := p.peek()
	switch t.kind {
	case tText:
		p.pos++
		return &putTextNode{t.text, t.at}
	case tOutput:
		p.pos++
		return p.output(t)
	case tProblem:
		p.pos++
		return &guardedNode{&problemNode{t.problem}}
	}
	n := p.modified(p.expression())
	if t.note {
		return &guardedNode{n}
	}
	return n
}

// output parses the code of an output tag, which is complete in itself.
func (p *parser) output(t token) (n node) {
	inner := &parser{tokens: t.inner, end: t.at, names: p.names, depth: p.depth, inLoop: p.inLoop}
	if !t.note {
		return &putValueNode{inner.program(), t.at}
	}
	body, problem := tryParse(inner)
	if problem != nil {
		return &guardedNode{&problemNode{problem}}
	}
	return &guardedNode{&putValueNode{body, t.at}}
}

// tryParse parses everything, or returns why it can't.
func tryParse(p *parser) (n node, problem *syntaxError) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *syntaxError:
			problem = r
		default:
			panic(r)
		}
	}()
	return p.program(), nil
}

// modified parses what may follow a statement: if, unless, while, until, rescue.
func (p *parser) modified(n node) node {
	for {
		t := p.peek()
		if !t.is(tKeyword, "if", "unless", "while", "until", "rescue") {
			return n
		}
		p.pos++
		cond := p.expression()
		switch t.text {
		case "if":
			n = &ifNode{cond: cond, then: n}
		case "unless":
			n = &ifNode{cond: &notNode{cond}, then: n}
		case "rescue":
			n = &beginNode{body: n, rescues: []rescueNode{{body: cond}}}
		default:
			if _, ok := n.(*beginNode); ok {
				p.fail(t.at, "a loop behind begin and end is not supported", "write the loop's condition first")
			}
			n = &whileNode{cond: cond, body: n, negate: t.text == "until"}
		}
	}
}

// expression parses a statement without its modifiers.
func (p *parser) expression() node {
	defer p.nest()()
	left := p.negation()
	for {
		t := p.peek()
		if !t.is(tKeyword, "and", "or") {
			return left
		}
		p.pos++
		p.skipNewlines()
		if t.text == "and" {
			left = &andNode{left, p.negation()}
		} else {
			left = &orNode{left, p.negation()}
		}
	}
}

func (p *parser) negation() node {
	defer p.nest()()
	if p.accept(tKeyword, "not") {
		return &notNode{p.negation()}
	}
	if n := p.parallel(); n != nil {
		return n
	}
	return p.value()
}

// parallel parses "a, b = value"; nil when something else stands here.
func (p *parser) parallel() node {
	n, targets, commas := 0, []param{}, 0
	for {
		splat := p.peekAt(n).is(tOperator, "*")
		if splat {
			n++
		}
		if p.peekAt(n).kind != tIdent {
			return nil
		}
		targets = append(targets, param{name: p.peekAt(n).text, splat: splat})
		n++
		if !p.peekAt(n).is(tOperator, ",") {
			break
		}
		commas++
		n++
	}
	if commas == 0 || !p.peekAt(n).is(tOperator, "=") {
		return nil
	}
	p.pos += n + 1
	p.skipNewlines()
	items := []node{p.element()}
	for p.accept(tOperator, ",") {
		p.skipNewlines()
		items = append(items, p.element())
	}
	for _, target := range targets {
		p.names.set[target.name] = true
	}
	if _, splat := items[0].(*splatNode); len(items) == 1 && !splat {
		return &spreadNode{targets, items[0]}
	}
	return &spreadNode{targets, &listNode{items}}
}

var assignments = []string{"+=", "-=", "*=", "/=", "%=", "**=", "||=", "&&=", "<<=", "|=", "&="}

// value parses an assignment or anything that binds closer.
func (p *parser) value() node {
	defer p.nest()()
	left := p.ternary()
	t := p.peek()
	if t.kind != tOperator || t.text != "=" && !slices.Contains(assignments, t.text) {
		return left
	}
	left = p.target(left, t)
	p.pos++
	p.skipNewlines()
	right := p.value()
	if p.accept(tKeyword, "rescue") {
		right = &beginNode{body: right, rescues: []rescueNode{{body: p.value()}}}
	}
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
	case *constantNode:
		return n
	case *callNode:
		if n.recv == nil && len(n.args) == 0 && n.block == nil {
			p.names.set[n.name] = true
			return &variableNode{n.name, n.at}
		}
		if n.name == "[]" && !n.safe {
			return n
		}
	}
	p.fail(t.at, "assigning to this is not supported", "assign to a local variable")
	return nil
}
