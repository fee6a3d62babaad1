package cli

import (
	"context"
	"errors"
	"time"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

// interruption says so when an error is only the consequence of a signal.
func interruption(ctx context.Context, err error) error {
	switch {
	case err == nil || ctx.Err() == nil:
		return err
	case errors.Is(err, ctx.Err()) && err.Error() == ctx.Err().Error() || err == context.Cause(ctx):
		return &screen.Interrupted{}
	}
	return &screen.Interrupted{Err: err}
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
