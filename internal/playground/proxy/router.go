package main

import (
	"cmp"
	"context"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// service is one deployed app or role: what it serves, and by which container.
type service struct {
	Name    string
	Options options
	Stopped bool
	Message string

	target *target
}

// router knows all services, and finds the one for a request.
type router struct {
	store store

	mu       sync.RWMutex
	services map[string]*service
}

func newRouter(s store) (*router, error) {
	kept, err := s.load()
	if err != nil {
		return nil, err
	}
	r := &router{store: s, services: map[string]*service{}}
	for _, kept := range kept {
		kept.target = newTarget(kept.Options)
		r.services[kept.Name] = kept
	}
	return r, nil
}

// deploy switches the service to a new target as soon as that is healthy, and returns when the
// old one has no work left.
func (r *router) deploy(ctx context.Context, name string, o options) error {
	if err := o.check(); err != nil {
		return err
	}
	fresh := newTarget(o)
	if err := fresh.waitUntilHealthy(ctx); err != nil {
		return err
	}
	for _, check := range []func() error{
		func() error { return r.checkConflict(name, o) },
		func() error { return checkAuthority(o) },
		func() error { return checkCertificate(o) },
		func() error { return checkErrorPages(o) },
	} {
		if err := check(); err != nil {
			return err
		}
	}
	old, err := r.replace(name, fresh)
	if err != nil {
		return err
	}
	slog.Info("deployed", "service", name, "target", o.Target)
	if old != nil {
		old.drain(o.DrainTimeout)
	}
	return nil
}

func (r *router) replace(name string, fresh *target) (*target, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := cmp.Or(r.services[name], &service{Name: name})
	old := s.target
	s.Options, s.target = fresh.options, fresh
	r.services[name] = s
	return old, r.save()
}

func (r *router) checkConflict(name string, o options) error {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, other := range r.services {
		if other.Name != name && overlap(o, other.Options) {
			return errConflict
		}
	}
	return nil
}

// stop lets the service answer 503 until it is resumed, and waits for what it has begun.
func (r *router) stop(name, message string, o options) error {
	s, err := r.change(name, func(s *service) { s.Stopped, s.Message = true, message })
	if err == nil {
		s.drain(o.DrainTimeout)
	}
	return err
}

func (r *router) resume(name string) error {
	_, err := r.change(name, func(s *service) { s.Stopped, s.Message = false, "" })
	return err
}

func (r *router) remove(name string) error {
	s, err := r.change(name, func(s *service) { delete(r.services, name) })
	if err == nil {
		s.drain(0)
	}
	return err
}

func (r *router) change(name string, do func(*service)) (*target, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s, ok := r.services[name]
	if !ok {
		return nil, errNotFound
	}
	do(s)
	return s.target, r.save()
}

// all gives the services in the order of their names. The lock is held.
func (r *router) all() []*service {
	return slices.SortedFunc(maps.Values(r.services), func(a, b *service) int { return cmp.Compare(a.Name, b.Name) })
}

func (r *router) save() error {
	return r.store.save(r.all())
}

// find gives the service for a host and a path: the longest prefix wins, and a service
// for this host wins over one for any. The lock is held.
func (r *router) find(host, path string) (found *service, prefix string) {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	best := -1
	for _, s := range r.all() {
		rank := s.Options.matchHost(host)
		for _, p := range s.Options.prefixes() {
			if score := rank*10000 + len(p); rank >= 0 && under(path, p) && score > best {
				found, prefix, best = s, p, score
			}
		}
	}
	return found, prefix
}

// claim finds the service for a request and counts the request with its target, in one
// step, so that a switch of targets waits for it.
func (r *router) claim(request *http.Request) (service, string, *http.Request, func()) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	found, prefix := r.find(request.Host, request.URL.Path)
	if found == nil {
		return service{}, "", request, func() {}
	}
	if found.Stopped {
		return *found, prefix, request, func() {}
	}
	ctx, end := found.target.begin(request.Context())
	return *found, prefix, request.WithContext(ctx), end
}

func under(path, prefix string) bool {
	rest, ok := strings.CutPrefix(path, prefix)
	return ok && (prefix == "" || rest == "" || rest[0] == '/')
}
