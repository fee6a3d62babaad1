package sshtest

import (
	"context"
	"io"
	"net"
	"strconv"
	"sync"

	"golang.org/x/crypto/ssh"
)

// direct connects a channel with an address, as a jump host does.
func (c *client) direct(ctx context.Context, ch ssh.NewChannel) {
	var m struct {
		Addr       string
		Port       uint32
		Origin     string
		OriginPort uint32
	}
	if ssh.Unmarshal(ch.ExtraData(), &m) != nil {
		_ = ch.Reject(ssh.ConnectionFailed, "bad request")
		return
	}
	far, err := c.server.dial(ctx, "tcp", address(m.Addr, m.Port))
	if err != nil {
		_ = ch.Reject(ssh.ConnectionFailed, err.Error())
		return
	}
	near, requests, err := ch.Accept()
	if err != nil {
		far.Close()
		return
	}
	go ssh.DiscardRequests(requests)
	join(ctx, near, far)
}

// listen opens a port whose connections go to the client: one of the machine's, or where
// a handler is the host, one of that host alone.
func (c *client) listen(r *ssh.Request, asked string, port uint32) {
	l, err := c.server.listen("tcp", address(asked, port))
	if err != nil {
		_ = r.Reply(false, nil)
		return
	}
	if a, ok := l.Addr().(*net.TCPAddr); ok {
		port = uint32(a.Port)
	}
	c.mu.Lock()
	c.forwards[address(asked, port)] = l
	c.mu.Unlock()
	_ = r.Reply(true, ssh.Marshal(struct{ Port uint32 }{port}))
	c.wg.Go(func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			c.wg.Go(func() { c.forwarded(near, asked, port) })
		}
	})
}

func (c *client) forwarded(near net.Conn, addr string, port uint32) {
	origin := near.RemoteAddr().(*net.TCPAddr)
	ch, requests, err := c.conn.OpenChannel("forwarded-tcpip", ssh.Marshal(struct {
		Addr       string
		Port       uint32
		Origin     string
		OriginPort uint32
	}{addr, port, origin.IP.String(), uint32(origin.Port)}))
	if err != nil {
		near.Close()
		return
	}
	go ssh.DiscardRequests(requests)
	join(context.Background(), ch, near)
}

func address(host string, port uint32) string {
	return net.JoinHostPort(host, strconv.Itoa(int(port)))
}

// unlisten closes a port again, if it is open.
func (c *client) unlisten(asked string, port uint32) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	l, open := c.forwards[address(asked, port)]
	if open {
		l.Close()
		delete(c.forwards, address(asked, port))
	}
	return open
}

func (c *client) closeForwards() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, l := range c.forwards {
		l.Close()
	}
}

// join copies both ways until both are done or the context ends.
func join(ctx context.Context, a, b io.ReadWriteCloser) {
	stop := context.AfterFunc(ctx, func() { a.Close(); b.Close() })
	defer stop()
	var wg sync.WaitGroup
	wg.Go(func() { _, _ = io.Copy(a, b); closeWrite(a) })
	wg.Go(func() { _, _ = io.Copy(b, a); closeWrite(b) })
	wg.Wait()
	a.Close()
	b.Close()
}

func closeWrite(c io.Closer) {
	if half, ok := c.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
}

func copyAndClose(w io.WriteCloser, r io.Reader) {
	_, _ = io.Copy(w, r)
	w.Close()
}
