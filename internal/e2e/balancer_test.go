package e2e_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/kamal-go/kamal/internal/playground/load"
)

// balancer is a load balancer in front of all hosts. It never asks twice, so a request to
// a host that doesn't serve has failed.
type balancer struct {
	front, control *httptest.Server

	mu      sync.Mutex
	changed *sync.Cond
	members []string
	turn    int
	// inFlight counts the requests that a host works on.
	inFlight map[string]int
}

// newBalancer starts a load balancer that has all hosts of a project.
func (a *app) newBalancer(t *testing.T) *balancer {
	t.Helper()
	b := &balancer{inFlight: map[string]int{}}
	b.changed = sync.NewCond(&b.mu)
	for _, host := range a.Hosts {
		b.members = append(b.members, host.Address)
	}
	b.front = httptest.NewServer(http.HandlerFunc(b.pass))
	t.Cleanup(b.front.Close)
	control := http.NewServeMux()
	control.HandleFunc("/out", b.out)
	control.HandleFunc("/in", b.in)
	b.control = httptest.NewServer(control)
	t.Cleanup(b.control.Close)
	return b
}

// pass sends a request to the host whose turn it is.
func (b *balancer) pass(w http.ResponseWriter, r *http.Request) {
	host := b.begin()
	if host == "" {
		http.Error(w, "no host", http.StatusServiceUnavailable)
		return
	}
	defer b.end(host)
	httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: host}).ServeHTTP(w, r)
}

func (b *balancer) begin() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.members) == 0 {
		return ""
	}
	b.turn++
	host := b.members[b.turn%len(b.members)]
	b.inFlight[host]++
	return host
}

func (b *balancer) end(host string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.inFlight[host]--
	b.changed.Broadcast()
}

// out takes a host out, and answers when it has finished what it was asked.
func (b *balancer) out(_ http.ResponseWriter, r *http.Request) {
	host := r.FormValue("host")
	b.mu.Lock()
	defer b.mu.Unlock()
	b.members = slices.DeleteFunc(b.members, func(m string) bool { return m == host })
	for b.inFlight[host] > 0 {
		b.changed.Wait()
	}
}

// in puts a host back as soon as it answers the health check.
func (b *balancer) in(w http.ResponseWriter, r *http.Request) {
	host := r.FormValue("host")
	for {
		_, err := load.Get(r.Context(), http.DefaultClient, "http://"+host+"/up")
		if err == nil {
			break
		}
		if r.Context().Err() != nil {
			http.Error(w, err.Error(), http.StatusGatewayTimeout)
			return
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.members = append(b.members, host)
}

// has reports whether a host is in.
func (b *balancer) has(host string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Contains(b.members, host)
}

// hook gives a hook that asks the balancer to do something with the hosts of its group.
func (b *balancer) hook(do string) string {
	return "#!/bin/sh\nset -e\nfor host in $(echo \"$KAMAL_HOSTS\" | tr , ' '); do\n" +
		"  ./app get \"" + b.control.URL + "/" + do + "?host=$host\"\ndone\n"
}

// addHooks adds hooks to a project that take hosts out of the balancer, and put them back.
func (b *balancer) addHooks(t *testing.T, a *app, pre, post string) {
	t.Helper()
	hooks := filepath.Join(a.Dir, ".kamal", "hooks")
	if err := os.MkdirAll(hooks, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, do := range map[string]string{pre: "out", post: "in"} {
		if err := os.WriteFile(filepath.Join(hooks, name), []byte(b.hook(do)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

// load starts clients of the balancer.
func (b *balancer) load(ctx context.Context) *load.Load {
	return load.Start(ctx, b.front.URL+"/slow?ms=20", b.front.URL+"/slow?ms=300")
}
