package sshtest

import (
	"context"
	"fmt"
	"net"
	"sync"
	"syscall"
)

// Network joins servers and clients in memory, without ports of the machine. All
// that waits on it waits for a channel: inside of testing/synctest the delay of a
// server takes no time, and what the clock shows at the end is how long it would
// have taken.
type Network struct {
	mu        sync.Mutex
	listeners map[string]*memoryListener
}

// NewNetwork makes a network without servers.
func NewNetwork() *Network { return &Network{listeners: map[string]*memoryListener{}} }

// Listen runs a server on an address of the network, such as 192.0.2.1:22, until
// it is closed.
func (n *Network) Listen(addr string, opts Options) (*Server, error) {
	l, err := n.listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	return newServer(l, n.DialContext, opts), nil
}

func (n *Network) listen(_, addr string) (net.Listener, error) {
	l := &memoryListener{network: n, addr: memoryAddr(addr), dialled: make(chan net.Conn), closed: make(chan struct{})}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.listeners[addr] != nil {
		return nil, fmt.Errorf("listening on %s: %w", addr, syscall.EADDRINUSE)
	}
	n.listeners[addr] = l
	return l, nil
}

// DialContext connects to a server. It costs no time.
func (n *Network) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	refused := &net.OpError{Op: "dial", Net: network, Addr: memoryAddr(addr), Err: syscall.ECONNREFUSED}
	n.mu.Lock()
	l := n.listeners[addr]
	n.mu.Unlock()
	if l == nil {
		return nil, refused
	}
	near, far := net.Pipe()
	select {
	case l.dialled <- far:
		return near, nil
	case <-l.closed:
		return nil, refused
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

type memoryAddr string

func (memoryAddr) Network() string  { return "memory" }
func (a memoryAddr) String() string { return string(a) }

// memoryListener gives out the far ends of what was dialled.
type memoryListener struct {
	network *Network
	addr    memoryAddr
	dialled chan net.Conn
	once    sync.Once
	closed  chan struct{}
}

// Accept waits for somebody to dial.
func (l *memoryListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.dialled:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close takes the address off the network.
func (l *memoryListener) Close() error {
	l.once.Do(func() {
		close(l.closed)
		l.network.mu.Lock()
		defer l.network.mu.Unlock()
		delete(l.network.listeners, string(l.addr))
	})
	return nil
}

// Addr is where it listens.
func (l *memoryListener) Addr() net.Addr { return l.addr }
