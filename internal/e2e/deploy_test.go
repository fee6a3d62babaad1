package e2e_test

import (
	"testing"

	"github.com/kamal-go/kamal/internal/playground/load"
)

func TestLifecycle_NoRequestFails(t *testing.T) {
	a := newApp(t)
	first := a.version(t)
	a.run(t, "setup")
	a.wantServed(t, first)

	running := load.Start(t.Context(), append(a.urls("/"), a.urls("/slow?ms=300")...)...)
	second := a.commit(t, a.CommitHealthy)
	a.run(t, "deploy")
	a.wantServed(t, second)
	a.wantLatest(t, second)
	bad := a.commit(t, a.CommitUnhealthy)
	a.fails(t, notHealthy, "deploy")
	a.wantServed(t, second)
	a.run(t, "rollback", first)
	a.wantServed(t, first)
	a.wantLatest(t, first)
	report := running.Stop()

	wantNoFailure(t, report)
	for _, version := range []string{first, second} {
		if report.Answers[version] == 0 {
			t.Errorf("version %s was never served", version)
		}
	}
	if n := report.Answers[bad]; n > 0 {
		t.Errorf("the version that is never healthy answered %d requests", n)
	}
	a.wantNoLock(t)

	a.run(t, "remove", "-y")
	for _, host := range a.Hosts {
		if left := onHost(t, host, "docker ps -aq"); left != "" {
			t.Errorf("%s still has containers %q", host.Name, left)
		}
	}
	a.wantNoLock(t)
}
