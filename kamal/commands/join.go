package commands

import (
	"cmp"
	"slices"
	"strings"
)

// expr is how words and commands make up a line.
type expr interface {
	line(f form) string
}

// line writes an expression; none does nothing.
func line(e expr, f form) string {
	if s, ok := e.(simple); e == nil || ok && len(s) == 0 {
		return ":"
	}
	return e.line(f)
}

// group writes an expression as one unit.
func group(e expr, f form) string {
	if s, ok := e.(simple); ok && s.isLoose() {
		// The user's own text may end in & or in a comment.
		return "{ " + line(e, f) + "\n}"
	}
	return "{ " + line(e, f) + "; }"
}

type simple []Word

func (s simple) line(f form) string {
	words := make([]string, len(s))
	for i, w := range s {
		words[i] = f.word(w)
	}
	if first := words[0]; !strings.HasPrefix(first, "'") && isSyntax(first) {
		words[0] = "'" + first + "'"
	}
	return strings.Join(words, " ")
}

func (s simple) isLoose() bool { return slices.ContainsFunc(s, Word.isLoose) }

type operator string

const (
	and  operator = " && "
	or   operator = " || "
	then operator = "; "
	pipe operator = " | "
)

type joined struct {
	op    operator
	exprs []expr
}

func (j joined) line(f form) string {
	lines := make([]string, len(j.exprs))
	for i, e := range j.exprs {
		if j.mustGroup(e) {
			lines[i] = group(e, f)
		} else {
			lines[i] = e.line(f)
		}
	}
	return strings.Join(lines, string(j.op))
}

// mustGroup reports whether e would fall apart inside j without braces.
func (j joined) mustGroup(e expr) bool {
	switch e := e.(type) {
	case simple:
		return e.isLoose()
	case joined:
		return e.op != j.op && e.op != pipe && j.op != then
	default:
		return false
	}
}

type redirected struct {
	expr  expr
	op    string
	paths []Word
}

func (r redirected) line(f form) string {
	line := r.expr.line(f)
	if r.mustGroup() {
		line = group(r.expr, f)
	}
	line += " " + r.op
	for _, p := range r.paths {
		line += " " + f.word(p)
	}
	return line
}

// mustGroup keeps a redirection from changing what one inside of it means.
func (r redirected) mustGroup() bool {
	switch e := r.expr.(type) {
	case simple:
		return e.isLoose()
	case joined, redirected:
		return true
	default:
		return false
	}
}

type subshell struct{ expr expr }

func (s subshell) line(f form) string { return "( " + s.body(f) + " )" }

func (s subshell) body(f form) string {
	if e, ok := s.expr.(simple); ok && e.isLoose() {
		return e.line(f) + "\n"
	}
	return line(s.expr, f)
}

// Subshell runs c in a shell of its own, so that a changed folder, umask or
// variable ends with it.
func Subshell(c Cmd) Cmd {
	if c.IsZero() {
		return Cmd{}
	}
	return Cmd{expr: subshell{c.expr}, Purpose: c.Purpose}
}

// And runs each command while the one before succeeds.
func And(cmds ...Cmd) Cmd { return join(and, cmds) }

// Or runs each command while the one before fails.
func Or(cmds ...Cmd) Cmd { return join(or, cmds) }

// Then runs one after the other, whatever becomes of them; the last one's
// status counts.
func Then(cmds ...Cmd) Cmd { return join(then, cmds) }

// Pipe feeds each command's output to the next; the last one's status counts.
func Pipe(cmds ...Cmd) Cmd { return join(pipe, cmds) }

// join leaves out commands that do nothing. The streams, Dir and Env of the
// parts do not carry over: they belong to the whole line.
func join(op operator, cmds []Cmd) Cmd {
	j := joined{op: op}
	purpose := ""
	for _, c := range cmds {
		if !c.IsZero() {
			j.exprs = append(j.exprs, c.expr)
			purpose = cmp.Or(purpose, c.Purpose)
		}
	}
	switch len(j.exprs) {
	case 0:
		return Cmd{}
	case 1:
		return Cmd{expr: j.exprs[0], Purpose: purpose}
	}
	return Cmd{expr: j, Purpose: purpose}
}

// chief is the simple command that an expression is about: the last of those that
// are run while all goes well, else the first.
func chief(e expr) simple {
	switch e := e.(type) {
	case simple:
		return e
	case joined:
		if e.op == and {
			return chief(e.exprs[len(e.exprs)-1])
		}
		return chief(e.exprs[0])
	case redirected:
		return chief(e.expr)
	case subshell:
		return chief(e.expr)
	case scripted:
		return chief(e.plain)
	default:
		return nil
	}
}

// Optional gives c with its exit status ignored.
func (c Cmd) Optional() Cmd { return Or(c, Command("true")) }

// Quiet throws away what c prints on both streams.
func (c Cmd) Quiet() Cmd { return c.redirect(">/dev/null 2>&1") }

// QuietErrors throws away what c prints on standard error.
func (c Cmd) QuietErrors() Cmd { return c.redirect("2>/dev/null") }

// MergeErrors sends standard error to where standard output goes.
func (c Cmd) MergeErrors() Cmd { return c.redirect("2>&1") }

// ToErrors sends standard output to where standard error goes.
func (c Cmd) ToErrors() Cmd { return c.redirect(">&2") }

// WriteTo sends standard output to a file, which is emptied first.
func (c Cmd) WriteTo(path Word) Cmd { return c.redirect(">", path) }

// AppendTo adds standard output to the end of a file.
func (c Cmd) AppendTo(path Word) Cmd { return c.redirect(">>", path) }

func (c Cmd) redirect(op string, paths ...Word) Cmd {
	if c.expr == nil {
		return c
	}
	c.expr = redirected{c.expr, op, paths}
	return c
}
