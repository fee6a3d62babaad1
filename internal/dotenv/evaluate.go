package dotenv

import (
	"context"
	"errors"
	"strings"
)

// evaluate gives the value of an entry. An entry refers to entries above it only, so those who wait
// for one another can't do so in a circle.
func (e *entry) evaluate(ctx context.Context) (string, error) {
	select {
	case e.token <- struct{}{}:
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
	defer func() { <-e.token }()
	if e.done {
		return e.value, e.err
	}
	value, err := e.compute(ctx)
	if err != nil && ctx.Err() != nil {
		return "", err
	}
	e.value, e.err, e.done = value, err, true
	return value, err
}

func (e *entry) compute(ctx context.Context) (string, error) {
	switch {
	case e.inherit:
		value, ok, err := e.variable(ctx, e.name)
		if err == nil && !ok {
			err = e.fail("", ErrNotSet)
		}
		return value, err
	case e.quote == '\'':
		return e.raw, nil
	}
	lineBreaks := false
	if e.quote == '"' && strings.ContainsAny(e.raw, `\`) {
		mode, _, err := e.variable(ctx, lineBreakMode)
		if err != nil {
			return "", err
		}
		lineBreaks = mode == "legacy"
	}
	text := unescape(e.raw, e.quote, lineBreaks)
	x := &expansion{entry: e, text: text, closing: pairs(text)}
	if err := x.expand(ctx, 0, len(text), false); err != nil {
		return "", err
	}
	return x.out.String(), nil
}

// variable gives the value that a name has for this entry: of the nearest line above, or from outside.
func (e *entry) variable(ctx context.Context, name string) (string, bool, error) {
	above := e.file.last[name]
	for above != nil && above.index >= e.index {
		above = above.earlier
	}
	if above != nil {
		value, err := above.evaluate(ctx)
		return value, err == nil, err
	}
	if e.file.options.Lookup == nil {
		return "", false, nil
	}
	value, ok, err := e.file.options.Lookup(ctx, name)
	if err != nil {
		return "", false, e.fail("", err)
	}
	return value, ok, nil
}

// run gives what a command prints, without its last line break.
func (e *entry) run(ctx context.Context, command, written string) (string, error) {
	run := e.file.options.Run
	if words := strings.Fields(command); e.file.options.Secrets != nil && len(words) > 1 && words[0] == "kamal" && words[1] == "secrets" {
		run = e.file.options.Secrets
	}
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

// fail wraps an error with the place of the entry, unless it has one in this file already.
func (e *entry) fail(command string, err error) error {
	if placed, ok := errors.AsType[*LineError](err); ok && placed.File == e.file.name {
		return err
	}
	return &LineError{File: e.file.name, Line: e.line, Name: e.name, Command: command, Err: err}
}
