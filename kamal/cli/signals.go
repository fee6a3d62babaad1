package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

// quitAfter is how long after the first signal an interrupt quits. Whoever holds
// the keys down, or sends a signal twice to be sure, does not mean that.
const quitAfter = time.Second

// ending is how signals end a run. The first one of all does it in good order,
// the lock released. Only another interrupt, from somebody who has waited, quits
// at once; the end of a terminal or of a CI job often comes as several signals,
// and nobody is left then who would see the lock that stayed.
type ending struct {
	// end is called for the first signal, quit to leave at once.
	end  func(cause error)
	quit func()
	// releasing says that the lock is being released, which nothing cuts short.
	releasing atomic.Bool
}

// hear heeds signals.
func (e *ending) hear(signals <-chan os.Signal) {
	var first time.Time
	for s := range signals {
		switch {
		case first.IsZero():
			first = time.Now()
			e.end(&signalled{s})
		case s == os.Interrupt && time.Since(first) >= quitAfter && !e.releasing.Load():
			e.quit()
		}
	}
}

// signalled is what a signal ends work with.
type signalled struct{ signal os.Signal }

func (e *signalled) Error() string { return fmt.Sprintf("%s signal received", e.signal) }

// Is reports true for [context.Canceled]: the work did not fail.
func (*signalled) Is(target error) bool { return target == context.Canceled }

// note learns from an event whether the lock is being released. When that fails,
// the run is about to end, and nothing is left to quit for.
func (e *ending) note(event kamal.Event) {
	if e == nil {
		return
	}
	switch event.(type) {
	case kamal.LockReleasing:
		e.releasing.Store(true)
	case kamal.LockReleased:
		e.releasing.Store(false)
	}
}

// interruption says so when an error is only the consequence of a signal.
func interruption(ctx context.Context, err error) error {
	switch {
	case err == nil || ctx.Err() == nil:
		return err
	case errors.Is(err, ctx.Err()) && err.Error() == ctx.Err().Error() || err == context.Cause(ctx):
		return &screen.Interrupted{Cause: context.Cause(ctx)}
	}
	return &screen.Interrupted{Err: err, Cause: context.Cause(ctx)}
}

// endingPatience is how long the end after a signal may take without a word.
const endingPatience = time.Second

// tellEnding says after a signal, unless the end comes soon, that it was heard.
// The function it gives ends that.
func (p *Session) tellEnding(ctx context.Context) (stop func()) {
	over := make(chan struct{})
	cancel := context.AfterFunc(ctx, func() {
		select {
		case <-time.After(endingPatience):
			p.screen.Event(kamal.Note{Text: "Ending in good order; another interrupt quits at once"})
		case <-over:
		}
	})
	return func() {
		cancel()
		close(over)
	}
}
