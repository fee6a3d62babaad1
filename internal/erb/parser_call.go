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
		case t.is(tOperator, "[") && (!t.space || !isCommand(n)):
			p.pos++
			call := &callNode{recv: n, name: "[]", at: t.at}
			p.arguments(call, "]")
			n = call
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
	return ok && call.block == nil && call.pass == "" && isLetter(call.name[0])
}

// method parses the name and arguments of a method call.
func (p *parser) method(recv node, dot token) node {
	t := p.take()
	if t.kind != tIdent && t.kind != tConst {
		p.pos--
		p.unexpected("the name of a method is missing")
	}
	call := &callNode{recv: recv, name: t.text, safe: dot.text == "&.", at: t.at}
	p.callArguments(call)
	return call
}

// callArguments parses arguments in parentheses, or those of a command without.
func (p *parser) callArguments(call *callNode) {
	t := p.peek()
	if t.is(tOperator, "(") && !t.space {
		p.pos++
		p.arguments(call, ")")
		return
	}
	if !p.beginsArgument(t) {
		return
	}
	outer := p.noDo
	p.noDo = true
	p.arguments(call, "")
	p.noDo = outer
}

// beginsArgument tells whether an argument of a command begins with a token.
func (p *parser) beginsArgument(t token) bool {
	if !t.space {
		return false
	}
	switch t.kind {
	case tInt, tFloat, tString, tCommand, tSymbol, tRegexp, tWords, tIdent, tConst, tGroup, tLabel:
		return true
	case tKeyword:
		return !t.is(tKeyword, "if", "unless", "and", "or", "do", "then", "end", "else", "elsif", "when", "while", "until", "rescue", "in")
	case tOperator:
		return t.is(tOperator, "[", "->", "!", "(") || t.tight && t.is(tOperator, "-", "*", "&", "**", "::", ":", "..")
	}
	return false
}

// arguments parses the arguments of a call up to a closing bracket, or those of a command when closing is empty.
func (p *parser) arguments(call *callNode, closing string) {
	defer p.nest()()
	outer := p.noDo
	p.noDo = outer && closing == ""
	for {
		if closing != "" {
			p.skipNewlines()
			if p.accept(tOperator, closing) {
				break
			}
		}
		p.argument(call)
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
	p.noDo = outer
}

// argument parses a value, a named argument or "&:name".
func (p *parser) argument(call *callNode) {
	if t := p.peek(); t.is(tOperator, "&") {
		p.pos++
		name := p.take()
		if name.kind != tSymbol {
			p.fail(t.at, "passing this as a block is not supported", "pass &:name of a method")
		}
		call.pass = name.text
		return
	}
	if call.pass != "" {
		p.unexpected("this is not understood here")
	}
	key, v := p.element()
	switch {
	case v == nil && call.named != nil:
		p.unexpected("this is not understood here")
	case v == nil:
		call.args = append(call.args, key)
	default:
		if call.named == nil {
			call.named = &hashNode{}
		}
		call.named.pairs = append(call.named.pairs, pairNode{key, v})
	}
}

// element parses a value, or a key with its value; that is nil for a value alone.
func (p *parser) element() (key, v node) {
	if t := p.peek(); t.kind == tLabel {
		p.pos++
		key = &literalNode{symbol(t.text)}
	} else {
		key = p.value()
		if !p.accept(tOperator, "=>") {
			return key, nil
		}
	}
	p.skipNewlines()
	return key, p.value()
}
