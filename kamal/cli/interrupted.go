package cli

import (
	"context"
	"errors"
	"time"

	"github.com/kamal-go/kamal/kamal"
)

// interruptedError is the end of a run that a signal ended.
type interruptedError struct {
	// err is what came of it, or nil for nothing worth telling.
	err error
}

func (e *interruptedError) Error() string {
	if e.err == nil {
		return "interrupted"
	}
	return "interrupted: " + e.err.Error()
}

func (e *interruptedError) Unwrap() error { return e.err }

// interruption says so when an error is only the consequence of a signal.
func interruption(ctx context.Context, err error) error {
	switch {
	case err == nil || ctx.Err() == nil:
		return err
	case errors.Is(err, ctx.Err()) && err.Error() == ctx.Err().Error() || err == context.Cause(ctx):
		return &interruptedError{}
	}
	return &interruptedError{err}
}

// explainInterruption leaves out which command of which host was cut short, if
// that is all there is to say.
func explainInterruption(e *interruptedError, whole bool) string {
	hosts := failedHosts(e.err)
	switch {
	case e.err == nil:
		return e.Error()
	case whole || len(hosts) == 0 || !onlyCutShort(e.err):
		return "interrupted: " + explain(e.err, whole)
	}
	return "interrupted while working on " + hostList(hosts)
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

// endingPatience is how long the end after a signal may take without a word.
const endingPatience = time.Second

// tellEnding says after a signal, unless the end comes soon, that it was heard.
// The function it gives ends that.
func (p *project) tellEnding(ctx context.Context) (stop func()) {
	over := make(chan struct{})
	cancel := context.AfterFunc(ctx, func() {
		select {
		case <-time.After(endingPatience):
			p.screen.event(kamal.Note{Text: "Ending in good order; another interrupt quits at once"})
		case <-over:
		}
	})
	return func() {
		cancel()
		close(over)
	}
}
