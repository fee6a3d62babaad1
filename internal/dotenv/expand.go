package dotenv

import (
	"errors"
	"strings"
)

const (
	maxNesting = 100
	// null is what jq and its like print for a key that is not there.
	null = "null"
)

var errNesting = errors.New("defaults are nested too deeply")

// expansion replaces variables and commands in one text, from left to right and once: what was put in
// is not looked at again.
type expansion struct {
	*evaluation
	entry   *entry
	text    string
	closing map[int]int
	out     strings.Builder
	gaps    []Gap
	depth   int

	command bool // inside of a command: only variables are replaced, the rest is the shell's
	guarded bool // the command's shell is told of gaps
	left    []Gap
	quotes  quoting
}

// expand writes text[from:to].
func (x *expansion) expand(from, to int) error {
	for i := from; i < to; {
		sign := strings.IndexAny(x.text[i:to], `\$`)
		if sign < 0 {
			return x.write(x.text[i:to])
		}
		if err := x.write(x.text[i : i+sign]); err != nil {
			return err
		}
		next, err := x.special(i+sign, to)
		if err != nil {
			return err
		}
		i = next
	}
	return nil
}

// special handles the backslash or dollar sign at a place, and says where to go on.
func (x *expansion) special(at, to int) (int, error) {
	if x.text[at] == '\\' {
		return x.escaped(at, to)
	}
	if closed, ok := x.commandAt(at+1, to); ok && !x.command {
		return closed + 1, x.substitute(at+2, closed)
	}
	if at+1 < to && x.text[at+1] == '(' {
		return at + 1, x.write("$")
	}
	return x.variable(at, to)
}

// escaped handles \$NAME and \$(command), which lose the backslash and stay.
func (x *expansion) escaped(at, to int) (int, error) {
	switch {
	case at+1 >= to || x.text[at+1] != '$':
		return at + 1, x.write(`\`)
	case at+2 >= to || x.text[at+2] != '(':
		return at + 2, x.write("$")
	}
	closed, ok := x.commandAt(at+2, to)
	if !ok || x.command {
		return at + 2, x.write(`\$`)
	}
	inner := x.inner()
	if err := inner.expand(at+3, closed); err != nil {
		return 0, err
	}
	x.lack(inner.gaps...)
	return closed + 1, x.write("$(" + inner.out.String() + ")")
}

// commandAt says where the command ends whose opening parenthesis is at a place. An empty one is none.
func (x *expansion) commandAt(open, to int) (int, bool) {
	if open >= to || x.text[open] != '(' {
		return 0, false
	}
	closed := x.closing[open]
	return closed, closed > open+1 && closed < to
}

// inner is the expansion of a command.
func (x *expansion) inner() *expansion {
	return &expansion{evaluation: x.evaluation, entry: x.entry, text: x.text, closing: x.closing, depth: x.depth, command: true}
}

func (x *expansion) substitute(from, to int) error {
	line := x.inner()
	line.guarded = x.entry.file.options.Guard && !callsSecrets(x.text[from:to])
	if err := line.expand(from, to); err != nil {
		return err
	}
	x.lack(line.gaps...)
	output, err := x.entry.run(x.ctx, line.out.String(), x.text[from:to])
	if err != nil {
		return err
	}
	if output == "" || output == null {
		x.lack(line.left...)
		x.lack(x.entry.placed([]Gap{{Command: x.text[from:to], Null: output == null}})...)
	}
	return x.write(output)
}

// insert writes the value of a variable.
func (x *expansion) insert(name string, v Value, here bool) error {
	if len(v.Gaps) == 0 {
		return x.write(v.Text)
	}
	gaps := x.ofVariable(v.Gaps)
	if x.guarded && !x.quotes.single(x.out.String()) {
		x.left = append(x.left, gaps...)
		return x.write(guard(v.Gaps[0], name, here))
	}
	x.lack(gaps...)
	return x.write(v.Text)
}

func (x *expansion) write(text string) error {
	if x.entry.file.size.Add(int64(len(text))) > MaxValues {
		return x.entry.fail("", ErrTooLarge)
	}
	x.out.WriteString(text)
	return nil
}
