package sshx

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/melbahja/goph"
	"golang.org/x/crypto/ssh"
)

// Client gives the connection to a host as a client of goph, for what commands are
// no good for: SFTP, to read and write files, walk through folders and follow
// links, or tunnels to what only the host reaches.
//
//	client, err := x.Client(ctx, "app1")
//	if err != nil {
//		return err
//	}
//	defer client.Close()
//	err = client.Download("/var/log/syslog", "syslog")
//
// It is the connection over which commands go, made if need be and shared with
// them: the context is for that alone, and sessions wait for their turn where the
// host has no room. Close ends what was begun with this client. The connection
// itself ends with the [Executor]; when it is lost, so is the client, and Client
// gives another. To listen on the host there is [Executor.Forward].
//
// What goph runs gets no prefix, is not quoted and is not ended with a context:
// commands are for [Executor.Run].
func (e *Executor) Client(ctx context.Context, host string) (*goph.Client, error) {
	c, err := e.connection(ctx, host)
	if err != nil {
		return nil, err
	}
	part := &part{Conn: c.client.Conn, conn: c, open: map[ssh.Channel]bool{}}
	part.ctx, part.end = context.WithCancelCause(context.Background())
	channels, requests := make(chan ssh.NewChannel), make(chan *ssh.Request)
	close(channels) // what the host begins is for the whole connection
	close(requests)
	return &goph.Client{Client: ssh.NewClient(part, channels, requests), Config: c.client.Config}, nil
}

// part is a connection as one of several sees it that use it.
type part struct {
	ssh.Conn
	conn *conn
	ctx  context.Context // until Close
	end  context.CancelCauseFunc

	mu   sync.Mutex
	open map[ssh.Channel]bool
}

var (
	errPartClosed  = errors.New("the client is closed")
	errNoListening = errors.New("listening on the host is for Executor.Forward, which has a connection of its own")
	errNotShared   = errors.New("a connection that the user's ssh keeps takes no request but for channels")
)

// OpenChannel opens a channel; a session in its turn.
func (p *part) OpenChannel(name string, data []byte) (channel ssh.Channel, requests <-chan *ssh.Request, err error) {
	if err := context.Cause(p.ctx); err != nil {
		return nil, nil, err
	}
	leave := func() {}
	if name == "session" {
		leave = p.conn.done
		channel, requests, err = p.conn.openPlain(p.ctx)
	} else {
		channel, requests, err = p.Conn.OpenChannel(name, data)
	}
	if err != nil {
		return nil, nil, err
	}
	p.mu.Lock()
	p.open[channel] = true
	p.mu.Unlock()
	if p.ctx.Err() != nil { // Close did not see it
		channel.Close()
	}
	return channel, p.watch(channel, requests, leave), nil
}

// watch hands the requests of a channel on, and notices by their end that of the
// channel.
func (p *part) watch(channel ssh.Channel, requests <-chan *ssh.Request, leave func()) <-chan *ssh.Request {
	handed := make(chan *ssh.Request)
	go func() {
		defer leave()
		defer close(handed)
		for r := range requests {
			select {
			case handed <- r:
			case <-p.ctx.Done():
			}
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.open, channel)
	}()
	return handed
}

// SendRequest sends a request that is for no channel.
func (p *part) SendRequest(name string, wantReply bool, payload []byte) (bool, []byte, error) {
	switch {
	case name == "tcpip-forward" || name == "streamlocal-forward@openssh.com":
		return false, nil, errNoListening
	case p.conn.shared:
		return false, nil, errNotShared
	}
	return p.Conn.SendRequest(name, wantReply, payload)
}

// Close ends what was begun here, and leaves the connection to the others.
func (p *part) Close() error {
	p.end(errPartClosed)
	p.mu.Lock()
	defer p.mu.Unlock()
	for channel := range p.open {
		p.conn.background(func() { channel.Close() }) // a host that takes nothing any more is not waited for
	}
	return nil
}

// Wait waits for the end of the connection or for Close.
func (p *part) Wait() error {
	select {
	case <-p.ctx.Done():
		return nil
	case <-p.conn.lost:
		return p.conn.lostError()
	}
}

// openPlain opens a session that nobody listens to yet. Its place has to be given
// back.
func (c *conn) openPlain(ctx context.Context) (channel ssh.Channel, requests <-chan *ssh.Request, err error) {
	err = c.untilRoom(ctx, func() error {
		if err := c.takeSlot(ctx); err != nil {
			return err
		}
		if channel, requests, err = c.openChannel(); err == nil {
			return nil
		}
		<-c.slots
		if refusedForNow(err) {
			c.dropSpare() // it may have the only place
			return err
		}
		return fmt.Errorf("opening a session on %q: %w", c.target.name, foreign{err})
	})
	if ctx.Err() != nil && err != nil {
		err = context.Cause(ctx)
	}
	return channel, requests, err
}

// dropSpare closes the sessions that were opened ahead.
func (c *conn) dropSpare() {
	if s := c.takeWaiting(); s != nil {
		s.channel.Close()
		<-c.slots
	}
	o := c.takeSpare()
	if o == nil {
		return
	}
	select {
	case <-o.done:
	case <-c.lost:
		return
	}
	if o.err == nil {
		o.session.channel.Close()
		<-c.slots
	}
}
