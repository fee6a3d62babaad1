package sshx

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/crypto/ssh"
)

// sessionsPerConn stays below the ten that OpenSSH allows a connection, and far
// enough, for it counts a session for a moment after its end.
const sessionsPerConn = 6

// opening is a session that is being opened. Over a connection that is stuck, see
// endStuck, it never is.
type opening struct {
	granted chan struct{} // closed when the server has opened it
	done    chan struct{} // closed when session or err are set
	session *session
	err     error
}

// openSpare opens a session ahead of need, unless there is one or no room. Once a
// command had input, the next one that has is prepared for, too.
func (c *conn) openSpare() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed && len(c.spares) == 0 && c.roomAhead() {
		c.spares = append(c.spares, c.open())
	}
	if !c.closed && c.fed && c.waiting == nil && c.roomAhead() {
		c.waiting = c.openWaiting()
	}
}

// roomAhead takes a slot, if one is free.
func (c *conn) roomAhead() bool {
	select {
	case c.slots <- struct{}{}:
		return true
	default:
		return false
	}
}

// open begins to open a session, for which a slot is taken already.
func (c *conn) open() *opening {
	return c.opening(func(channel ssh.Channel, requests <-chan *ssh.Request) (*session, error) {
		return newSession(channel, requests), nil
	})
}

func (c *conn) opening(made func(ssh.Channel, <-chan *ssh.Request) (*session, error)) *opening {
	o := &opening{granted: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(o.done)
		channel, requests, err := c.client.OpenChannel("session", nil)
		if err == nil {
			close(o.granted)
			o.session, err = made(channel, requests)
		}
		if err != nil {
			<-c.slots
			o.err = err
		}
	}()
	return o
}

// openChannel opens the channel of a session. Over a connection that is stuck no answer
// comes: its end is one.
func (c *conn) openChannel() (ssh.Channel, <-chan *ssh.Request, error) {
	var channel ssh.Channel
	var requests <-chan *ssh.Request
	err := c.answer(func() (err error) {
		channel, requests, err = c.client.OpenChannel("session", nil)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return channel, requests, nil
}

// answer waits for what the server answers to a request, or for the end of the connection.
func (c *conn) answer(ask func() error) error {
	answer := make(chan error, 1)
	go func() { answer <- ask() }()
	select {
	case err := <-answer:
		return err
	case <-c.lost:
		return c.lostError()
	}
}

// session gives a session to run one command in: the one opened ahead, or a new
// one as soon as there is room. For one with input, a shell may wait in it already,
// or soon.
func (c *conn) session(ctx context.Context, input bool) (s *session, err error) {
	if input {
		if s := c.awaitWaiting(ctx); s != nil {
			return s, nil
		}
	}
	err = c.untilRoom(ctx, func() error {
		s, err = c.trySession(ctx)
		if err != nil && refusedForNow(err) { // the one that is ready may have the only place
			if waiting := c.takeWaiting(); waiting != nil {
				s, err = waiting, nil
			}
		}
		return err
	})
	return s, err
}

// untilRoom tries to open a session until the server lets it. One that has no room
// may have it soon, when another session of ours ends or a moment after one did;
// only where ours are none to wait for, patience ends.
func (c *conn) untilRoom(ctx context.Context, try func() error) error {
	for tries, alone := 0, 0; ; tries++ {
		err := try()
		if err == nil || !refusedForNow(err) {
			return err
		}
		if len(c.slots) == 0 {
			alone++
		}
		if alone > sessionTries {
			return fmt.Errorf("opening a session on %q: %w", c.target.name, foreign{err})
		}
		freed, err := c.pauseForRoom(ctx, min(10*time.Millisecond<<min(tries, 6), 500*time.Millisecond))
		if err != nil {
			return err
		}
		if freed {
			tries = 0
		}
	}
}

const sessionTries = 12

// done gives back the place of a session, opens the next ahead, and tells one
// of those that wait for room.
func (c *conn) done() {
	<-c.slots
	c.openSpare()
	select {
	case c.freed <- struct{}{}:
	default:
	}
}

// pauseForRoom waits until a session has ended, but not longer than d.
func (c *conn) pauseForRoom(ctx context.Context, d time.Duration) (freed bool, err error) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-c.freed:
		return true, nil
	case <-t.C:
		return false, nil
	case <-ctx.Done():
		return false, ended(ctx)
	}
}

func (c *conn) trySession(ctx context.Context) (*session, error) {
	o := c.takeSpare()
	if o == nil {
		if len(c.slots) == cap(c.slots) {
			if s := c.takeWaiting(); s != nil {
				return s, nil
			}
		}
		if err := c.takeSlot(ctx); err != nil {
			return nil, err
		}
		o = c.start()
	}
	return c.await(ctx, o)
}

func (c *conn) takeSlot(ctx context.Context) error {
	select {
	case c.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ended(ctx)
	case <-c.lost:
		return c.lostError()
	}
}

// start is open, unless the connection is closing.
func (c *conn) start() *opening {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		<-c.slots
		o := &opening{done: make(chan struct{}), err: errClosing}
		close(o.done)
		return o
	}
	return c.open()
}

var errClosing = errors.New("the connection is closing")

func (c *conn) takeSpare() *opening {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.spares) > 0 {
		o := c.spares[0]
		c.spares = c.spares[1:]
		switch {
		case !isOver(o.done):
			return o
		case o.err != nil:
		case isOver(o.session.over):
			<-c.slots
		default:
			return o
		}
	}
	return nil
}

// opened waits for an opening or the end of the connection, and reports whether the
// context is not over then: it may be when the session is there, and a command that is
// not to run must not begin. What nobody waits for any more is kept for the next command.
func (c *conn) opened(ctx context.Context, o *opening) bool {
	select {
	case <-o.done:
	case <-c.lost:
	case <-ctx.Done():
	}
	if ctx.Err() == nil {
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.spares = append(c.spares, o)
	return false
}

// await waits for a session.
func (c *conn) await(ctx context.Context, o *opening) (*session, error) {
	if !c.opened(ctx, o) {
		return nil, ended(ctx)
	}
	if !isOver(o.done) {
		return nil, c.lostError()
	}
	if o.err == nil {
		return o.session, nil
	}
	if refusedForNow(o.err) {
		return nil, o.err
	}
	if _, ok := errors.AsType[*ssh.OpenChannelError](o.err); ok {
		return nil, fmt.Errorf("opening a session on %q: %w", c.target.name, foreign{o.err})
	}
	c.server.Close()
	return nil, c.lostError()
}

func refusedForNow(err error) bool {
	e, ok := errors.AsType[*ssh.OpenChannelError](err)
	return ok && (e.Reason == ssh.ResourceShortage || e.Reason == ssh.ConnectionFailed)
}
