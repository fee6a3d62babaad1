package screen

import "errors"

// Advised is an error with what to do about it.
type Advised struct {
	Err error
	// Next is what to do, one thing a line, each with something to type at its end.
	Next string
}

func (e *Advised) Error() string { return e.Err.Error() }

func (e *Advised) Unwrap() error { return e.Err }

// Hint is the field Next.
func (e *Advised) Hint() string { return e.Next }

// Hint says what to do about an error, or nothing where nobody has said so.
func Hint(err error) string {
	if e, ok := errors.AsType[interface {
		error
		Hint() string
	}](err); ok {
		return e.Hint()
	}
	return ""
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
