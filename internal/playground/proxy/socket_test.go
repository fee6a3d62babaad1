package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/playground/socket"
)

// A socket may be open for days, so the original doesn't let a deploy wait for it.
func TestDeploy_EndsSocketsAtOnce(t *testing.T) {
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/socket" {
			socket.Serve(w, r, func(text string) string { return "v0 " + text })
		}
	}))
	defer app.Close()
	options := optionsFor(app.URL)
	options.DrainTimeout = time.Hour
	r := proxyIn(t, t.TempDir())
	deploy(t, r, "web", options)
	front := httptest.NewServer(r)
	defer front.Close()
	client, err := socket.Dial(t.Context(), front.URL+"/socket")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := client.Ask("hello"); got != "v0 hello" || err != nil {
		t.Fatalf("through the proxy: %q, %v", got, err)
	}
	deploy(t, r, "web", container(t, "v1", true))
	if got, err := client.Ask("hello"); err == nil {
		t.Errorf("after the switch the old version answers %q", got)
	}
}
