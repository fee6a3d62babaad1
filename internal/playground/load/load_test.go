package load_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/playground/load"
)

func TestLoad_CountsEveryRequestOnce(t *testing.T) {
	var asked atomic.Int64
	enough := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) == 50 {
			close(enough)
		}
		_, _ = w.Write([]byte("hello\n"))
	}))
	defer server.Close()

	running := load.Start(t.Context(), server.URL)
	<-enough
	report := running.Stop()

	total := int(asked.Load())
	want := load.Report{Requests: total, Slowest: report.Slowest, Answers: map[string]int{"hello": total}}
	if diff := cmp.Diff(want, report); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if report.Slowest <= 0 {
		t.Errorf("slowest = %v, want some time", report.Slowest)
	}
}

func TestLoad_TellsFailures(t *testing.T) {
	enough := make(chan struct{})
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) == 10 {
			close(enough)
		}
		w.WriteHeader(http.StatusBadGateway)
	}))
	defer server.Close()

	running := load.Start(t.Context(), server.URL)
	<-enough
	report := running.Stop()

	if report.Failed != report.Requests || report.Failed < 10 {
		t.Errorf("failed %d of %d, want all", report.Failed, report.Requests)
	}
	if got := report.String(); !strings.Contains(got, "answered 502 Bad Gateway") {
		t.Errorf("report %q does not say why", got)
	}
}

func TestWatch_GivesTheTimeInWhichNobodyIsServed(t *testing.T) {
	const failing, pause = 20, 10 * time.Millisecond
	enough := make(chan struct{})
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		switch n := asked.Add(1); {
		case n <= failing:
			w.WriteHeader(http.StatusServiceUnavailable)
		case n == failing+10:
			close(enough)
		}
	}))
	defer server.Close()

	watch := load.StartWatch(t.Context(), server.URL)
	<-enough
	if outage := watch.Stop(); outage < (failing-1)*pause {
		t.Errorf("after %d failures it was %s", failing, outage)
	}
}
