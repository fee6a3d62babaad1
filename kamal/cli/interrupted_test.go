package cli

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kamal-go/kamal/kamal"
)

func TestInterruption_IsToldInOneLine(t *testing.T) {
	cut := func(line string) error {
		return &kamal.CommandError{Line: line, Err: fmt.Errorf("%w: interrupt", context.Canceled)}
	}
	first, second := &kamal.HostError{Host: one, Err: cut("docker ps")}, &kamal.HostError{Host: two, Err: cut("docker images")}
	broken := &kamal.HostError{Host: two, Err: errors.New("disk full")}
	for _, c := range []struct {
		err  error
		want string
	}{
		{nil, "interrupted"},
		{errors.Join(first, second), fmt.Sprintf("interrupted while working on %s, %s", one, two)},
		{&kamal.BootError{Err: first}, fmt.Sprintf("interrupted while working on %s", one)},
		{errors.New("running hook"), "interrupted: running hook"},
		{errors.Join(first, broken), fmt.Sprintf("interrupted: %s: context canceled: interrupt\n%s: disk full", one, two)},
	} {
		if got := explain(&interruptedError{c.err}, false); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// heard is a screen that keeps the notes.
type heard struct {
	screen
	notes []string
}

func (h *heard) event(e kamal.Event) {
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
			stop := (&project{screen: h}).tellEnding(ctx)
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
