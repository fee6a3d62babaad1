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
	size     atomic.Int64
}

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

// Value evaluates a name, and the earlier lines that it refers to; the result is kept, and so is an
// error that is not due to ctx. Values that are wanted at the same time are evaluated once. The error
// is [ErrNotDefined] for a name that the file does not define, and a [*LineError] for what goes wrong
// in a line.
func (f *File) Value(ctx context.Context, name string) (string, error) {
	e := f.last[name]
	if e == nil {
		return "", fmt.Errorf("reading %q from %q: %w", name, f.name, ErrNotDefined)
	}
	return e.evaluate(ctx)
}

// LineError says what went wrong in which line. It shows names and commands as written, never values.
type LineError struct {
	File string
	Line int
	// Name is the name that the line defines.
	Name string
	// Command is the command that failed, as written, or "".
	Command string
	Err     error
}

// Error gives file and line, then the subject and its error.
func (e *LineError) Error() string {
	if e.Command != "" {
		return fmt.Sprintf("%s:%d: running %q for %q: %v", e.File, e.Line, e.Command, e.Name, e.Err)
	}
	return fmt.Sprintf("%s:%d: reading %q: %v", e.File, e.Line, e.Name, e.Err)
}

// Unwrap gives the error below.
func (e *LineError) Unwrap() error {
	return e.Err
}
