package otel_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/internal/journal"
	"github.com/kamal-go/kamal/internal/otel"
	"github.com/kamal-go/kamal/kamal"
)

// post is a request that a server got.
type post struct {
	path, contentType, user, password string
	body                              []byte
}

// serve starts a collector that hands on what it gets.
func serve(t *testing.T, answer http.HandlerFunc) (address string, posts <-chan post) {
	t.Helper()
	return serveSignal(t, "/v1/logs", answer)
}

// serveSignal is serve for a collector that takes nothing but this kind.
func serveSignal(t *testing.T, path string, answer http.HandlerFunc) (address string, posts <-chan post) {
	t.Helper()
	got := make(chan post, 100)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, path) {
			http.NotFound(w, r)
			return
		}
		p := post{path: r.URL.String(), contentType: r.Header.Get("Content-Type")}
		p.user, p.password, _ = r.BasicAuth()
		p.body, _ = io.ReadAll(r.Body)
		got <- p
		if answer != nil {
			answer(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL, got
}

// troubles gives a callback for trouble and a function that gives what it was told.
func troubles() (callback func(error), told func() []string) {
	got := make(chan string, 100)
	return func(err error) { got <- err.Error() }, func() []string {
		close(got)
		var all []string
		for text := range got {
			all = append(all, text)
		}
		return all
	}
}

// varying are the parts of a payload that are others in each run.
var varying = []struct {
	form *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`UnixNano": "[0-9]{19}"`), `UnixNano": "NANO"`},
	{regexp.MustCompile(`"traceId": "[0-9a-f]{32}"`), `"traceId": "TRACE"`},
	{regexp.MustCompile(`panId": "[0-9a-f]{16}"`), `panId": "SPAN"`},
	{regexp.MustCompile(`"doubleValue": [0-9.e-]+`), `"doubleValue": SECONDS`},
	{regexp.MustCompile(`[0-9.]+ seconds`), `N seconds`},
}

func payloadOf(t *testing.T, run journal.Run, events []kamal.Event, err error) string {
	t.Helper()
	address, posts := serve(t, nil)
	s := otel.New(otel.Options{Endpoint: address, Run: run, Trouble: func(err error) { t.Error(err) }})
	for _, e := range events {
		s.Handle(e)
	}
	s.Close(err)
	return normalized(t, (<-posts).body)
}

// normalized is a body without what varies.
func normalized(t *testing.T, body []byte) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, body, "", "  "); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, v := range varying {
		text = v.form.ReplaceAllString(text, v.with)
	}
	return text + "\n"
}

func TestPayload_IsOTLP(t *testing.T) {
	deploy := journal.Run{
		ID: "6f2d5c1e-0000-4000-8000-000000000001", Command: "deploy", Service: "shop", Destination: "staging",
		Version: "abcdef0123456789", Performer: "me@example.com", Program: "1.2.3",
	}
	events := []kamal.Event{
		kamal.CommandStarted{Head: kamal.Head{Host: "app1"}, Line: "docker pull registry.example.com/shop"},
		kamal.Printed{Head: kamal.Head{Host: "app1"}, Text: "pulled <\xff>\n"},
		kamal.Printed{Head: kamal.Head{Host: "app1"}, Text: "slow\n", Stderr: true},
		kamal.Warning{Text: "the disk is nearly full"},
	}
	for name, got := range map[string]string{
		"deployed":    payloadOf(t, deploy, events, nil),
		"failed":      payloadOf(t, deploy, nil, errors.New("no space")),
		"interrupted": payloadOf(t, deploy, nil, fmt.Errorf("waiting: %w", context.Canceled)),
		"other":       payloadOf(t, journal.Run{ID: "1", Command: "app boot"}, nil, nil),
	} {
		golden.Read(t, "testdata/payload_"+name+".txtar").Compare(t, "want.json", got)
	}
}

func TestShipper_PostsJSONToTheLogsOfTheEndpoint(t *testing.T) {
	for suffix, want := range map[string]string{
		"": "/v1/logs", "/": "/v1/logs", "/otlp": "/otlp/v1/logs", "/otlp/?tenant=a": "/otlp/v1/logs?tenant=a",
	} {
		address, posts := serve(t, nil)
		address = strings.Replace(address, "http://", "http://me:secret@", 1)
		otel.New(otel.Options{Endpoint: address + suffix}).Close(nil)
		got := <-posts
		compare(t,
			[]string{want, "application/json", "me", "secret"},
			[]string{got.path, got.contentType, got.user, got.password})
	}
}

func TestShipper_TellsWhatTheCollectorRejects(t *testing.T) {
	for _, count := range []string{`"2"`, `2`} {
		address, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"partialSuccess":{"rejectedLogRecords":`+count+`,"errorMessage":"too old"}}`)
		})
		callback, told := troubles()
		otel.New(otel.Options{Endpoint: address, Trouble: callback}).Close(nil)
		compare(t, []string{`posting log records to "` + address + `/v1/logs": it rejected 2 of them: too old`}, told())
	}
}

func TestShipper_FollowsNoRedirect(t *testing.T) {
	address, posts := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/elsewhere", http.StatusMovedPermanently)
	})
	callback, told := troubles()
	otel.New(otel.Options{Endpoint: address, Trouble: callback}).Close(nil)
	compare(t, 1, len(posts))
	compare(t, []string{`posting log records to "` + address + `/v1/logs": 301 Moved Permanently`}, told())
}

func TestShipper_KeepsSecretsOfTheEndpointToItself(t *testing.T) {
	address, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	callback, told := troubles()
	secret := strings.Replace(address, "http://", "http://me:secret@", 1) + "?token=secret"
	otel.New(otel.Options{Endpoint: secret, Trouble: callback}).Close(nil)
	compare(t, []string{`posting log records to "` + address + `/v1/logs": 401 Unauthorized`}, told())
}

func TestShipper_TellsOfAnEndpointThatCanNotBe(t *testing.T) {
	for endpoint, want := range map[string]string{
		"collector.example.com:4318": "posting log records: the collector's endpoint does not begin with http:// or https://",
		"http://":                    "posting log records: the collector's endpoint does not begin with http:// or https://",
		"http://me:sec ret@host":     "posting log records: the collector's endpoint is no address",
	} {
		callback, told := troubles()
		otel.New(otel.Options{Endpoint: endpoint, Trouble: callback}).Close(nil)
		compare(t, []string{want}, told())
	}
}

func TestShipper_GivesUpOnAServerThatHangs(t *testing.T) {
	release := make(chan struct{})
	address, posts := serve(t, func(http.ResponseWriter, *http.Request) { <-release })
	t.Cleanup(func() { close(release) })
	callback, told := troubles()
	s := otel.New(otel.Options{Endpoint: address, Trouble: callback, ReadTimeout: 20 * time.Millisecond})
	s.Close(nil)
	<-posts
	compare(t, []string{`posting log records to "` + address + `/v1/logs": net/http: timeout awaiting response headers`}, told())
}

func TestShipper_EndsInTimeWithAServerThatNeverReads(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	address := "http://" + listener.Addr().String()
	callback, told := troubles()
	s := otel.New(otel.Options{Endpoint: address, Trouble: callback, CloseTimeout: 20 * time.Millisecond})
	for range 1000 {
		s.Handle(kamal.Printed{Text: strings.Repeat("x", 10<<10)})
	}
	began := time.Now()
	s.Close(nil)
	if took := time.Since(began); took >= otel.DefaultCloseTimeout {
		t.Errorf("the end took %s", took)
	}
	compare(t, []string{`posting log records to "` + address + `/v1/logs": the run is over, and the collector took too long`}, told())
}
