package sshx

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/melbahja/goph"
	"golang.org/x/crypto/ssh"
)

// conn is a connection to a server, with its sessions.
type conn struct {
	executor *Executor
	target   *target
	client   *goph.Client
	server   *stranger
	took     time.Duration // to log in; 0 where the user's ssh has done that
	shared   bool          // it is one that the user's ssh keeps
	agent    string        // the socket that is forwarded, or empty
	lost     chan struct{} // closed when the connection has ended, after reason is set
	reason   error

	slots  chan struct{} // one for each session that is, or is being, open
	freed  chan struct{} // gets one when a session has ended
	mu     sync.Mutex
	spares []*opening
	// waiting is a session in which a shell waits, or nil; fed says that a command had
	// input, or will have.
	waiting *opening
	fed     bool
	asks    *time.Timer // when to ask for a sign of life
	silent  bool        // the other side stopped answering
	closed  bool
	wg      sync.WaitGroup
}

// newConn takes a link over. Only a server that is trusted may use the agent.
func (e *Executor) newConn(t *target, l *link, server *stranger) *conn {
	c := &conn{
		executor: e, target: t, server: server, shared: l.shared, agent: e.lentAgent(t, l),
		fed: !t.jump && e.expectsInput(t.name), lost: make(chan struct{}), slots: make(chan struct{}, sessionsPerConn), freed: make(chan struct{}, 1),
	}
	c.client = l.client(t, t.begins || c.agent != "")
	c.keepAlive() // before watch, which ends it
	c.watch(l)
	if c.agent != "" {
		c.lendAgent()
	}
	if !t.jump {
		c.openSpare()
	}
	return c
}

// watch waits for the end of the connection.
func (c *conn) watch(l *link) {
	go func() { c.lose(l.wait()) }()
	context.AfterFunc(c.server.open, c.endStuck)
}

// lose notes that the connection is over, and why.
func (c *conn) lose(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if isOver(c.lost) {
		return
	}
	c.closed = true
	c.asks.Stop()
	if c.silent {
		err = fmt.Errorf("no answer for %v", c.executor.keepAlive(c.target))
	}
	c.reason = foreign{err}
	if err == nil || errors.Is(err, io.EOF) {
		c.reason = errors.New("the other side closed it")
	}
	close(c.lost)
}

// stuckWait bounds how long the end of a connection waits for the reason.
const stuckWait = time.Second

var errStuck = errors.New("it was closed in the middle of what the server sent")

// endStuck makes the connection count as over a moment after it was closed. Of a server
// that breaks a rule and goes on sending, the client learns the end, closes the
// connection, and then waits for its own reader, which waits for it. The goroutines of
// such a connection stay, and those that open sessions over it, with what they hold: 16
// packets at most. The same wait is in client.Close, which nobody here calls.
func (c *conn) endStuck() {
	t := time.NewTimer(stuckWait)
	defer t.Stop()
	select {
	case <-c.lost:
	case <-t.C:
		c.lose(errStuck)
	}
}

// keepAlive asks now and then whether the other side is still there, and closes
// the connection when it does not answer.
func (c *conn) keepAlive() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	interval := c.executor.keepAlive(c.target)
	c.asks = time.AfterFunc(interval, func() {
		silence := time.AfterFunc(interval, func() {
			c.mu.Lock()
			c.silent = true
			c.mu.Unlock()
			c.server.Close()
		})
		_ = c.ping()
		silence.Stop()
		c.keepAlive()
	})
}

// ping asks for a sign of life. Any answer is one.
func (c *conn) ping() error {
	if c.shared {
		return askSession(c.client)
	}
	return askServer(c.client)
}

// askServer asks by a request that servers know, or refuse.
func askServer(client ssh.Conn) error {
	_, _, err := client.SendRequest("keepalive@openssh.com", true, nil)
	return err
}

// askSession asks by opening a session: over a connection of ssh that is shared,
// a request that is for no channel gets no answer, and ends the sharing.
func askSession(client ssh.Conn) error {
	channel, requests, err := client.OpenChannel("session", nil)
	if _, refused := errors.AsType[*ssh.OpenChannelError](err); refused {
		return nil
	}
	if err != nil {
		return err
	}
	go ssh.DiscardRequests(requests)
	return channel.Close()
}

func (c *conn) lostError() error {
	<-c.lost
	return &LostError{Host: c.target.name, Err: c.reason}
}

// close ends the connection and waits for all that belongs to it.
func (c *conn) close() {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.server.Close()
	<-c.lost
	c.wg.Wait()
}

func (c *conn) isClosed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closed
}

// background runs f beside, and close waits for it. A connection that is
// closing does nothing more.
func (c *conn) background(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed {
		c.wg.Go(f)
	}
}
