// Package hostile is SSH servers that misbehave, each in its own way, for tests of what
// talks to them: whatever such a server does, a command has to come back in time, and
// nothing may be left of it.
package hostile

import (
	"bytes"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/kamal-go/kamal/internal/sshtest"
)

// Server is an SSH server that misbehaves in one way. Whatever it does, an
// executor has to come back: with an error soon after its limits of time or the
// end of the context, without keeping what floods it, and leaving nothing behind
// that grows.
type Server struct {
	// Name says what it does.
	Name string
	// Connects says that a connection comes about all the same.
	Connects bool
	// Works says that a command runs all the same.
	Works bool

	serve func(net.Conn)
}

// Listen runs the server on a free loopback port until the test ends, and gives its
// address, which is empty when there is none. Any key may log in.
func (h Server) Listen(tb testing.TB) (addr string) {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Errorf("starting a hostile server: %v", err)
		return ""
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	var conns []net.Conn
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			conns = append(conns, c)
			mu.Unlock()
			wg.Go(func() { defer c.Close(); h.serve(c) })
		}
	})
	tb.Cleanup(func() {
		l.Close()
		mu.Lock()
		for _, c := range conns {
			c.Close()
		}
		mu.Unlock()
		wg.Wait()
	})
	return l.Addr().String()
}

// Servers are all of them.
func Servers() []Server {
	return slices.Concat(rude(), unkempt(), loginless(), lawless(), talkative())
}

// rude never end what they begin, or end what they should not.
func rude() []Server {
	return []Server{
		{Name: "says nothing", serve: silence},
		{Name: "sends endless lines before its version", serve: func(c net.Conn) { endless(c, "hello\r\n") }},
		{Name: "sends an endless line before its version", serve: func(c net.Conn) { endless(c, "x") }},
		{Name: "sends noise after its version", serve: func(c net.Conn) { endless(c, "SSH-2.0-x\r\n", "\xff\x00") }},
		{Name: "says nothing after its version", serve: func(c net.Conn) { _, _ = c.Write([]byte("SSH-2.0-x\r\n")); silence(c) }},
		{Name: "never decides about a login", serve: func(c net.Conn) { login(c, func() { silence(c) }, nil) }},
		{Name: "never opens a session", Connects: true, serve: sessions(func(ssh.NewChannel) {})},
		{Name: "never answers a command", Connects: true, serve: session(func(ssh.Channel, *ssh.Request) {})},
		{Name: "prints without end", Connects: true, serve: session(func(c ssh.Channel, r *ssh.Request) { _ = r.Reply(true, nil); endless(c, "x") })},
		{Name: "complains without end", Connects: true, serve: session(func(c ssh.Channel, r *ssh.Request) { _ = r.Reply(true, nil); endless(c.Stderr(), "x") })},
		{Name: "ends a command without a status", Connects: true, serve: session(func(c ssh.Channel, r *ssh.Request) { _ = r.Reply(true, nil); c.Close() })},
		{Name: "never ends a command that has a status", Connects: true, serve: session(func(c ssh.Channel, r *ssh.Request) { _ = r.Reply(true, nil); status(c, 0) })},
		{Name: "gives statuses without end", Connects: true, serve: session(func(c ssh.Channel, r *ssh.Request) {
			_ = r.Reply(true, nil)
			for status(c, 1) == nil {
			}
		})},
		{Name: "names a signal that no terminal should see", Connects: true, serve: session(func(c ssh.Channel, r *ssh.Request) {
			_ = r.Reply(true, nil)
			_, _ = c.SendRequest("exit-signal", false, ssh.Marshal(struct {
				Signal        string
				Core          bool
				Message, Lang string
			}{Signal: "\x1b]0;owned\a\n" + strings.Repeat("x", 10_000)}))
			c.Close()
		})},
		{Name: "opens channels without end", Connects: true, serve: flooding(func(c ssh.Conn, i int) error {
			kind := []string{"forwarded-tcpip", "auth-agent@openssh.com", "session", "x11", "direct-tcpip"}[i%5]
			if channel, _, err := c.OpenChannel(kind, nil); err == nil {
				channel.Close()
			} else if _, refused := err.(*ssh.OpenChannelError); !refused {
				return err
			}
			return nil
		})},
		{Name: "asks without end", Connects: true, serve: flooding(func(c ssh.Conn, _ int) error {
			_, _, err := c.SendRequest("hostkeys-00@openssh.com", true, bytes.Repeat([]byte("x"), 1000))
			return err
		})},
	}
}

// silence waits until the other side has gone.
func silence(c net.Conn) { _, _ = io.Copy(io.Discard, c) }

// endless writes the last text again and again, after the others.
func endless(w io.Writer, texts ...string) {
	last := len(texts) - 1
	for _, text := range texts[:last] {
		_, _ = w.Write([]byte(text))
	}
	piece := []byte(strings.Repeat(texts[last], 8<<10/len(texts[last])))
	for {
		if _, err := w.Write(piece); err != nil {
			return
		}
	}
}

// login lets everybody in, after decide, and gives the connection to serve.
func login(c net.Conn, decide func(), serve func(*ssh.ServerConn, <-chan ssh.NewChannel, <-chan *ssh.Request)) {
	config := &ssh.ServerConfig{PublicKeyCallback: func(ssh.ConnMetadata, ssh.PublicKey) (*ssh.Permissions, error) {
		decide()
		return nil, nil
	}}
	config.AddHostKey(sshtest.NewKey())
	conn, channels, requests, err := ssh.NewServerConn(c, config)
	if err == nil && serve != nil {
		serve(conn, channels, requests)
	}
}

// sessions serves each channel that is asked for.
func sessions(open func(ssh.NewChannel)) func(net.Conn) {
	return func(c net.Conn) {
		login(c, func() {}, func(_ *ssh.ServerConn, channels <-chan ssh.NewChannel, requests <-chan *ssh.Request) {
			go ssh.DiscardRequests(requests)
			for channel := range channels {
				open(channel)
			}
		})
	}
}

// session serves the command of each session.
func session(run func(ssh.Channel, *ssh.Request)) func(net.Conn) {
	return sessions(func(n ssh.NewChannel) {
		channel, requests, err := n.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range requests {
				if r.Type == "exec" {
					go run(channel, r)
				}
			}
		}()
	})
}

func status(c ssh.Channel, n uint32) error {
	_, err := c.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{n}))
	return err
}

// flooding does something again and again, besides running commands that do
// nothing.
func flooding(again func(c ssh.Conn, i int) error) func(net.Conn) {
	return func(c net.Conn) {
		login(c, func() {}, func(conn *ssh.ServerConn, channels <-chan ssh.NewChannel, requests <-chan *ssh.Request) {
			go ssh.DiscardRequests(requests)
			go func() {
				for i := 0; again(conn, i) == nil; i++ {
				}
			}()
			runAll(channels, nil)
		})
	}
}

// runAll runs every command of every session: it prints a text, and succeeds.
func runAll(channels <-chan ssh.NewChannel, text []byte) {
	for n := range channels {
		channel, requests, err := n.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range requests {
				_ = r.Reply(r.Type == "exec", nil)
				if r.Type == "exec" {
					_, _ = channel.Write(text)
					_ = status(channel, 0)
					channel.Close()
				}
			}
		}()
	}
}
