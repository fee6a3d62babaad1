package main

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// container is a target that answers with its name, and 503 on /up unless it is healthy.
func container(t *testing.T, name string, healthy bool) options {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/up" && !healthy {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = io.WriteString(w, name+" "+r.URL.Path)
	}))
	t.Cleanup(server.Close)
	return optionsFor(server.URL)
}

func optionsFor(url string) options {
	return options{
		Target: strings.TrimPrefix(url, "http://"), HealthPath: "/up",
		HealthInterval: time.Millisecond, HealthTimeout: time.Minute,
		DeployTimeout: time.Minute, DrainTimeout: time.Minute, TargetTimeout: time.Minute,
	}
}

func proxyIn(t *testing.T, dir string) *router {
	t.Helper()
	r, err := newRouter(store(dir))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func deploy(t *testing.T, r *router, name string, o options) {
	t.Helper()
	if err := r.deploy(t.Context(), name, o); err != nil {
		t.Fatal(err)
	}
}

// answerOf gives status and text for a request to the proxy.
func answerOf(r *router, host, path string) (int, string) {
	w := httptest.NewRecorder()
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Host = host
	r.ServeHTTP(w, request)
	return w.Code, w.Body.String()
}

func wantAnswer(t *testing.T, r *router, host, path, want string) {
	t.Helper()
	if status, text := answerOf(r, host, path); status != http.StatusOK || text != want {
		t.Errorf("%s%s: %d %q, want 200 %q", host, path, status, text, want)
	}
}

func TestDeploy_LosesNoRequest(t *testing.T) {
	r := proxyIn(t, t.TempDir())
	deploy(t, r, "web", container(t, "v0", true))
	front := httptest.NewServer(r)
	defer front.Close()

	var clients sync.WaitGroup
	var failed, served atomic.Int64
	done := make(chan struct{})
	for range 8 {
		clients.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				response, err := http.Get(front.URL)
				if err != nil || response.StatusCode != http.StatusOK {
					failed.Add(1)
				}
				if err == nil {
					_ = response.Body.Close()
				}
				served.Add(1)
			}
		})
	}
	for range 20 {
		deploy(t, r, "web", container(t, "next", true))
	}
	close(done)
	clients.Wait()
	if failed.Load() > 0 || served.Load() == 0 {
		t.Errorf("%d of %d requests failed", failed.Load(), served.Load())
	}
}

func TestDeploy_WaitsForRequestsOfTheOldTarget(t *testing.T) {
	arrived, finish := make(chan struct{}), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			close(arrived)
			<-finish
			_, _ = io.WriteString(w, "slow answer")
		}
	}))
	defer server.Close()
	r := proxyIn(t, t.TempDir())
	deploy(t, r, "web", optionsFor(server.URL))

	slow := make(chan string)
	go func() {
		_, text := answerOf(r, "", "/slow")
		slow <- text
	}()
	<-arrived
	next := container(t, "new", true)
	deployed := make(chan error)
	go func() { deployed <- r.deploy(t.Context(), "web", next) }()
	for { // until the switch
		if _, text := answerOf(r, "", "/"); text == "new /" {
			break
		}
	}
	select {
	case <-deployed:
		t.Error("the deploy ended before the old target's request")
	default:
	}
	close(finish)
	if got := <-slow; got != "slow answer" {
		t.Errorf("the old target's request got %q", got)
	}
	if err := <-deployed; err != nil {
		t.Error(err)
	}
}

func TestDeploy_CutsShortWhatDoesNotEnd(t *testing.T) {
	arrived := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/endless" {
			close(arrived)
			<-r.Context().Done()
		}
	}))
	defer server.Close()
	r := proxyIn(t, t.TempDir())
	deploy(t, r, "web", optionsFor(server.URL))
	status := make(chan int)
	go func() {
		code, _ := answerOf(r, "", "/endless")
		status <- code
	}()
	<-arrived
	next := container(t, "new", true)
	next.DrainTimeout = time.Millisecond
	deploy(t, r, "web", next)
	if got := <-status; got != http.StatusBadGateway {
		t.Errorf("status %d, want 502", got)
	}
}

func TestDeploy_UnhealthyLeavesTheOldTarget(t *testing.T) {
	r := proxyIn(t, t.TempDir())
	deploy(t, r, "web", container(t, "old", true))
	unhealthy := container(t, "new", false)
	unhealthy.DeployTimeout = 300 * time.Millisecond
	err := r.deploy(t.Context(), "web", unhealthy)
	if !errors.Is(err, errUnhealthy) {
		t.Errorf("error %v, want %v", err, errUnhealthy)
	}
	wantAnswer(t, r, "", "/", "old /")
}

