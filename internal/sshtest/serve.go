package sshtest

import (
	"context"
	"net"
	"sync"

	"golang.org/x/crypto/ssh"
)

// client is one connection that has logged in.
type client struct {
	server   *Server
	conn     *ssh.ServerConn
	wg       sync.WaitGroup
	mu       sync.Mutex
	sessions int
	forwards map[string]net.Listener
}

func (s *Server) serve(d *delayed) {
	defer d.Close()
	if s.opts.Silent {
		_, _ = d.Read(make([]byte, 1))
		<-d.done
		return
	}
	conn, channels, requests, err := ssh.NewServerConn(d, s.config)
	if err != nil {
		return
	}
	s.mu.Lock()
	s.logins = append(s.logins, conn.User())
	s.mu.Unlock()
	ctx, cancel := context.WithCancel(context.Background())
	c := &client{server: s, conn: conn, forwards: map[string]net.Listener{}}
	c.wg.Go(func() { c.global(requests) })
	for ch := range channels {
		switch ch.ChannelType() {
		case "session":
			c.session(ctx, ch)
		case "direct-tcpip":
			c.wg.Go(func() { c.direct(ctx, ch) })
		default:
			_ = ch.Reject(ssh.UnknownChannelType, "unknown")
		}
	}
	cancel()
	c.closeForwards()
	c.wg.Wait()
}

// global answers the requests of a whole connection.
func (c *client) global(requests <-chan *ssh.Request) {
	for r := range requests {
		var m struct {
			Addr string
			Port uint32
		}
		switch r.Type {
		case "tcpip-forward":
			if ssh.Unmarshal(r.Payload, &m) == nil {
				c.listen(r, m.Addr, m.Port)
			}
		case "cancel-tcpip-forward":
			_ = r.Reply(ssh.Unmarshal(r.Payload, &m) == nil && c.unlisten(m.Addr, m.Port), nil)
		default:
			if r.WantReply {
				_ = r.Reply(false, nil)
			}
		}
	}
}

// session admits a session if there is room.
func (c *client) session(ctx context.Context, ch ssh.NewChannel) {
	c.mu.Lock()
	full := c.server.opts.MaxSessions > 0 && c.sessions >= c.server.opts.MaxSessions
	if !full {
		c.sessions++
	}
	c.mu.Unlock()
	if full {
		_ = ch.Reject(ssh.ConnectionFailed, "open failed")
		return
	}
	channel, requests, err := ch.Accept()
	if err != nil {
		return
	}
	c.wg.Go(func() {
		(&session{client: c, channel: channel}).serve(ctx, requests)
		c.mu.Lock()
		c.sessions--
		c.mu.Unlock()
	})
}
