package dotenv

import (
	"context"
	"errors"
	"strings"
)

const maxNesting = 100

var errNesting = errors.New("defaults are nested too deeply")

// expansion replaces variables and commands in one text, from left to right and once: what was put in
// is not looked at again.
type expansion struct {
	entry   *entry
	text    string
	closing map[int]int
	out     strings.Builder
	depth   int
}

// expand writes text[from:to]. Inside of a command only variables are replaced; the rest is the
// shell's.
func (x *expansion) expand(ctx context.Context, from, to int, command bool) error {
	for i := from; i < to; {
		sign := strings.IndexAny(x.text[i:to], `\$`)
		if sign < 0 {
			return x.write(x.text[i:to])
		}
		if err := x.write(x.text[i : i+sign]); err != nil {
			return err
		}
		next, err := x.special(ctx, i+sign, to, command)
		if err != nil {
			return err
		}
		i = next
	}
	return nil
}

// special handles the backslash or dollar sign at a place, and says where to go on.
func (x *expansion) special(ctx context.Context, at, to int, command bool) (int, error) {
	if x.text[at] == '\\' {
		return x.escaped(ctx, at, to, command)
	}
	if closed, ok := x.command(at+1, to); ok && !command {
		return closed + 1, x.substitute(ctx, at+2, closed)
	}
	if at+1 < to && x.text[at+1] == '(' {
		return at + 1, x.write("$")
	}
	return x.variable(ctx, at, to, command)
}

// escaped handles \$NAME and \$(command), which lose the backslash and stay.
func (x *expansion) escaped(ctx context.Context, at, to int, command bool) (int, error) {
	switch {
	case at+1 >= to || x.text[at+1] != '$':
		return at + 1, x.write(`\`)
	case at+2 >= to || x.text[at+2] != '(':
		return at + 2, x.write("$")
	}
	closed, ok := x.command(at+2, to)
	if !ok || command {
		return at + 2, x.write(`\$`)
	}
	if err := x.write("$("); err != nil {
		return 0, err
	}
	if err := x.expand(ctx, at+3, closed, true); err != nil {
		return 0, err
	}
	return closed + 1, x.write(")")
}

// command says where the command ends whose opening parenthesis is at a place. An empty one is none.
func (x *expansion) command(open, to int) (int, bool) {
	if open >= to || x.text[open] != '(' {
		return 0, false
	}
	closed := x.closing[open]
	return closed, closed > open+1 && closed < to
}

func (x *expansion) substitute(ctx context.Context, from, to int) error {
	line := &expansion{entry: x.entry, text: x.text, closing: x.closing, depth: x.depth}
	if err := line.expand(ctx, from, to, true); err != nil {
		return err
	}
	output, err := x.entry.run(ctx, line.out.String(), x.text[from:to])
	if err != nil {
		return err
	}
	return x.write(output)
}

// variable handles $NAME, ${NAME} and ${NAME:-default}. As in Ruby a brace that is missing at the end
// is not missed.
func (x *expansion) variable(ctx context.Context, at, to int, command bool) (int, error) {
	begin := at + 1
	braced := begin < to && x.text[begin] == '{'
	if braced {
		begin++
	}
	end := begin
	for end < to && nameByte(x.text[end]) {
		end++
	}
	if end == begin {
		return begin, x.write(x.text[at:begin])
	}
	value, _, err := x.entry.variable(ctx, x.text[begin:end])
	if err != nil {
		return 0, err
	}
	if closed := x.closing[at+1]; braced && closed > 0 && closed < to && strings.HasPrefix(x.text[end:closed], ":-") {
		if value != "" {
			return closed + 1, x.write(value)
		}
		return closed + 1, x.fallback(ctx, end+2, closed, command)
	}
	if braced && end < to && x.text[end] == '}' {
		end++
	}
	return end, x.write(value)
}

func (x *expansion) fallback(ctx context.Context, from, to int, command bool) error {
	if x.depth++; x.depth > maxNesting {
		return x.entry.fail("", errNesting)
	}
	defer func() { x.depth-- }()
	return x.expand(ctx, from, to, command)
}

func (x *expansion) write(text string) error {
	if x.entry.file.size.Add(int64(len(text))) > MaxValues {
		return x.entry.fail("", ErrTooLarge)
	}
	x.out.WriteString(text)
	return nil
}