func TestServices_AreFoundByHostAndPath(t *testing.T) {
	r := proxyIn(t, t.TempDir())
	add := func(name string, change func(*options)) {
		o := container(t, name, true)
		change(&o)
		deploy(t, r, name, o)
	}
	add("any", func(*options) {})
	add("shop", func(o *options) { o.Hosts = []string{"shop.example.com"} })
	add("wild", func(o *options) { o.Hosts = []string{"*.example.com"} })
	add("api", func(o *options) { o.Hosts, o.PathPrefixes = []string{"shop.example.com"}, []string{"/api"} })
	add("kept", func(o *options) {
		o.Hosts, o.PathPrefixes, o.KeepPathPrefix = []string{"shop.example.com"}, []string{"/kept/"}, true
	})

	wantAnswer(t, r, "elsewhere.test", "/x", "any /x")
	wantAnswer(t, r, "shop.example.com:80", "/x", "shop /x")
	wantAnswer(t, r, "blog.example.com", "/x", "wild /x")
	wantAnswer(t, r, "shop.example.com", "/api/x", "api /x")
	wantAnswer(t, r, "shop.example.com", "/api", "api /")
	wantAnswer(t, r, "shop.example.com", "/apiary", "shop /apiary")
	wantAnswer(t, r, "shop.example.com", "/kept/x", "kept /kept/x")
	if err := r.deploy(t.Context(), "rival", container(t, "rival", true)); err == nil {
		t.Error("two services for the same host and path")
	}
}

func TestStop_AnswersWithTheMessageUntilResumed(t *testing.T) {
	r := proxyIn(t, t.TempDir())
	deploy(t, r, "web", container(t, "app", true))
	if err := r.stop("web", "back <soon>", options{}); err != nil {
		t.Fatal(err)
	}
	status, text := answerOf(r, "", "/")
	if status != http.StatusServiceUnavailable || !strings.Contains(text, "back &lt;soon&gt;") {
		t.Errorf("stopped: %d %q, want 503 with the message", status, text)
	}
	if err := r.resume("web"); err != nil {
		t.Fatal(err)
	}
	wantAnswer(t, r, "", "/", "app /")
}

func TestRestart_RemembersServices(t *testing.T) {
	dir := t.TempDir()
	r := proxyIn(t, dir)
	deploy(t, r, "web", container(t, "app", true))
	deploy(t, r, "gone", func() options {
		o := container(t, "gone", true)
		o.Hosts = []string{"gone.test"}
		return o
	}())
	if err := r.remove("gone"); err != nil {
		t.Fatal(err)
	}

	again := proxyIn(t, dir)
	wantAnswer(t, again, "", "/", "app /")
	if diff := cmp.Diff(r.list(), again.list()); diff != "" {
		t.Errorf("list (-before +after):\n%s", diff)
	}
}

func TestUnknown_IsNotFound(t *testing.T) {
	r := proxyIn(t, t.TempDir())
	if status, _ := answerOf(r, "", "/"); status != http.StatusNotFound {
		t.Errorf("status %d, want 404", status)
	}
	for name, err := range map[string]error{"stop": r.stop("web", "", options{}), "resume": r.resume("web"), "remove": r.remove("web")} {
		if err == nil {
			t.Errorf("%s of an unknown service succeeded", name)
		}
	}
}

func TestTLS_RedirectsAndServesWithACertificate(t *testing.T) {
	r := proxyIn(t, t.TempDir())
	o := container(t, "app", true)
	o.TLS, o.Hosts = true, []string{"example.com"}
	deploy(t, r, "web", o)
	if status, _ := answerOf(r, "example.com", "/"); status != http.StatusMovedPermanently {
		t.Errorf("plain HTTP: status %d, want 301", status)
	}
	front := httptest.NewUnstartedServer(r)
	front.TLS = tlsConfig(r)
	front.StartTLS()
	defer front.Close()
	transport := front.Client().Transport.(*http.Transport)
	transport.TLSClientConfig.InsecureSkipVerify, transport.TLSClientConfig.ServerName = true, "example.com"
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, front.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "example.com"
	response, err := front.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if got := response.TLS.PeerCertificates[0].DNSNames; !cmp.Equal(got, []string{"example.com"}) {
		t.Errorf("certificate for %q", got)
	}
}
