package screen

import (
	"context"
	"errors"

	"github.com/kamal-go/kamal/kamal"
)

// Interrupted is the end of a run that a signal ended.
type Interrupted struct {
	// Err is what came of it, or nil for nothing worth telling.
	Err error
}

func (e *Interrupted) Error() string {
	if e.Err == nil {
		return "interrupted"
	}
	return "interrupted: " + e.Err.Error()
}

func (e *Interrupted) Unwrap() error { return e.Err }

// explainInterruption leaves out which command of which host was cut short, if
// that is all there is to say.
func explainInterruption(e *Interrupted, whole bool) string {
	hosts := failedHosts(e.Err)
	switch {
	case e.Err == nil:
		return e.Error()
	case whole || len(hosts) == 0 || !onlyCutShort(e.Err):
		return "interrupted: " + explain(e.Err, whole)
	}
	return "interrupted while working on " + HostList(hosts)
}

// onlyCutShort reports whether no part of an error has another reason than that
// the work was ended.
func onlyCutShort(err error) bool {
	switch e := err.(type) {
	case interface{ Unwrap() []error }:
		if inner := e.Unwrap(); isJoined(err, inner) {
			for _, i := range inner {
				if !onlyCutShort(i) {
					return false
				}
			}
			return true
		}
	case *kamal.BootError:
		return onlyCutShort(e.Err)
	case *kamal.MoveError:
		return onlyCutShort(e.Err)
	}
	return errors.Is(err, context.Canceled)
}
