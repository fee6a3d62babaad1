package erb

// levels are the binary operators, loosest first.
var levels = [][]string{
	{"||"},
	{"&&"},
	{"<=>", "==", "===", "!=", "=~", "!~"},
	{"<", "<=", ">", ">="},
	{"|", "^"},
	{"&"},
	{"<<", ">>"},
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
	// "a ? b: c" reads like a label.
	if t := p.peek(); t.kind == tLabel && t.parts == nil {
		p.tokens[p.pos].kind = tIdent
		if t.text[0] >= 'A' && t.text[0] <= 'Z' {
			p.tokens[p.pos].kind = tConst
		}
		then := p.ternary()
		p.skipNewlines()
		return &ifNode{cond: cond, then: then, other: p.ternary()}
	}
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
	n := &rangeNode{from: left, exclusive: t.text == "...", at: t.at}
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
		left = joined(t, left, p.operand(level+1))
	}
}

// operand parses the right side of an operator, which may be a "not" or an assignment in parentheses only.
func (p *parser) operand(level int) node {
	if t := p.peek(); t.is(tKeyword, "raise", "return", "break", "next") {
		return p.primary()
	}
	return p.binary(level)
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
	case t.is(tOperator, "+"):
		p.pos++
		return p.unary()
	case t.is(tOperator, "&"):
		p.fail(t.at, "passing a block here is not supported", "pass it as the last argument, in parentheses")
	case t.is(tKeyword, "defined?") && !p.peekAt(1).is(tOperator, "("):
		p.pos++
		return &definedNode{p.unary()}
	}
	return p.power()
}

func (p *parser) power() node {
	left := p.postfix()
	t := p.peek()
	if !t.is(tOperator, "**") {
		return left
	}
	p.pos++
	p.skipNewlines()
	right := p.unary()
	if lit, ok := left.(*literalNode); ok && negative(lit.value) {
		inner := &callNode{recv: &literalNode{negated(lit.value)}, name: "**", args: []node{right}, at: t.at}
		return &callNode{recv: inner, name: "-@", at: t.at}
	}
	return &callNode{recv: left, name: "**", args: []node{right}, at: t.at}
}

func negative(v value) bool {
	switch v := v.(type) {
	case int:
		return v < 0
	case float64:
		return v < 0
	}
	return false
}

func negated(v value) value {
	if n, ok := v.(int); ok {
		return -n
	}
	return -v.(float64)
}
