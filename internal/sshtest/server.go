package sshtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/crypto/ssh"
)

// Server is a running server. Its methods may be called concurrently.
type Server struct {
	opts     Options
	dial     func(ctx context.Context, network, addr string) (net.Conn, error) // for jumps
	listen   func(network, addr string) (net.Listener, error)                  // for forwards
	config   *ssh.ServerConfig
	listener net.Listener
	ctx      context.Context // of the commands that run in a shell
	cancel   context.CancelFunc
	wg       sync.WaitGroup

	mu       sync.Mutex
	conns    map[*delayed]bool
	accepted int
	logins   []string
	lines    []string
	agents   int
	closed   bool
	lastPID  int
	handlers map[int]context.CancelFunc // of running handlers, by process number
}

// TB is what a server needs of a test; *testing.T and *testing.B are such. With
// it in place of testing.TB, programs that simulate hosts don't link testing.
type TB interface {
	Helper()
	Fatal(args ...any)
	Cleanup(func())
}

// Start runs a server on a free loopback port until the test ends.
func Start(tb TB, opts Options) *Server {
	tb.Helper()
	s, err := Listen("127.0.0.1:0", opts)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(s.Close)
	return s
}

// Listen runs a server on an address until it is closed.
func Listen(addr string, opts Options) (*Server, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	return newServer(l, new(net.Dialer).DialContext, opts), nil
}

func newServer(l net.Listener, dial func(context.Context, string, string) (net.Conn, error), opts Options) *Server {
	if opts.HostKeys == nil {
		opts.HostKeys = []ssh.Signer{NewKey()}
	}
	if opts.Shell == nil {
		opts.Shell = []string{"/bin/sh"}
	}
	s := &Server{
		opts: opts, listener: l, dial: dial, listen: net.Listen, conns: map[*delayed]bool{},
		lastPID: 1 << 22, handlers: map[int]context.CancelFunc{}, // above what systems give out
	}
	if opts.Handler != nil {
		s.listen = NewNetwork().listen
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.config = &ssh.ServerConfig{
		MaxAuthTries: opts.MaxAuthTries, PublicKeyCallback: s.authorize,
	}
	for _, key := range opts.HostKeys {
		s.config.AddHostKey(key)
	}
	s.wg.Go(s.accept)
	return s
}

// Addr is where the server listens, as host:port.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Port is the port of Addr.
func (s *Server) Port() int {
	_, port, _ := net.SplitHostPort(s.Addr())
	n, _ := strconv.Atoi(port)
	return n
}

// KnownHosts is the line of a known_hosts file for each of the server's keys.
func (s *Server) KnownHosts() string {
	var b strings.Builder
	host, port, _ := net.SplitHostPort(s.Addr())
	for _, key := range s.opts.HostKeys {
		public := key.PublicKey()
		if cert, ok := public.(*ssh.Certificate); ok {
			public = cert.Key
		}
		fmt.Fprintf(&b, "[%s]:%s %s", host, port, ssh.MarshalAuthorizedKey(public))
	}
	return b.String()
}

// Connections is how many were accepted so far.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accepted
}

// Logins are the users that logged in so far.
func (s *Server) Logins() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.logins)
}

// Lines are the command lines as they were sent so far.
func (s *Server) Lines() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.lines)
}

// AgentRequests is how many sessions asked to use the client's agent.
func (s *Server) AgentRequests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.agents
}

// Drop cuts all connections, as when a cable is pulled and the other side told.
func (s *Server) Drop() { s.each(func(c *delayed) { c.Conn.Close() }) }

// Freeze lets no byte through any more, in both directions, on the connections
// that are there: the other side learns nothing.
func (s *Server) Freeze() { s.each((*delayed).freeze) }

// Close ends the server, its connections and commands.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.listener.Close()
	s.cancel()
	s.each(func(c *delayed) { c.Close() })
	s.wg.Wait()
}

func (s *Server) each(f func(*delayed)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		f(c)
	}
}

func (s *Server) authorize(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
	if cert, ok := key.(*ssh.Certificate); ok && s.opts.UserCA != nil {
		if bytes.Equal(cert.SignatureKey.Marshal(), s.opts.UserCA.Marshal()) {
			return nil, nil
		}
	}
	for _, k := range s.opts.AuthorizedKeys {
		if bytes.Equal(k.Marshal(), key.Marshal()) {
			return nil, nil
		}
	}
	if s.opts.AuthorizedKeys == nil && s.opts.UserCA == nil {
		return nil, nil
	}
	return nil, errors.New("not authorized")
}

func (s *Server) accept() {
	for {
		c, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.accepted++
		drop := s.accepted <= s.opts.DropFirst || s.closed
		d := newDelayed(c, s.opts.Delay)
		s.conns[d] = true
		s.mu.Unlock()
		if drop {
			d.Close()
			continue
		}
		s.wg.Go(func() {
			s.serve(d)
			s.mu.Lock()
			delete(s.conns, d)
			s.mu.Unlock()
		})
	}
}
