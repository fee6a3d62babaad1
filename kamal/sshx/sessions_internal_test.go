package sshx

import (
	"context"
	"errors"
	"testing"
)

// A session that is there already must not let a command begin that was interrupted
// before, whatever is looked at first; it is there for the next.
func TestSession_NoneOnceTheContextIsOver(t *testing.T) {
	there := func() *opening {
		o := &opening{granted: make(chan struct{}), done: make(chan struct{}), session: &session{over: make(chan struct{})}}
		close(o.granted)
		close(o.done)
		return o
	}
	for range 50 {
		c, o := &conn{slots: make(chan struct{}, sessionsPerConn)}, there()
		c.waiting, c.spares = o, []*opening{there()}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := c.session(ctx, true); !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
		if len(c.spares) != 2 {
			t.Fatalf("%d sessions are left, want 2", len(c.spares))
		}
	}
}
