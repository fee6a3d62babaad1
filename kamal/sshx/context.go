package sshx

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ended is the error of a context that is over, with its cause if it has one.
func ended(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if limit, ok := errors.AsType[*limitError](cause); ok {
		return limit
	}
	if cause == err || cause == nil {
		return err
	}
	return fmt.Errorf("%w: %w", err, cause)
}

// isOver reports whether what closes a channel at its end has ended.
func isOver(end <-chan struct{}) bool {
	select {
	case <-end:
		return true
	default:
		return false
	}
}

// pause waits, unless the context ends before.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ended(ctx)
	}
}

// limit ends a context some time from now, but can be held for as long as
// people are asked for something.
type limit struct {
	timer  *time.Timer
	length time.Duration
	cancel context.CancelCauseFunc
}

func withLimit(ctx context.Context, d time.Duration) (context.Context, *limit) {
	ctx, cancel := context.WithCancelCause(ctx)
	timer := time.AfterFunc(d, func() { cancel(&limitError{d}) })
	return ctx, &limit{timer, d, cancel}
}

// hold stops the clock until release, which lets it begin anew.
func (l *limit) hold() (release func()) {
	if !l.timer.Stop() {
		return func() {}
	}
	return func() { l.timer.Reset(l.length) }
}

// restart lets the clock begin anew, because the other side has answered: of a
// thousand logins at once each gets its share of this machine only.
func (l *limit) restart() {
	if l.timer.Stop() {
		l.timer.Reset(l.length)
	}
}

func (l *limit) end() {
	l.timer.Stop()
	l.cancel(nil)
}

// limitError says that the other side took too long.
type limitError struct{ limit time.Duration }

func (e *limitError) Error() string { return fmt.Sprintf("no answer within %v", e.limit) }

// Timeout is true, as that of a net.Error.
func (e *limitError) Timeout() bool { return true }

// Is reports a deadline, so that callers need not know whose it was.
func (e *limitError) Is(target error) bool { return target == context.DeadlineExceeded }
