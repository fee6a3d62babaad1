package e2e_test

import (
	"context"
	"strings"
	"testing"
	"time"
)

// The primary host, which has the lock, is cut off while a deploy waits for a container, and
// comes back after the deploy has ended.
func TestDeploy_WorksAtOnceAfterThePrimaryHostWasCutOff(t *testing.T) {
	a := newApp(t)
	first := a.impatient(t, "deploy_timeout: 5", "deploy_timeout: 60")
	a.run(t, "setup")
	a.commit(t, a.CommitUnhealthy)
	deploy := a.start(t.Context(), t, "deploy", "-h", a.Hosts[0].Address)
	a.waitForContainer(t)
	cutOff(t, a.Hosts[0])
	text := deploy.ends(t, unreachable, noticing)
	_, said, _ := strings.Cut(text, "Error:")
	if said == "" || strings.Contains(said, "docker") || strings.Contains(said, ".kamal/") {
		t.Errorf("it shows a command line: %s", said)
	}
	if n := strings.Count(text, "lock is left behind"); n != 1 {
		t.Errorf("it tells %d times that the lock is left behind", n)
	}
	if err := ground.Reconnect(context.WithoutCancel(t.Context()), a.Hosts[0]); err != nil {
		t.Fatal(err)
	}
	// The engine's network takes a moment more than the cable.
	eventually(t, "what ran before is served again", func() bool { return serves(t, a.Hosts[0], first) })
	last := a.commit(t, a.CommitHealthy)
	a.run(t, "deploy")
	a.wantServed(t, last)
	a.wantNoLock(t)
}

func TestDeploy_TellsSoonOfAContainerThatExits(t *testing.T) {
	a := newApp(t)
	first := a.version(t)
	a.run(t, "setup")
	var list, indented strings.Builder
	for _, host := range a.Hosts {
		list.WriteString("  - " + host.Address + "\n")
		indented.WriteString("    - " + host.Address + "\n")
	}
	a.change(t, "servers:\n"+list.String(), "servers:\n  web:\n    cmd: app crash\n    hosts:\n"+strings.ReplaceAll(indented.String(), "    -", "      -"),
		"deploy_timeout: 5", "deploy_timeout: 120") // seconds, that of deployTimeout
	a.run(t, "build", "push")
	const deployTimeout = 2 * time.Minute
	begun := time.Now()
	text := a.fails(t, notHealthy, "deploy", "--skip-push")
	took := time.Since(begun)
	t.Logf("a container that exits is told of %.1f s after the deploy began:\n%s", took.Seconds(), text)
	if took > deployTimeout/2 {
		t.Errorf("it took %s", took)
	}
	for _, want := range []string{"exited with status 1", `unknown command "crash"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the deploy that fails does not say %q", want)
		}
	}
	a.wantServed(t, first)
	a.wantNoLock(t)
}
