package main

import (
	"context"
	"net"
	"net/http"
	"net/http/httputil"
	"strings"
	"sync"
	"time"
)

const defaultTargetPort = "80"

// target is one container, with the requests it works on.
type target struct {
	options options
	address string
	proxy   *httputil.ReverseProxy

	mu       sync.Mutex
	inFlight map[context.Context]context.CancelFunc
	drained  []chan struct{}
}

func newTarget(o options) *target {
	t := &target{options: o, address: o.Target, inFlight: map[context.Context]context.CancelFunc{}}
	if _, _, err := net.SplitHostPort(o.Target); err != nil {
		t.address = net.JoinHostPort(o.Target, defaultTargetPort)
	}
	t.proxy = &httputil.ReverseProxy{
		Rewrite: t.rewrite,
		Transport: &http.Transport{
			DisableCompression:    true,
			MaxIdleConnsPerHost:   100,
			IdleConnTimeout:       30 * time.Second,
			ResponseHeaderTimeout: o.TargetTimeout,
		},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			w.Header().Set("X-Proxy-Error", strings.ReplaceAll(err.Error(), "\n", " "))
			fail(w, o, http.StatusBadGateway, "")
		},
		FlushInterval: -1,
	}
	return t
}

func (t *target) rewrite(r *httputil.ProxyRequest) {
	r.Out.URL.Scheme, r.Out.URL.Host = "http", t.address
	r.Out.Host = r.In.Host
	if t.options.ForwardHeaders {
		r.Out.Header["X-Forwarded-For"] = r.In.Header["X-Forwarded-For"]
	}
	r.SetXForwarded()
	if proto := r.In.Header.Get("X-Forwarded-Proto"); t.options.ForwardHeaders && proto != "" {
		r.Out.Header.Set("X-Forwarded-Proto", proto)
	}
}

// begin counts a request; the caller has made sure that the target is still the current one.
func (t *target) begin(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.inFlight[ctx] = cancel
	return ctx, func() { t.end(ctx) }
}

func (t *target) end(ctx context.Context) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.inFlight[ctx]()
	delete(t.inFlight, ctx)
	if len(t.inFlight) == 0 {
		for _, waiter := range t.drained {
			close(waiter)
		}
		t.drained = nil
	}
}

// drain waits until the target has answered all that it was asked, and cuts short what takes
// longer than the timeout. No new request begins meanwhile.
func (t *target) drain(timeout time.Duration) {
	select {
	case <-t.idle():
	case <-time.After(timeout):
		t.cutShort()
	}
	t.proxy.Transport.(*http.Transport).CloseIdleConnections()
}

// idle gives a channel that is closed as soon as no request is in flight.
func (t *target) idle() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	waiter := make(chan struct{})
	if len(t.inFlight) == 0 {
		close(waiter)
	} else {
		t.drained = append(t.drained, waiter)
	}
	return waiter
}

func (t *target) cutShort() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, cancel := range t.inFlight {
		cancel()
	}
}
