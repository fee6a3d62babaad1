package e2e_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// gate stops a deploy at its pre-deploy hook: it holds the lock, hosts have pulled, and nothing
// was started yet.
type gate struct {
	server *httptest.Server

	mu      sync.Mutex
	waits   chan struct{} // nil while the gate is open
	arrived chan struct{}
}

// addGate gives a project a gate, which is open.
func (a *app) addGate(t *testing.T) *gate {
	t.Helper()
	g := &gate{}
	g.server = httptest.NewServer(http.HandlerFunc(g.pass))
	t.Cleanup(g.server.Close)
	t.Cleanup(g.open)
	a.commitFiles(t, map[string]string{".kamal/hooks/pre-deploy": "#!/bin/sh\nexec ./app get " + g.server.URL + "\n"})
	return g
}

func (g *gate) pass(_ http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	waits, arrived := g.waits, g.arrived
	g.mu.Unlock()
	if waits == nil {
		return
	}
	close(arrived)
	select {
	case <-waits:
	case <-r.Context().Done():
	}
}

// close makes the next deploy stop, one alone.
func (g *gate) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waits, g.arrived = make(chan struct{}), make(chan struct{})
}

// open lets the deploy go on.
func (g *gate) open() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.waits != nil {
		close(g.waits)
	}
	g.waits = nil
}

// startUpTo starts a deploy, which stops at the gate.
func (a *app) startUpTo(t *testing.T, g *gate) *background {
	t.Helper()
	g.close()
	deploy := a.start(t.Context(), t, "deploy")
	select {
	case <-g.arrived:
	case <-time.After(patience):
		t.Fatalf("the deploy does not get to its hook:\n%s", deploy.text.String())
	}
	return deploy
}
