package erb

func (n *andNode) eval(f *frame) value {
	if v := n.left.eval(f); !truthy(v) {
		return v
	}
	return n.right.eval(f)
}

func (n *orNode) eval(f *frame) value {
	if v := n.left.eval(f); truthy(v) {
		return v
	}
	return n.right.eval(f)
}

func (n *notNode) eval(f *frame) value {
	return !truthy(n.inner.eval(f))
}

func (n *ifNode) eval(f *frame) value {
	f.e.step(0)
	if truthy(n.cond.eval(f)) {
		return evalMaybe(n.then, f)
	}
	return evalMaybe(n.other, f)
}

func evalMaybe(n node, f *frame) value {
	if n == nil {
		return nil
	}
	return n.eval(f)
}

func (n *caseNode) eval(f *frame) value {
	subject := evalMaybe(n.subject, f)
	for _, when := range n.whens {
		for _, v := range f.e.values(f, when.values) {
			f.e.at = n.at
			if n.subject == nil && truthy(v) || n.subject != nil && f.e.covers(v, subject) {
				return when.body.eval(f)
			}
		}
	}
	return evalMaybe(n.other, f)
}

// covers is Ruby's operator "===".
func (e *evaluator) covers(condition, v value) bool {
	switch condition.(type) {
	case constant, *span, *pattern, *proc:
		return truthy(e.call(condition, "===", []value{v}, nil))
	}
	return e.equal(condition, v)
}

// loopBreak and loopNext leave a while or for loop, or one turn of it.
type (
	loopBreak struct{ value value }
	loopNext  struct{}
	blockNext struct{ value value }

	// procBreak leaves the method that the block was passed to.
	procBreak struct {
		proc  *proc
		value value
	}

	// procReturn leaves the lambda or method whose frame it names.
	procReturn struct {
		frame *frame
		value value
	}
)

func (n *whileNode) eval(f *frame) (v value) {
	defer catchBreak(&v)
	for truthy(n.cond.eval(f)) != n.negate {
		f.e.step(1)
		turn(n.body, f)
	}
	return nil
}

func (n *forNode) eval(f *frame) (v value) {
	source := n.list.eval(f)
	defer catchBreak(&v)
	f.e.at = n.at
	for _, item := range f.e.items(source) {
		f.e.step(1)
		items := []value{item}
		if l, ok := item.(*list); ok && len(n.targets) > 1 {
			items = l.items
		}
		f.spread(n.targets, items)
		turn(n.body, f)
	}
	return source
}

// turn evaluates the body of a loop once.
func turn(body node, f *frame) {
	defer func() {
		switch r := recover().(type) {
		case nil, loopNext:
		default:
			panic(r)
		}
	}()
	body.eval(f)
}

func catchBreak(v *value) {
	switch r := recover().(type) {
	case nil:
	case loopBreak:
		*v = r.value
	default:
		panic(r)
	}
}

func (n *jumpNode) eval(f *frame) value {
	v := evalMaybe(n.value, f)
	switch {
	case n.loop && n.kind == "break":
		panic(loopBreak{v})
	case n.loop:
		panic(loopNext{})
	}
	inner, lambda := f, f
	for inner != nil && inner.proc == nil {
		inner = inner.up
	}
	for lambda != nil && (lambda.proc == nil || !lambda.proc.block.lambda) {
		lambda = lambda.up
	}
	switch {
	case n.kind == "next" && inner != nil:
		panic(blockNext{v})
	case n.kind == "break" && inner != nil && !inner.proc.block.lambda:
		panic(procBreak{inner.proc, v})
	case n.kind != "next" && lambda != nil:
		panic(procReturn{lambda, v})
	}
	f.e.at = n.at
	f.e.unsupported(n.kind+" outside of a block is not supported", "put what follows into an if")
	return nil
}

func (n *yieldNode) eval(f *frame) value {
	args := f.e.values(f, n.args)
	f.e.at = n.at
	for g := f; g != nil; g = g.up {
		if g.yields != nil {
			return f.e.invoke(g.yields, args)
		}
	}
	f.e.raise("LocalJumpError", "yield without a block")
	return nil
}

func (n *definedNode) eval(f *frame) value {
	return f.e.defined(f, n.inner)
}

// defined is Ruby's "defined?", as far as its truth goes.
func (e *evaluator) defined(f *frame, n node) value {
	switch n := n.(type) {
	case *seqNode:
		if len(n.list) == 1 {
			return e.defined(f, n.list[0])
		}
	case *constantNode:
		if _, ok := e.globals[n.name]; ok || e.knows(n.name) {
			return e.text("constant")
		}
		return nil
	case *variableNode:
		if n.name[0] == '@' {
			if _, ok := e.globals[n.name]; !ok {
				return nil
			}
			return e.text("instance-variable")
		}
		return e.text("local-variable")
	case *callNode:
		_, known := e.methods[n.name]
		if n.recv == nil && !known || n.recv != nil && e.defined(f, n.recv) == nil {
			return nil
		}
		e.at = n.at
		e.unsupported("defined? of a method is not supported", "use respond_to? or an if")
	}
	return e.text("expression")
}

func (n *beginNode) eval(f *frame) (v value) {
	if n.ensure != nil {
		defer n.ensure.eval(f)
	}
	problem := n.attempt(f, &v)
	if problem == nil {
		if n.other != nil {
			v = n.other.eval(f)
		}
		return v
	}
	for _, r := range n.rescues {
		if !r.matches(f, problem.exception) {
			continue
		}
		if r.name != "" {
			f.set(r.name, problem.exception)
		}
		return r.body.eval(f)
	}
	panic(problem)
}

// attempt evaluates the body, and returns the Ruby error it ended with.
func (n *beginNode) attempt(f *frame, v *value) (problem *raised) {
	if n.rescues == nil {
		*v = n.body.eval(f)
		return nil
	}
	depth := f.e.depth
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *raised:
			f.e.depth = depth
			problem = r
		default:
			panic(r)
		}
	}()
	*v = n.body.eval(f)
	return nil
}

func (r *rescueNode) matches(f *frame, problem exception) bool {
	if r.classes == nil {
		return isA(problem.class, "StandardError")
	}
	for _, class := range r.classes {
		if c, ok := class.eval(f).(constant); ok && isA(problem.class, string(c)) {
			return true
		}
	}
	return false
}

func (n *putTextNode) eval(f *frame) value {
	f.e.write(n.text)
	f.e.lines.add(n.text, f.e.src.line(n.at), true)
	return nil
}

func (n *putValueNode) eval(f *frame) value {
	v := n.inner.eval(f)
	f.e.at = n.at
	s := f.e.printed(v)
	f.e.write(s)
	f.e.lines.add(s, f.e.src.line(n.at), false)
	return nil
}

func (n *guardedNode) eval(f *frame) (v value) {
	e := f.e
	size, depth, back := e.out.Len(), e.depth, e.lines.mark()
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		at, problem := e.src.problem(r)
		if problem == nil || !e.src.inComment(at) {
			panic(r)
		}
		kept := e.out.String()[:size]
		e.out.Reset()
		e.out.WriteString(kept)
		e.depth = depth
		back()
		e.result.Skipped = append(e.result.Skipped, problem)
	}()
	return n.inner.eval(f)
}

// A problemNode stands for code that could not be parsed.
type problemNode struct{ problem *syntaxError }

func (n *problemNode) eval(f *frame) value {
	panic(f.e.src.unsupported(n.problem.at, n.problem.what, n.problem.instead))
}
