package cli

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

// heard is a screen that keeps the notes.
type heard struct {
	screen.Screen
	notes []string
}

func (h *heard) Event(e kamal.Event) {
	if n, ok := e.(kamal.Note); ok {
		h.notes = append(h.notes, n.Text)
	}
}

func TestInterruption_IsAcknowledgedWhenTheEndTakesAWhile(t *testing.T) {
	for _, c := range []struct {
		takes time.Duration
		want  int
	}{{endingPatience / 2, 0}, {2 * endingPatience, 1}} {
		synctest.Test(t, func(t *testing.T) {
			ctx, interrupt := context.WithCancel(t.Context())
			h := &heard{}
			stop := (&Session{screen: h}).tellEnding(ctx)
			interrupt()
			time.Sleep(c.takes)
			stop()
			synctest.Wait()
			if len(h.notes) != c.want {
				t.Errorf("the end took %v: got %q", c.takes, h.notes)
			}
		})
	}
}
