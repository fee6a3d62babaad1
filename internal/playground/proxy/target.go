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
	inFlight map[*work]bool
	drained  []chan struct{}
}

// work is a request that a target works on.
type work struct {
	cancel context.CancelFunc
	// upgraded says that the connection has become a socket, which may go on for ever.
	upgraded bool
}

// workKey is where a request's context has its work.
type workKey struct{}

func newTarget(o options) *target {
	t := &target{options: o, address: o.Target, inFlight: map[*work]bool{}}
	if _, _, err := net.SplitHostPort(o.Target); err != nil {
		t.address = net.JoinHostPort(o.Target, defaultTargetPort)
	}
	t.proxy = &httputil.ReverseProxy{
		Rewrite:        t.rewrite,
		ModifyResponse: t.noteUpgrade,
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
	w := &work{cancel: cancel}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.inFlight[w] = true
	return context.WithValue(ctx, workKey{}, w), func() { t.end(w) }
}

// noteUpgrade takes note that a request's connection becomes a socket.
func (t *target) noteUpgrade(response *http.Response) error {
	w, ok := response.Request.Context().Value(workKey{}).(*work)
	if ok && response.StatusCode == http.StatusSwitchingProtocols {
		t.mu.Lock()
		defer t.mu.Unlock()
		w.upgraded = true
	}
	return nil
}

func (t *target) end(w *work) {
	t.mu.Lock()
	defer t.mu.Unlock()
	w.cancel()
	delete(t.inFlight, w)
	if len(t.inFlight) == 0 {
		for _, waiter := range t.drained {
			close(waiter)
		}
		t.drained = nil
	}
}

// drain waits until the target has answered all that it was asked, and cuts short what takes
// longer than the timeout; sockets at once. No new request begins meanwhile.
func (t *target) drain(timeout time.Duration) {
	t.cutShort(func(w *work) bool { return w.upgraded })
	select {
	case <-t.idle():
	case <-time.After(timeout):
		t.cutShort(func(*work) bool { return true })
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

func (t *target) cutShort(which func(*work) bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for w := range t.inFlight {
		if which(w) {
			w.cancel()
		}
	}
}
