package e2e_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/playground/load"
)

// kills is how often a deploy is killed.
const kills = 10

// The client gets no chance to clean up. The next deploy finds whatever it left, be it a lock, a
// build that goes on, or containers half made.
func TestDeploy_KilledAtAnyMomentTheNextOneWorksAtOnce(t *testing.T) {
	a := newApp(t)
	a.run(t, "setup")
	running := load.Start(t.Context(), append(a.urls("/"), a.urls("/slow?ms=300")...)...)
	a.commit(t, a.CommitHealthy)
	begun := time.Now()
	a.run(t, "deploy")
	usual := time.Since(begun)

	seed := uint64(begun.UnixNano())
	moments := rand.New(rand.NewPCG(seed, 0))
	t.Logf("a deploy takes %s; the seed of the moments is %d", usual.Round(time.Millisecond), seed)
	for range kills {
		a.commit(t, a.CommitHealthy)
		moment := time.Duration(moments.Int64N(int64(usual * 9 / 10)))
		a.killDeployAfter(t, moment)
		if moments.IntN(2) == 0 { // else the same version is deployed again
			a.commit(t, a.CommitHealthy)
		}
		text, err := a.try(t, "deploy")
		if err != nil || strings.Contains(text, "sign of life") {
			t.Fatalf("the deploy after one that was killed after %s: %v\n%s", moment, err, text)
		}
		a.wantServed(t, a.version(t))
		a.wantNoLock(t)
		a.wantAlone(t)
	}
	// A proxy that was told to switch by a client that is gone does so whenever it can,
	// and may cut a few requests in flight. A host that is not served for as little as
	// half a second loses more than that.
	report := running.Stop()
	t.Log(report)
	if report.Requests == 0 || report.Failed > report.Requests/1000 {
		t.Errorf("failed requests: %s", report)
	}
}

// killDeployAfter kills a deploy in its course; what it has started goes on.
func (a *app) killDeployAfter(t *testing.T, moment time.Duration) {
	t.Helper()
	deploy := a.command(t.Context(), "deploy")
	if err := deploy.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(moment)
	if err := deploy.Process.Kill(); err != nil {
		t.Logf("it had ended before: %v", err)
	}
	t.Logf("killed after %d ms: %v", moment.Milliseconds(), deploy.Wait())
}

// wantAlone checks that hosts run one container of the app only, that of its version.
func (a *app) wantAlone(t *testing.T) {
	t.Helper()
	for _, host := range a.Hosts {
		names := onHost(t, host, "docker ps --format '{{.Names}}' --filter label=service=shop")
		if want := "shop-web-" + a.version(t); names != want {
			t.Errorf("%s runs %q, want %q alone", host.Name, names, want)
		}
	}
}
