package e2e_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Exit statuses of kamal.
const (
	failed      = 1
	usage       = 2
	lockHeld    = 3
	unreachable = 4
	registry    = 9
	notHealthy  = 6
	hookFailed  = 7
	partial     = 8
	interrupted = 130
)

const (
	// patience is how long anything in a test may take.
	patience = 90 * time.Second
	// cleanUp is how long an interrupted deploy may take to clean up: stopping its container
	// takes ten seconds at most, and the machine may be slow.
	cleanUp = 40 * time.Second
	// noticing is how long it may take to notice that a host is gone, after impatient.
	noticing = 40 * time.Second
)

func TestDeploy_InterruptedLeavesNoLock(t *testing.T) {
	a := newApp(t)
	first := a.version(t)
	a.run(t, "setup")
	a.commit(t, a.CommitUnhealthy)

	ctx, interrupt := context.WithCancel(t.Context())
	deploy := a.start(ctx, t, "deploy")
	a.waitForContainer(t)
	interrupt()
	said := deploy.ends(t, interrupted, cleanUp)
	for _, want := range []string{"Interrupted while booting the app", "version " + first[:7] + " runs on", "the deploy lock is free"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if strings.Contains(said, "Error:") || strings.Contains(said, "exited with") {
		t.Error("it takes the app for broken")
	}
	a.wantNoLock(t)
	a.wantServed(t, first)
}

// impatient makes kamal ask connections for a sign of life more often than it does by itself,
// and gives the version. More of the configuration is changed as by change.
func (a *app) impatient(t *testing.T, oldNew ...string) string {
	t.Helper()
	usual := filepath.Join(filepath.Dir(ground.KeyFile), "config")
	files := filepath.Join(a.Dir, "ssh_config")
	a.commitFiles(t, map[string]string{"ssh_config": "ServerAliveInterval 5\nConnectTimeout 3\nInclude " + usual + "\n"})
	return a.change(t, append(oldNew, "service: shop\n", "service: shop\nssh:\n  config: "+files+"\n")...)
}

func TestDeploy_EndsWhenAHostIsCutOff(t *testing.T) {
	a := newApp(t)
	first := a.impatient(t)
	a.run(t, "setup")
	a.commit(t, a.CommitUnhealthy)

	deploy := a.start(t.Context(), t, "deploy")
	a.waitForContainer(t)
	cutOff(t, a.Hosts[1])
	deploy.ends(t, notHealthy, noticing) // as the other host says
	a.wantNoLock(t)
	wantServedOn(t, a.Hosts[0], first)
}

func TestDeploy_UnreachableHostIsToldAtOnce(t *testing.T) {
	a := newApp(t)
	first := a.impatient(t)
	a.run(t, "setup")
	a.commit(t, a.CommitHealthy)
	cutOff(t, a.Hosts[1])
	text := a.start(t.Context(), t, "deploy").ends(t, unreachable, noticing)
	if !strings.Contains(text, a.Hosts[1].Address) {
		t.Errorf("the error does not name the host: %s", text)
	}
	wantServedOn(t, a.Hosts[0], first)
}

func TestDeploy_FullDiskIsAnError(t *testing.T) {
	a := newApp(t)
	first := a.version(t)
	a.run(t, "setup")
	a.commit(t, a.CommitHealthy)
	host := a.Hosts[0]
	if err := host.FillDisk(t.Context()); err != nil {
		t.Fatal(err)
	}
	text := a.fails(t, failed, "deploy")
	if err := host.FreeDisk(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.ToLower(text), "no space") {
		t.Errorf("the error does not say that the disk is full: %s", text)
	}
	wantServedOn(t, host, first)
	a.wantNoLock(t)
	a.run(t, "deploy")
	a.wantServed(t, a.version(t))
}

func TestDeploy_IsRefusedWhileAnotherHoldsTheLock(t *testing.T) {
	a := newApp(t)
	first := a.version(t)
	a.run(t, "setup")
	a.run(t, "lock", "acquire", "-m", "friday")
	a.commit(t, a.CommitHealthy)
	if text := a.fails(t, lockHeld, "deploy"); !strings.Contains(text, "friday") {
		t.Errorf("the error does not show the lock: %s", text)
	}
	a.wantServed(t, first)
	a.run(t, "lock", "release")
	a.run(t, "deploy")
	a.wantServed(t, a.version(t))
}

// waitForContainer waits until the first host runs a container of the project's version.
func (a *app) waitForContainer(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	line := "docker ps --format '{{.Status}}' --filter name=shop-web-" + a.version(t) + " | grep Up"
	for {
		_, err := a.Hosts[0].Run(ctx, line)
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("waiting for the new container: %v", err)
		}
	}
}
