package erb

import (
	"context"
	"fmt"
	"strings"
)

const (
	maxSteps = 1 << 20  // how much an evaluation may do
	maxText  = 16 << 20 // bytes of one text, and of the output
	maxDepth = 600      // how deep calls may stand inside each other
	textCost = 64       // so many bytes of new text cost a step
)

// An evaluator holds what is common to one evaluation of a template. It fails by panicking with a *raised,
// an *UnsupportedError or a *limitError.
type evaluator struct {
	ctx     context.Context // of the one Render call that the evaluator serves
	opts    *Options
	src     *source
	env     *Env
	out     strings.Builder
	lines   lineMap // of out
	steps   int
	depth   int
	at      int // where the call stands that is being evaluated
	classes map[string]methods
	match   *match // what $1 is a part of
	result  *Result
	defined map[string]*defNode // methods of the template
}

// raised is a Ruby error on its way up.
type raised struct {
	class, message string

	at   int
	name string
	err  error
	own  bool // the template raised it, with its own words
}

type limitError struct {
	at   int
	what string
}

// A frame holds the local variables of a block or the template.
type frame struct {
	e    *evaluator
	vars map[string]value
	up   *frame
}

func (f *frame) lookup(name string) value {
	for ; f != nil; f = f.up {
		if v, ok := f.vars[name]; ok {
			return v
		}
	}
	return nil
}

func (f *frame) set(name string, v value) {
	for g := f; g != nil; g = g.up {
		if _, ok := g.vars[name]; ok {
			g.vars[name] = v
			return
		}
	}
	f.vars[name] = v
}

// step counts one step, and n bytes or items more.
func (e *evaluator) step(n int) {
	before := e.steps >> 10
	e.steps += 1 + n
	if e.steps > maxSteps {
		panic(&limitError{e.at, "it takes too many steps"})
	}
	if e.steps>>10 != before {
		if err := e.ctx.Err(); err != nil {
			panic(&stopped{err})
		}
	}
}

// stopped is the end of an evaluation whose context ended.
type stopped struct{ err error }

// enter counts the depth of calls; the caller defers leave.
func (e *evaluator) enter() {
	e.step(0)
	if e.depth++; e.depth > maxDepth {
		panic(&limitError{e.at, "its calls stand too deep inside each other"})
	}
}

func (e *evaluator) leave() {
	e.depth--
}

// text makes a new text, within limits.
func (e *evaluator) text(s string) value {
	e.charge(len(s))
	return s
}

// charge counts the making of a text of n bytes.
func (e *evaluator) charge(n int) {
	if n > maxText {
		panic(&limitError{e.at, "a text grows too long"})
	}
	e.step(n / textCost)
}

func (e *evaluator) write(s string) {
	e.charge(len(s))
	if e.out.Len()+len(s) > maxText {
		panic(&limitError{e.at, "its output grows too long"})
	}
	e.out.WriteString(s)
}

// raise fails with a Ruby error.
func (e *evaluator) raise(class, format string, args ...any) {
	panic(&raised{class: class, message: fmt.Sprintf(format, args...), at: e.at})
}

// raiseErr fails with a Ruby error that has a cause.
func (e *evaluator) raiseErr(class string, err error) {
	panic(&raised{class: class, message: err.Error(), at: e.at, err: err})
}

// unsupported fails because something is not understood.
func (e *evaluator) unsupported(what, instead string) {
	panic(e.src.unsupported(e.at, what, instead))
}

// needsVariable fails because an environment variable is not set.
func (e *evaluator) needsVariable(class, name, format string, args ...any) {
	panic(&raised{
		class: class, message: fmt.Sprintf("the environment variable %q is not set", name) + fmt.Sprintf(format, args...),
		at: e.at, name: name,
	})
}
