package main

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const routed = `"traefik.http.routers.shop-web.rule": "PathPrefix(` + "`/`" + `)"`

func TestTarget_IsAHealthyContainerWithARoute(t *testing.T) {
	const port, network = `"Ports": [{"PrivatePort": 3000}], `, `"NetworkSettings": {"Networks": {"bridge": {"IPAddress": "172.17.0.3"}}}`
	for name, c := range map[string]struct{ text, want string }{
		"healthy":                  {`{"Labels": {` + routed + `}, "Status": "Up 2 seconds (healthy)", ` + port + network + `}`, "172.17.0.3:3000"},
		"without a health check":   {`{"Labels": {` + routed + `}, "Status": "Up 2 seconds", ` + port + network + `}`, "172.17.0.3:3000"},
		"starting":                 {`{"Labels": {` + routed + `}, "Status": "Up 2 seconds (health: starting)", ` + port + network + `}`, ""},
		"unhealthy":                {`{"Labels": {` + routed + `}, "Status": "Up 2 seconds (unhealthy)", ` + port + network + `}`, ""},
		"without a route":          {`{"Labels": {"service": "shop"}, "Status": "Up 2 seconds", ` + port + network + `}`, ""},
		"with the route to nobody": {`{"Labels": {` + routed + `, "traefik.http.routers.shop-web.service": "unavailable"}, "Status": "Up", ` + port + network + `}`, ""},
		"with another rule":        {`{"Labels": {"traefik.http.routers.blog.rule": "Host(blog)"}, "Status": "Up", ` + port + network + `}`, ""},
		"without a port":           {`{"Labels": {` + routed + `}, "Status": "Up 2 seconds", ` + network + `}`, ""},
		"with a port in a label": {
			`{"Labels": {` + routed + `, "traefik.http.services.shop-web.loadbalancer.server.port": "8080"}, "Status": "Up", ` + port + network + `}`,
			"172.17.0.3:8080",
		},
		"in another network too": {
			`{"Labels": {` + routed + `}, "Status": "Up", ` + port +
				`"NetworkSettings": {"Networks": {"bridge": {"IPAddress": "172.17.0.3"}, "kamal": {"IPAddress": "172.18.0.3"}}}}`,
			"172.18.0.3:3000",
		},
	} {
		var listed container
		if err := json.Unmarshal([]byte(c.text), &listed); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := listed.target(); got != c.want {
			t.Errorf("a container %s: %q, want %q", name, got, c.want)
		}
	}
}

func TestRouter_FollowsWhatDockerLists(t *testing.T) {
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "app"+r.URL.Path) }))
	t.Cleanup(app.Close)
	list := new(atomic.Value)
	list.Store("[]")
	r := &router{engine: docker(t, list)}
	look := func(want string) {
		t.Helper()
		if err := r.look(t.Context()); err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		r.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/page", nil))
		if diff := cmp.Diff(want, http.StatusText(w.Code)+": "+strings.TrimSpace(w.Body.String())); diff != "" {
			t.Error(diff)
		}
	}

	look("Bad Gateway: no container")
	host, port, err := net.SplitHostPort(strings.TrimPrefix(app.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	list.Store(`[{"Labels": {` + routed + `}, "Status": "Up 1 second (healthy)", "Ports": [{"PrivatePort": ` + port + `}],
		"NetworkSettings": {"Networks": {"bridge": {"IPAddress": "` + host + `"}}}}]`)
	look("OK: app/page")
	list.Store("[]")
	look("Bad Gateway: no container")
}

// docker is an engine that lists what it is told to.
func docker(t *testing.T, list *atomic.Value) engine {
	t.Helper()
	const socket = "docker.sock"
	t.Chdir(t.TempDir()) // the path of a socket must be short
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, list.Load().(string))
	}))
	_ = server.Listener.Close()
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	return dial(socket)
}
