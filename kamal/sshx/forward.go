package sshx

import (
	"context"
	"fmt"
	"io"
	"net"
	"sync"
)

// Forward makes the host listen on remoteAddr, such as 127.0.0.1:5000, and
// forwards each connection from there to localAddr, dialled here. It has an SSH
// connection of its own, so that its traffic does not hold up commands. The
// forwarding ends when the closer or the executor is closed, or the context
// ends; Close waits until all connections are closed.
func (e *Executor) Forward(ctx context.Context, host, remoteAddr, localAddr string) (io.Closer, error) {
	t, err := e.settled(ctx, host)
	if err != nil {
		return nil, err
	}
	listens := *t
	listens.begins = true
	c, err := e.dial(ctx, &listens)
	if err != nil {
		return nil, err
	}
	listener, err := c.client.Listen("tcp", remoteAddr)
	if err != nil {
		c.close()
		return nil, fmt.Errorf("listening on %s of %q: %w", remoteAddr, host, err)
	}
	return startForward(ctx, c, listener, localAddr), nil
}

// forward joins the connections of a listener with dialled ones.
type forward struct {
	conn     *conn
	listener net.Listener
	to       string
	cancel   context.CancelFunc
	wg       sync.WaitGroup
	once     sync.Once
}

func startForward(ctx context.Context, c *conn, l net.Listener, to string) *forward {
	f := &forward{conn: c, listener: l, to: to}
	ctx, f.cancel = context.WithCancel(ctx)
	f.wg.Go(func() { f.accept(ctx) })
	f.wg.Go(func() {
		select {
		case <-ctx.Done():
		case <-c.lost:
		case <-c.executor.closing:
			f.cancel()
		}
		c.server.Close()
		l.Close()
	})
	return f
}

// Close ends the forwarding. It always returns nil.
func (f *forward) Close() error {
	f.once.Do(func() {
		f.cancel()
		f.wg.Wait()
		f.conn.close()
	})
	return nil
}

func (f *forward) accept(ctx context.Context) {
	for places := newRoom(); ; {
		near, err := f.listener.Accept()
		if err != nil {
			return
		}
		if !places.enter() {
			near.Close()
			continue
		}
		f.wg.Go(func() {
			defer places.leave()
			defer near.Close()
			far, err := new(net.Dialer).DialContext(ctx, "tcp", f.to)
			if err != nil {
				f.conn.executor.opts.Logger.Warn("forwarding a connection", "host", f.conn.target.name, "error", err)
				return
			}
			defer far.Close()
			stop := context.AfterFunc(ctx, func() { near.Close(); far.Close() })
			defer stop()
			join(near, far)
		})
	}
}

// join copies both ways. The end of one direction is passed on, and the other
// may go on.
func join(a, b io.ReadWriteCloser) {
	var wg sync.WaitGroup
	oneWay := func(dst, src io.ReadWriteCloser) {
		_, _ = io.Copy(dst, src)
		if half, ok := dst.(interface{ CloseWrite() error }); ok {
			_ = half.CloseWrite()
		} else {
			dst.Close()
		}
	}
	wg.Go(func() { oneWay(a, b) })
	wg.Go(func() { oneWay(b, a) })
	wg.Wait()
}
