package dotenv

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// evaluation is one walk through lines that refer to each other.
type evaluation struct {
	ctx context.Context
}

// evaluate gives the value of an entry, whose file is held. An entry refers to entries above it only, so
// that there are no circles.
func (e *entry) evaluate(c *evaluation) (Value, error) {
	if e.done {
		return e.value, e.err
	}
	value, err := e.compute(c)
	if err != nil && c.ctx.Err() != nil {
		return Value{}, err
	}
	e.value, e.err, e.done = value, err, true
	return value, err
}

func (e *entry) compute(c *evaluation) (Value, error) {
	switch {
	case e.inherit:
		return e.inherited(c)
	case e.bare:
		return Value{Gaps: e.placed([]Gap{{}})}, nil
	case e.quote == '\'':
		return Value{Text: e.raw}, nil
	}
	lineBreaks := false
	if e.quote == '"' && strings.ContainsAny(e.raw, `\`) {
		mode, _, err := e.variable(c, lineBreakMode)
		if err != nil {
			return Value{}, err
		}
		lineBreaks = mode.Text == "legacy"
	}
	text := unescape(e.raw, e.quote, lineBreaks)
	x := &expansion{evaluation: c, entry: e, text: text, closing: pairs(text)}
	if err := x.expand(0, len(text)); err != nil {
		return Value{}, err
	}
	return Value{x.out.String(), x.gaps}, nil
}

// inherited is the value that a name has already. It is an error when there is none.
func (e *entry) inherited(c *evaluation) (Value, error) {
	v, here, err := e.variable(c, e.name)
	if err == nil && !here && v.unset() {
		err = e.fail("", ErrNotSet)
	}
	return v, err
}

// run gives what a command prints, without its last line break.
func (e *entry) run(ctx context.Context, command, written string) (string, error) {
	run := e.file.options.Run
	if run == nil {
		return "", e.fail(written, ErrNoCommands)
	}
	output, err := run(ctx, command)
	if err != nil {
		return "", e.fail(written, err)
	}
	if line, ok := strings.CutSuffix(output, "\n"); ok {
		return strings.TrimSuffix(line, "\r"), nil
	}
	return strings.TrimSuffix(output, "\r"), nil
}

// callsSecrets reports whether the first two words of a command are kamal and secrets.
func callsSecrets(command string) bool {
	words := strings.Fields(command)
	return len(words) > 1 && words[0] == "kamal" && words[1] == "secrets"
}

// fail wraps an error with the place of the entry, unless it has one in this file already.
func (e *entry) fail(command string, err error) error {
	if placed, ok := errors.AsType[*LineError](err); ok && placed.File == e.file.name {
		return err
	}
	return &LineError{File: e.file.name, Line: e.line, Name: e.name, Command: command, Err: err}
}

// guard is what a command gets for a variable with a gap: the shell ends where it comes to it, unless the
// variable is the shell's own. A name of this file is not the shell's.
func guard(g Gap, name string, here bool) string {
	if here {
		name = "kamal_secrets_" + name
	}
	return fmt.Sprintf("${%s:-$(echo '%s' >&2; kill $$)}", name, g.about())
}

// about says what is missing in words that need no quoting.
func (g Gap) about() string {
	if g.Variable != "" {
		return g.String()
	}
	return g.Name + " is empty"
}
