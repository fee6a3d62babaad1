package dotenv

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
)

// MaxValues is the size that all values of a file may have together, in bytes.
const MaxValues = 64 << 20

const lineBreakMode = "DOTENV_LINEBREAK_MODE"

var (
	// ErrNotDefined is returned for a name that the file does not define.
	ErrNotDefined = errors.New("not defined")
	// ErrTooLarge is returned for values beyond [MaxValues].
	ErrTooLarge = errors.New("values are too large")
	// ErrNotSet is returned for an export of a name that has no value.
	ErrNotSet = errors.New("exported without a value, and not set before")
	// ErrNoCommands is returned for a command when there is nothing to run it.
	ErrNoCommands = errors.New("commands can't be run here")
)

// File is a parsed file. Its methods may be called concurrently.
type File struct {
	name     string
	options  Options
	entries  []*entry
	names    []string
	last     map[string]*entry
	warnings []Warning
	shell    []shellLine
	size     atomic.Int64
	token    chan struct{} // held by who evaluates
	prepared int           // as many entries have run what they do
}

// Name gives the name of the file, as it was given to Parse.
func (f *File) Name() string { return f.name }

// Names gives the names that the file defines, in the order of their first lines.
func (f *File) Names() []string {
	return slices.Clone(f.names)
}

// Warnings gives what was noticed while parsing, in the order of lines.
func (f *File) Warnings() []Warning {
	return slices.Clone(f.warnings)
}

// Line gives the line that decides the value of a name: the last one that defines it. It is 0 for a
// name that the file does not define.
func (f *File) Line(name string) int {
	if e := f.last[name]; e != nil {
		return e.line
	}
	return 0
}

// Value evaluates a name, and the lines above it that it refers to or that have commands, in their order; the
// result is kept, and so is an error that is not due to ctx. Each line is evaluated once, one after the other.
// The error is [ErrNotDefined] for a name that the file does not define, and a [*LineError] for what goes wrong
// in a line.
func (f *File) Value(ctx context.Context, name string) (Value, error) {
	e := f.last[name]
	if e == nil {
		return Value{}, fmt.Errorf("reading %q from %q: %w", name, f.name, ErrNotDefined)
	}
	if err := f.hold(ctx); err != nil {
		return Value{}, err
	}
	defer f.release()
	c := &evaluation{ctx}
	if err := f.prepare(c, e.index); err != nil {
		return Value{}, err
	}
	return e.evaluate(c)
}

// Prepare evaluates all lines that have commands, in their order: a file that is read after this one relies on
// what they do. It fails only when ctx ends.
func (f *File) Prepare(ctx context.Context) error {
	if err := f.hold(ctx); err != nil {
		return err
	}
	defer f.release()
	return f.prepare(&evaluation{ctx}, len(f.entries))
}

// prepare evaluates the entries with commands that stand before an index.
func (f *File) prepare(c *evaluation, before int) error {
	for ; f.prepared < before; f.prepared++ {
		e := f.entries[f.prepared]
		if !e.runs() {
			continue
		}
		known := e.done
		_, err := e.evaluate(c)
		if c.ctx.Err() != nil {
			return context.Cause(c.ctx)
		}
		if failed, ok := errors.AsType[*LineError](err); ok && !known && f.options.Failed != nil {
			f.options.Failed(failed)
		}
	}
	return nil
}

func (f *File) hold(ctx context.Context) error {
	select {
	case f.token <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (f *File) release() { <-f.token }

// LineError says what went wrong in which line. It shows names and commands as written, never values.
type LineError struct {
	File string
	Line int
	// Name is the name that the line defines, or "" for a line that defines none.
	Name string
	// Command is the command that failed, as written, or "".
	Command string
	Err     error
}

// Error gives file and line, then the subject and its error.
func (e *LineError) Error() string {
	switch {
	case e.Name == "":
		return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err)
	case e.Command != "":
		return fmt.Sprintf("%s:%d: running %q for %q: %v", e.File, e.Line, e.Command, e.Name, e.Err)
	}
	return fmt.Sprintf("%s:%d: reading %q: %v", e.File, e.Line, e.Name, e.Err)
}

// Unwrap gives the error below.
func (e *LineError) Unwrap() error {
	return e.Err
}
