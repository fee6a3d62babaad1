package e2e_test

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/playground"
)

// One host's clock is ten minutes ahead and another's ten behind. Times that a machine wrote are
// never compared with those of another, so all works; doctor tells of it.
func TestClocks_TenMinutesApartEverythingWorks(t *testing.T) {
	a := newApp(t)
	setClock(t, a.Hosts[0], 10*time.Minute)
	setClock(t, a.Hosts[1], -10*time.Minute)
	other := a.otherService(t)
	other.run(t, "server", "exec", "true") // makes the run directory
	diedElsewhere(t, a.Hosts[0], "other", time.Now().Add(-10*time.Minute))
	takeover := other.start(t.Context(), t, "prune", "all", "--lock-wait", "--lock-wait-interval", "1")

	a.run(t, "setup")
	gate := a.addGate(t)
	deploy := a.startUpTo(t, gate)
	begun := time.Now()
	text := a.run(t, "lock", "status")
	if !strings.Contains(text, "Heartbeat: "+begun.UTC().Format("2006-01-02T15:")) {
		t.Errorf("the lock is not told of by the clock here:\n%s", text)
	}
	gate.open()
	deploy.ends(t, 0, patience)
	a.wantServed(t, a.version(t))
	wantTimes(t, a.run(t, "audit", "--output", "json"))
	if text := a.run(t, "app", "logs", "--since", "2m"); strings.Count(text, "serving version") != len(a.Hosts) {
		t.Errorf("the log of two minutes:\n%s", text)
	}
	text, _ = a.try(t, "doctor")
	for _, want := range []string{a.Hosts[0].Address, "ahead of the one here", a.Hosts[1].Address, "behind the one here"} {
		if !strings.Contains(text, want) {
			t.Errorf("doctor does not say %q:\n%s", want, text)
		}
	}
	if text := takeover.ends(t, 0, patience); !strings.Contains(text, "took over the deploy lock") {
		t.Error("the lock was not taken over")
	}
	a.wantNoLock(t)
}

// setClock sets a host's clock until the test ends.
func setClock(t *testing.T, host *playground.Host, ahead time.Duration) {
	t.Helper()
	if err := host.SetClock(t.Context(), ahead); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := host.SetClock(context.WithoutCancel(t.Context()), 0); err != nil {
			t.Error(err)
		}
	})
}

// otherService makes a further project for the same hosts, with a lock of its own.
func (a *app) otherService(t *testing.T) *app {
	t.Helper()
	other := a.neighbour(t)
	other.change(t, "service: shop\n", "service: other\n")
	return other
}

// diedElsewhere leaves a lock on a host whose holder, on another machine, beat at this time by
// that machine's clock and never again.
func diedElsewhere(t *testing.T, host *playground.Host, service string, beat time.Time) {
	t.Helper()
	at := beat.UTC().Format(time.RFC3339)
	details := "Locked by: Ann at " + at + "\nVersion: 1\nMessage: Automatic deploy lock\nHolder: elsewhere pid 1\nHeartbeat: " + at
	lock := ".kamal/lock-" + service
	onHost(t, host, "mkdir -p "+lock+" && echo "+base64.StdEncoding.EncodeToString([]byte(details))+" >"+lock+"/details")
}

// wantTimes checks that what hosts have noted was noted by the clock here.
func wantTimes(t *testing.T, audit string) {
	t.Helper()
	now := time.Now().UTC()
	for _, wrong := range []time.Time{now.Add(10 * time.Minute), now.Add(-10 * time.Minute)} {
		if strings.Contains(audit, wrong.Format("2006-01-02T15:04")) {
			t.Errorf("the audit log has a line of %s:\n%s", wrong, audit)
		}
	}
	if !strings.Contains(audit, now.Format("2006-01-02T15:")) {
		t.Errorf("the audit log has no line of now:\n%s", audit)
	}
}
