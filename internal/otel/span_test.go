package otel_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/internal/journal"
	"github.com/kamal-go/kamal/internal/otel"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// aSpan is what a test looks at in a span.
type aSpan struct {
	TraceID string `json:"traceId"`
	SpanID  string `json:"spanId"`
	Parent  string `json:"parentSpanId"`
	Name    string
	Kind    int
	Start   string `json:"startTimeUnixNano"`
	End     string `json:"endTimeUnixNano"`
	Status  struct {
		Code    int
		Message string
	}
	Attributes []struct {
		Key   string
		Value map[string]any
	}
}

// spansOf ships events and gives the spans that the collector got.
func spansOf(t *testing.T, run journal.Run, events []kamal.Event, result error) []aSpan {
	t.Helper()
	address, posts := serveSignal(t, "/v1/traces", nil)
	s := otel.New(otel.Options{Endpoint: address, Run: run})
	for _, e := range events {
		s.Handle(e)
	}
	s.Close(result)
	var all []aSpan
	for len(posts) > 0 {
		var p struct {
			ResourceSpans []struct{ ScopeSpans []struct{ Spans []aSpan } }
		}
		if err := json.Unmarshal((<-posts).body, &p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p.ResourceSpans[0].ScopeSpans[0].Spans...)
	}
	return all
}

// tree writes spans down, each below that in which it is.
func tree(spans []aSpan) string {
	var b strings.Builder
	var write func(parent, indent string)
	write = func(parent, indent string) {
		for _, s := range spans {
			if s.Parent != parent {
				continue
			}
			fmt.Fprintf(&b, "%s%s, kind %d", indent, s.Name, s.Kind)
			for _, a := range s.Attributes {
				for _, v := range a.Value {
					fmt.Fprintf(&b, ", %s=%v", a.Key, v)
				}
			}
			if s.Status.Code != 0 {
				fmt.Fprintf(&b, ": status %d, %s", s.Status.Code, s.Status.Message)
			}
			b.WriteString("\n")
			write(s.SpanID, indent+"  ")
		}
	}
	write("", "")
	return b.String()
}

var run = journal.Run{ID: "6f2d5c1e-0000-4000-8000-000000000001", Command: "deploy", Service: "shop"}

func TestSpans_AreATree(t *testing.T) {
	broken := errors.New("no space")
	hosts := []config.Host{"app1", "app2"}
	spans := spansOf(t, run, []kamal.Event{
		kamal.HookFinished{Hook: "pre-deploy", Took: time.Second},
		kamal.LockAcquired{Head: kamal.Head{Host: "app1"}},
		kamal.StepStarted{Head: kamal.Head{Step: kamal.StepBootApp}, Words: "booting the app", Hosts: hosts},
		kamal.CommandStarted{Head: kamal.Head{Host: "app1"}, Line: "docker run shop", Name: "starting the container", Part: 1, Of: 2},
		kamal.CommandStarted{Head: kamal.Head{Host: "app2"}, Line: "docker run shop", Name: "starting the container", Part: 1, Of: 2},
		kamal.CommandFinished{Head: kamal.Head{Host: "app1"}, Line: "docker run shop", Name: "starting the container", Part: 1, Of: 2},
		kamal.CommandStarted{Head: kamal.Head{Host: "app1"}, Line: "docker stop shop", Name: "docker stop", Part: 2, Of: 2},
		kamal.CommandFinished{Head: kamal.Head{Host: "app2"}, Line: "docker run shop", Name: "starting the container", Part: 1, Of: 2, Err: broken},
		kamal.CommandFinished{Head: kamal.Head{Host: "app1"}, Line: "docker stop shop", Name: "docker stop", Part: 2, Of: 2, Err: broken, Optional: true},
		kamal.StepFinished{Head: kamal.Head{Step: kamal.StepBootApp}, Words: "booting the app", Err: broken},
		kamal.CommandStarted{Line: "git status", Name: "git status"},
		kamal.CommandFinished{Line: "git status", Name: "git status"},
		kamal.LockReleased{Head: kamal.Head{Host: "app1"}},
		kamal.StepStarted{Head: kamal.Head{Step: kamal.StepPrune}, Words: "pruning old containers and images", Hosts: hosts},
	}, broken)
	golden.Read(t, "testdata/spans.txtar").Compare(t, "tree", tree(spans))
	for _, s := range spans {
		if s.TraceID != "6f2d5c1e000040008000000000000001" || len(s.SpanID) != 16 || len(s.Start) != 19 || s.End < s.Start {
			t.Errorf("a span is %+v", s)
		}
	}
}

func TestSpans_AreOTLP(t *testing.T) {
	address, posts := serveSignal(t, "/v1/traces", nil)
	s := otel.New(otel.Options{Endpoint: address, Run: run})
	s.Handle(kamal.CommandFinished{Head: kamal.Head{Host: "app1"}, Line: "docker <ps>", Name: "docker ps", Part: 1, Of: 2, Err: errors.New("no"), Optional: true})
	s.Close(errors.New("no space"))
	golden.Read(t, "testdata/spans.txtar").Compare(t, "payload.json", normalized(t, (<-posts).body))
}

// Nobody has to want spans: not every collector takes them.
func TestSpans_AreNoTroubleWhereNobodyTakesThem(t *testing.T) {
	address, _ := serve(t, nil)
	callback, told := troubles()
	otel.New(otel.Options{Endpoint: address, Trouble: callback}).Close(nil)
	compare(t, 0, len(told()))
}

func TestSpans_TellTheirTroubleOnce(t *testing.T) {
	for _, path := range []string{"/v1/traces", "/v1/"} { // it refuses spans, or both
		address, _ := serveSignal(t, path, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
		callback, told := troubles()
		s := otel.New(otel.Options{Endpoint: address, Trouble: callback})
		for range 200 {
			s.Handle(kamal.HookFinished{Hook: "pre-deploy"})
		}
		s.Close(nil)
		if got := told(); len(got) != 1 || !slices.Contains([]string{
			`posting spans to "` + address + `/v1/traces": 403 Forbidden`, `posting log records to "` + address + `/v1/logs": 404 Not Found`,
		}, got[0]) {
			t.Errorf("told %q", got)
		}
	}
}

// What was interrupted has not failed: it has no status, and a word of its own.
func TestSpans_TellAnInterruption(t *testing.T) {
	interrupted := fmt.Errorf("running: %w", context.Canceled)
	spans := spansOf(t, run, []kamal.Event{
		kamal.StepStarted{Head: kamal.Head{Step: kamal.StepBootApp}, Words: "booting the app", Hosts: []config.Host{"app1"}},
		kamal.StepFinished{Head: kamal.Head{Step: kamal.StepBootApp}, Words: "booting the app", Hosts: []config.Host{"app1"}, Err: interrupted},
	}, interrupted)
	got := tree(spans)
	if strings.Contains(got, "status") || strings.Count(got, "kamal.interrupted=true") != 2 {
		t.Errorf("got\n%s", got)
	}
}
