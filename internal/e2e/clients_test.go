package e2e_test

import (
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/playground/load"
)

func TestDeploy_TwoClientsTakeTurns(t *testing.T) {
	one := newApp(t)
	gate := one.addGate(t)
	one.run(t, "setup")
	two := one.neighbour(t)
	one.commit(t, one.CommitHealthy)
	two.commitFiles(t, map[string]string{"second": "client\n"})
	running := load.Start(t.Context(), one.urls("/slow?ms=100")...)

	first := one.startUpTo(t, gate)
	if text := two.fails(t, lockHeld, "deploy"); !strings.Contains(text, "--lock-wait") {
		t.Errorf("it doesn't say how to wait:\n%s", text)
	}
	second := two.start(t.Context(), t, "deploy", "--lock-wait", "--lock-wait-interval", "1")
	eventually(t, "the second client waits for the lock", func() bool {
		return strings.Contains(second.text.String(), "Automatic deploy lock")
	})
	if text := two.fails(t, lockHeld, "deploy", "--lock-wait", "--lock-wait-interval", "1", "--lock-wait-timeout", "2"); !strings.Contains(text, "after waiting for") {
		t.Errorf("it doesn't say that it waited:\n%s", text)
	}
	gate.open()
	first.ends(t, 0, patience)
	second.ends(t, 0, patience)
	report := running.Stop()
	wantNoFailure(t, report)
	if report.Answers[one.version(t)] == 0 {
		t.Errorf("the first client's version was never served: %v", report.Answers)
	}
	two.wantServed(t, two.version(t))
	two.wantAlone(t)
	two.wantNoLock(t)
}
