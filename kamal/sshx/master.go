package sshx

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"runtime"
	"time"

	"golang.org/x/crypto/ssh"
)

// masters are the sockets of connections to a server that the user's ssh keeps for
// others to use, as far as ssh_config alone decides about the way there: a key, a
// host key or a way that the options ask for may not be those of such a
// connection, and it lends the agent only if it was told so when it was made.
func (e *Executor) masters(t *target) []string {
	if !e.mayShare(t) || e.startsAnew(t) {
		return nil
	}
	return t.settings.ControlPaths
}

func (e *Executor) mayShare(t *target) bool {
	return !t.unlike && e.opts.KnownHosts == nil && (t.jump || e.forwardedAgent(t) == "") && runtime.GOOS != "windows"
}

// reach gives a connection for commands: that of the user's ssh, or one of ours.
func (e *Executor) reach(ctx context.Context, t *target) (*conn, error) {
	if c := e.share(ctx, t); c != nil {
		return c, nil
	}
	if ctx.Err() != nil {
		return nil, ended(ctx)
	}
	began := time.Now()
	c, err := e.dial(ctx, t)
	if err == nil {
		c.took = time.Since(began)
	}
	return c, err
}

// share gives a connection over that of the user's ssh, or nil where there is none
// that works: then ours is made as ever. That it works is known when the first
// session is open, which costs no trip of its own.
func (e *Executor) share(ctx context.Context, t *target) *conn {
	for _, path := range e.masters(t) {
		limited, limit := withLimit(ctx, e.connectTimeout(t))
		c, err := e.shareAt(limited, t, path)
		err = deadline(limited, err)
		limit.end()
		switch {
		case err == nil:
			e.opts.Logger.Debug("using the connection of ssh", "host", t.name, "socket", path)
			return c
		case !errors.Is(err, fs.ErrNotExist):
			e.opts.Logger.Warn("the connection of ssh is not used", "host", t.name, "socket", path, "error", err)
		}
	}
	return nil
}

func (e *Executor) shareAt(ctx context.Context, t *target, path string) (*conn, error) {
	socket, err := dialMaster(ctx, path)
	if err != nil {
		return nil, err
	}
	server := newStranger(socket)
	server.welcome()
	stop := context.AfterFunc(ctx, func() { server.Close() })
	c, channels, requests, err := ssh.NewControlClientConn(server)
	if err != nil {
		server.Close()
		return nil, foreign{err}
	}
	shared := e.newConn(t, &link{Conn: c, channels: channels, requests: requests, trusted: true, shared: true}, server)
	if err = shared.firstSession(ctx); err == nil && !stop() {
		err = ended(ctx)
	}
	if err != nil {
		shared.close()
		return nil, err
	}
	return shared, nil
}

// dialMaster connects to a socket that nobody but this user can have put there.
func dialMaster(ctx context.Context, path string) (net.Conn, error) {
	if err := checkOwner(path); err != nil {
		return nil, err
	}
	var d net.Dialer
	c, err := d.DialContext(ctx, "unix", path)
	if err != nil {
		return nil, err
	}
	if err := checkPeer(c); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// firstSession waits for a session, which stays for the first command.
func (c *conn) firstSession(ctx context.Context) error {
	o := c.takeSpare()
	if o == nil { // none is opened ahead on a jump host
		return c.ping()
	}
	select {
	case <-o.done:
	case <-c.lost:
		return c.lostError()
	case <-ctx.Done():
		return ended(ctx)
	}
	if o.err != nil {
		return foreign{o.err}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.spares = append(c.spares, o)
	return nil
}

var errOthers = errors.New("it belongs to another account")
