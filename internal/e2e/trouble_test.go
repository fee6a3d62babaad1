package e2e_test

import (
	"context"
	"testing"
	"time"
)

// patience is how long kamal may take to find out that a host is gone, or to clean up.
const patience = 90 * time.Second

func TestDeploy_InterruptedLeavesNoLock(t *testing.T) {
	a := newApp(t)
	first := a.version(t)
	a.run(t, "setup")
	a.commit(t, a.CommitUnhealthy)

	ctx, interrupt := context.WithCancel(t.Context())
	cmd := a.command(ctx, "deploy")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the deploy to wait for its container", "docker ps --format '{{.Status}}' --filter name=shop-web-"+a.version(t)+" | grep Up")
	interrupt()
	begun := time.Now()
	if err := cmd.Wait(); err == nil {
		t.Error("an interrupted deploy succeeded")
	}
	if took := time.Since(begun); took > patience {
		t.Errorf("it took %s to end after the interrupt", took)
	}
	wantNoLock(t)
	wantServed(t, first)
}

func TestDeploy_EndsWhenAHostIsCutOff(t *testing.T) {
	a := newApp(t)
	a.run(t, "setup")
	a.commit(t, a.CommitUnhealthy)

	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := a.command(ctx, "deploy")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the deploy to wait for its container", "docker ps --format '{{.Status}}' --filter name=shop-web-"+a.version(t)+" | grep Up")
	cutOff(t, ground.Hosts[1])
	if err := cmd.Wait(); err == nil {
		t.Error("a deploy to a host that was cut off succeeded")
	}
	if ctx.Err() != nil {
		t.Errorf("the deploy didn't end within %s", patience)
	}
}

func TestDeploy_FullDiskIsAnError(t *testing.T) {
	a := newApp(t)
	first := a.version(t)
	a.run(t, "setup")
	a.commit(t, a.CommitHealthy)
	host := ground.Hosts[0]
	if err := host.FillDisk(t.Context()); err != nil {
		t.Fatal(err)
	}
	text := a.fails(t, "deploy")
	if err := host.FreeDisk(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Log(text)
	wantServedOn(t, host, first)
	a.run(t, "lock", "release")
	a.run(t, "deploy")
	wantServed(t, a.version(t))
}

// waitFor waits until a line succeeds on the first host.
func waitFor(t *testing.T, what, line string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		_, err := ground.Hosts[0].Run(ctx, line)
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("waiting for %s: %v", what, err)
		}
	}
}
