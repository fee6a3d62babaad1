package main

import (
	"context"
	"log"
	"net/http"
	"net/http/httputil"
	"slices"
	"sync"
)

// router sends each request to the next container.
type router struct {
	engine engine

	mu      sync.Mutex
	targets []string
	turn    int
}

// look notes which containers requests are sent to from now on.
func (r *router) look(ctx context.Context) error {
	list, err := r.engine.containers(ctx)
	if err != nil {
		return err
	}
	var targets []string
	for _, c := range list {
		if t := c.target(); t != "" {
			targets = append(targets, t)
		}
	}
	slices.Sort(targets)
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.Equal(targets, r.targets) {
		log.Printf("sending requests to %q", targets)
	}
	r.targets = targets
	return nil
}

// next gives the container whose turn it is; nothing when there is none.
func (r *router) next() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.targets) == 0 {
		return ""
	}
	r.turn++
	return r.targets[r.turn%len(r.targets)]
}

// ServeHTTP passes a request on, or answers 502.
func (r *router) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	target := r.next()
	if target == "" {
		http.Error(w, "no container", http.StatusBadGateway)
		return
	}
	proxy := httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) {
			p.Out.URL.Scheme, p.Out.URL.Host = "http", target
			p.Out.Host = p.In.Host
			p.SetXForwarded()
		},
		FlushInterval: -1,
	}
	proxy.ServeHTTP(w, request)
}
