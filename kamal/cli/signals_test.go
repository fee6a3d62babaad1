package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

// hearHangups is for tests that start programs: whoever runs the tests may ignore
// hangups, which is handed down unless they are heard here.
func hearHangups(t *testing.T) {
	t.Helper()
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	t.Cleanup(func() { signal.Stop(hangups) })
}

func TestEnding_OnlyALaterInterruptQuits(t *testing.T) {
	const later, soon = quitAfter, quitAfter - time.Millisecond
	releasing, released := kamal.LockReleasing{Head: kamal.Head{Host: "192.0.2.1"}}, kamal.LockReleased{Head: kamal.Head{Host: "192.0.2.1"}}
	for _, c := range []struct {
		name          string
		first, second os.Signal
		after         time.Duration
		events        []kamal.Event
		quits         int
	}{
		{"an impatient interrupt", os.Interrupt, os.Interrupt, soon, nil, 0},
		{"a patient interrupt", os.Interrupt, os.Interrupt, later, nil, 1},
		{"an interrupt after an end", syscall.SIGTERM, os.Interrupt, later, nil, 1},
		{"two ends", syscall.SIGTERM, syscall.SIGTERM, later, nil, 0},
		{"two hangups", syscall.SIGHUP, syscall.SIGHUP, later, nil, 0},
		{"a hangup after an interrupt", os.Interrupt, syscall.SIGHUP, later, nil, 0},
		{"while the lock is released", os.Interrupt, os.Interrupt, later, []kamal.Event{releasing}, 0},
		{"after the lock is released", os.Interrupt, os.Interrupt, later, []kamal.Event{releasing, released}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ends, quits := 0, 0
				e := &ending{end: func(error) { ends++ }, quit: func() { quits++ }}
				signals := make(chan os.Signal)
				go e.hear(signals)
				signals <- c.first
				for _, event := range c.events {
					e.note(event)
				}
				time.Sleep(c.after)
				signals <- c.second
				synctest.Wait()
				close(signals)
				if ends != 1 || quits != c.quits {
					t.Errorf("ended %d times, quit %d times, want 1 and %d", ends, quits, c.quits)
				}
			})
		})
	}
}

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
