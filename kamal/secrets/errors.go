package secrets

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

var (
	// ErrNotFound says that a vault, or the JSON given to [Extract], has no value under a name asked for.
	ErrNotFound = errors.New("secret not found")

	// ErrNotLoggedIn says that a vault's program has no login, and that logging in did not help.
	ErrNotLoggedIn = errors.New("not logged in")

	// ErrAnswer says that what was to be JSON of a known form is not.
	ErrAnswer = errors.New("unusable answer")
)

var (
	errNoJSON = fmt.Errorf("%w: no JSON", ErrAnswer)
	errNoUTF8 = fmt.Errorf("%w: not UTF-8", ErrAnswer)
	errForm   = fmt.Errorf("%w: JSON of another form than expected", ErrAnswer)
)

// UsageError says that a request can't be right, whatever the vault holds. No program was run for it.
type UsageError struct {
	// Msg says what is wrong, and how to put it right.
	Msg string
}

func (e *UsageError) Error() string { return e.Msg }

func usage(format string, args ...any) error {
	return &UsageError{Msg: fmt.Sprintf(format, args...)}
}

// MissingProgramError says that a vault's program is not on this machine.
type MissingProgramError struct {
	// Program is the name that was looked for, such as op.
	Program string
	// Install names what to install to have it.
	Install string
}

func (e *MissingProgramError) Error() string {
	return fmt.Sprintf("program %q is not installed: install %s", e.Program, e.Install)
}

// ProgramError says that a vault's program failed, or gave an answer that can't be used.
type ProgramError struct {
	// Program is the program's name, without its arguments, which may hold the key of a session.
	Program string
	// Err is what [Fetcher.Run] returned, or wraps [ErrAnswer].
	Err error
}

func (e *ProgramError) Error() string { return fmt.Sprintf("%s: %v", e.Program, e.Err) }

// Unwrap returns Err.
func (e *ProgramError) Unwrap() error { return e.Err }

func notFound(names []string) error {
	return fmt.Errorf("%w: %s", ErrNotFound, quoted(names))
}

func quoted(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = strconv.Quote(name)
	}
	return strings.Join(list, ", ")
}
