package erb

// postfix parses a value and the method calls and indexes behind it.
func (p *parser) postfix() node {
	defer p.nest()()
	n := p.primary()
	for {
		t := p.peek()
		switch {
		case t.is(tOperator, ".", "&."):
			p.pos++
			p.skipNewlines()
			n = p.method(n, t)
		case t.is(tOperator, "::"):
			p.pos++
			n = p.scoped(n, t)
		case t.is(tOperator, "[") && (!t.space || !isCommand(n)):
			p.pos++
			args, pass := p.arguments("]")
			if pass != nil {
				p.fail(t.at, "passing a block here is not supported", "")
			}
			n = &callNode{recv: n, name: "[]", args: args, at: t.at}
		case t.is(tOperator, "{") && takesBlock(n), t.is(tKeyword, "do") && !p.noDo && takesBlock(n):
			n.(*callNode).block = p.block()
		default:
			return n
		}
	}
}

// isCommand tells whether "n [x]" is a call of n with a list.
func isCommand(n node) bool {
	call, ok := n.(*callNode)
	return ok && call.name != "[]" && len(call.args) == 0 && call.block == nil
}

func takesBlock(n node) bool {
	call, ok := n.(*callNode)
	if !ok || call.block != nil || call.pass != nil {
		return false
	}
	return call.name == "[]" || call.name != "" && isLetter(call.name[0])
}

// method parses the name and arguments of a method call.
func (p *parser) method(recv node, dot token) node {
	t := p.take()
	call := &callNode{recv: recv, name: t.text, safe: dot.text == "&.", at: t.at}
	switch {
	case t.is(tOperator, "("):
		p.pos--
		call.name = "call"
	case t.kind != tIdent && t.kind != tConst && t.kind != tLabel:
		p.pos--
		p.unexpected("the name of a method is missing")
	case t.kind == tLabel:
		// "x ? a.b: c" reads like a label.
		p.fail(t.at, "a label is not understood here", "write a blank before the colon")
	}
	p.callArguments(call)
	return call
}

// scoped parses what follows "::".
func (p *parser) scoped(left node, colons token) node {
	t := p.take()
	outer, ok := left.(*constantNode)
	if t.kind == tConst && ok && !p.peek().is(tOperator, "(") {
		return &constantNode{outer.name + "::" + t.text, outer.at}
	}
	if t.kind != tIdent {
		p.fail(colons.at, "\"::\" is not understood here", "")
	}
	call := &callNode{recv: left, name: t.text, at: t.at}
	p.callArguments(call)
	return call
}

// callArguments parses arguments in parentheses, or those of a command without.
func (p *parser) callArguments(call *callNode) {
	t := p.peek()
	if t.is(tOperator, "(") && !t.space {
		p.pos++
		call.args, call.pass = p.arguments(")")
		return
	}
	if !p.beginsArgument(t) {
		return
	}
	outer := p.noDo
	p.noDo = true
	call.args, call.pass = p.arguments("")
	p.noDo = outer
}

// beginsArgument tells whether an argument of a command begins with a token.
func (p *parser) beginsArgument(t token) bool {
	if !t.space {
		return false
	}
	switch t.kind {
	case tInt, tFloat, tString, tCommand, tSymbol, tRegexp, tWords, tIdent, tConst, tVariable, tLabel:
		return true
	case tKeyword:
		return t.is(tKeyword, "nil", "true", "false", "self", "__dir__", "__FILE__", "defined?", "not", "case")
	case tOperator:
		return t.is(tOperator, "[", "->", "!", "(") || t.tight && t.is(tOperator, "-", "*", "&", "**", "::", ":")
	}
	return false
}

// arguments parses arguments up to a closing bracket, or those of a command when closing is empty.
func (p *parser) arguments(closing string) (args []node, pass node) {
	defer p.nest()()
	outer := p.noDo
	if closing != "" {
		p.noDo = false
	}
	defer func() { p.noDo = outer }()
	var named []node
	for {
		if closing != "" {
			p.skipNewlines()
			if p.accept(tOperator, closing) {
				break
			}
		}
		if p.peek().is(tOperator, "&") {
			pass = p.passed()
		} else if item := p.element(); isPair(item) {
			named = append(named, item)
		} else {
			args = append(args, item)
		}
		if closing != "" {
			p.skipNewlines()
		}
		if p.accept(tOperator, ",") {
			p.skipNewlines()
			continue
		}
		if closing != "" {
			p.expect(tOperator, closing)
		}
		break
	}
	if named != nil {
		args = append(args, &hashNode{pairs: named, named: true})
	}
	return args, pass
}

func isPair(n node) bool {
	if splat, ok := n.(*splatNode); ok {
		return splat.double
	}
	_, ok := n.(*pairNode)
	return ok
}

// passed parses "&value".
func (p *parser) passed() node {
	p.pos++
	return p.ternary()
}

// element parses an item of a list or of arguments: a value, a splat or a pair.
func (p *parser) element() node {
	t := p.peek()
	switch {
	case t.is(tOperator, "*"), t.is(tOperator, "**"):
		p.pos++
		return &splatNode{p.ternary(), t.text == "**"}
	case t.kind == tLabel:
		p.pos++
		return &pairNode{p.labelKey(t), p.labelValue(t)}
	}
	key := p.argument()
	if !p.accept(tOperator, "=>") {
		return key
	}
	p.skipNewlines()
	return &pairNode{key, p.argument()}
}

func (p *parser) argument() node {
	if p.peek().is(tKeyword, "not") {
		return p.negation()
	}
	return p.value()
}

func (p *parser) labelKey(t token) node {
	if t.parts == nil {
		return &literalNode{symbol(t.text)}
	}
	return &symbolNode{p.text(t.parts)}
}

// labelValue parses the value behind a label; without one the label names a variable or method.
func (p *parser) labelValue(t token) node {
	next := p.peek()
	if t.parts == nil && (next.is(tOperator, ",", "}", ")") || next.kind == tNewline && p.peekAt(1).is(tOperator, "}", ")")) {
		return p.named(token{kind: tIdent, text: t.text, at: t.at})
	}
	p.skipNewlines()
	return p.argument()
}

// named is a variable, or a call of a function without arguments.
func (p *parser) named(t token) node {
	if p.names.has(t.text) {
		return &variableNode{t.text, t.at}
	}
	return &callNode{name: t.text, at: t.at}
}
