package sshx

import (
	"context"
	"sync"
)

// startsPerServer stays below the ten unauthenticated connections from which
// OpenSSH begins to drop new ones.
const startsPerServer = 8

// gates limits how many connections are being made: to each server, and in all
// where that is asked for.
type gates struct {
	all     chan struct{} // nil: any number
	mu      sync.Mutex
	servers map[string]chan struct{}
}

// newGates makes gates with a limit for all starts together; 0 means none.
func newGates(limit int) *gates {
	g := &gates{servers: map[string]chan struct{}{}}
	if limit > 0 {
		g.all = make(chan struct{}, limit)
	}
	return g
}

// enter waits for a place; leave gives it back. The server's gate comes first,
// so that hosts behind one busy server don't keep others out.
func (g *gates) enter(ctx context.Context, server string) (leave func(), err error) {
	gate := g.server(server)
	if err := take(ctx, gate); err != nil {
		return nil, err
	}
	if g.all == nil {
		return func() { <-gate }, nil
	}
	if err := take(ctx, g.all); err != nil {
		<-gate
		return nil, err
	}
	return func() { <-g.all; <-gate }, nil
}

func (g *gates) server(name string) chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	gate, ok := g.servers[name]
	if !ok {
		gate = make(chan struct{}, startsPerServer)
		g.servers[name] = gate
	}
	return gate
}

func take(ctx context.Context, gate chan struct{}) error {
	select {
	case gate <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ended(ctx)
	}
}
