package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/sshx"
)

const (
	one = config.Host("192.0.2.1")
	two = config.Host("192.0.2.2")
)

// shown is what a terminal writes to its two streams.
type shown struct{ out, err bytes.Buffer }

// testTerminal is a terminal of a minute past eight, without colours.
func testTerminal(o Common) (*terminal, *shown) {
	var s shown
	t := newTerminal(invocation{stdout: &s.out, stderr: &s.err}, &o)
	t.now = func() time.Time { return time.Date(2026, 1, 31, 8, 1, 0, 0, time.UTC) }
	return t, &s
}

// aDeploy is a short deploy in which one host fails.
func aDeploy() []kamal.Event {
	broken := &kamal.CommandError{For: "starting the container", Line: "docker run shop", Stderr: "no space left", Err: &sshx.ExitError{Status: 125}}
	return []kamal.Event{
		kamal.HookStarted{Hook: "pre-deploy"},
		kamal.HookFinished{Hook: "pre-deploy", Took: 1200 * time.Millisecond},
		kamal.StepStarted{Step: "building the image"},
		kamal.Output{Text: "#1 load\n#2 push\n", Live: true},
		kamal.StepFinished{Step: "building the image", Took: 61 * time.Second},
		kamal.LockAcquired{Host: one},
		kamal.StepStarted{Step: "booting the app", Hosts: []config.Host{one, two}},
		kamal.CommandStarted{Host: one, Line: "docker run shop"},
		kamal.CommandStarted{Host: two, Line: "docker run shop"},
		kamal.Output{Host: one, Text: "4f3c\n"},
		kamal.CommandFinished{Host: one, Line: "docker run shop", Took: time.Second},
		kamal.HostFinished{Host: one},
		kamal.Output{Host: two, Text: "pulling layers\n"},
		kamal.Output{Host: two, Text: "no space left\n", Stderr: true},
		kamal.CommandFinished{Host: two, Line: "docker run shop", Took: time.Second, Err: broken},
		kamal.HostFailed{Host: two, Err: broken},
		kamal.Warning{Host: two, Text: "the disk is full"},
		kamal.StepFinished{Step: "booting the app", Took: 2 * time.Second, Err: broken},
		kamal.LockReleased{Host: one},
	}
}

func aFailure() error {
	broken := &kamal.CommandError{For: "starting the container", Line: "docker run shop", Stderr: "no space left", Err: &sshx.ExitError{Status: 125}}
	return &kamal.BootError{Err: &kamal.HostError{Host: two, Err: broken}, States: []kamal.RoleState{
		{Host: one, Role: "web", State: kamal.StateNew, Before: "v1", Version: "v2"},
		{Host: two, Role: "web", State: kamal.StateOld, Before: "v1", Version: "v2"},
	}}
}

func TestTerminal_IsCalm(t *testing.T) {
	screen, got := testTerminal(Common{})
	for _, e := range aDeploy() {
		screen.event(e)
	}
	screen.finish(aFailure(), codePartial)
	want := `hook pre-deploy
✓ hook pre-deploy 1.2s
building the image
  | #1 load
  | #2 push
✓ building the image 61.0s
booting the app on 2 hosts
  ✗ 192.0.2.2
Warning: 192.0.2.2: the disk is full
✗ booting the app on 2 hosts 2.0s
Error: 192.0.2.2: no space left (starting the container: exit status 125)
  192.0.2.2 printed:
    pulling layers

  192.0.2.1 web: version v2 runs
  192.0.2.2 web: version v1 runs, version v2 did not come up
`
	if diff := cmp.Diff(want, got.err.String()); diff != "" {
		t.Error(diff)
	}
	if got.out.Len() > 0 {
		t.Errorf("standard output is for results, got %q", got.out.String())
	}
}

func TestTerminal_QuietShowsResultsAndErrorsOnly(t *testing.T) {
	screen, got := testTerminal(Common{Quiet: true, Verbose: true})
	for _, e := range aDeploy() {
		screen.event(e)
	}
	screen.answer(answer{heading: "App Host", host: one, text: " up \n\n"})
	screen.finish(errors.New("no luck"), codeFailed)
	if diff := cmp.Diff("up\n\n", got.out.String()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("Error: no luck\n", got.err.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTerminal_VerboseShowsEveryCommandAndItsOutput(t *testing.T) {
	screen, got := testTerminal(Common{Verbose: true})
	screen.event(kamal.CommandStarted{Host: one, Line: "docker ps"})
	screen.event(kamal.Output{Host: one, Text: "a\nb\r\n"})
	screen.event(kamal.CommandFinished{Host: one, Line: "docker ps", Took: 2 * time.Second, Err: errors.New("x"), Optional: true})
	screen.event(kamal.CommandStarted{Line: "git status"})
	screen.event(kamal.LockAcquired{Host: one})
	want := `192.0.2.1 $ docker ps
192.0.2.1 | a
192.0.2.1 | b
192.0.2.1 = failed in 2.0s, which is no trouble
$ git status
lock taken on 192.0.2.1
`
	if diff := cmp.Diff(want, got.err.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTerminal_Results(t *testing.T) {
	screen, got := testTerminal(Common{})
	_ = blocks(screen, "app details", appHost, []kamal.Result{
		{Host: one, Text: "\n one\ntwo \n"},
		{Host: two, Err: errors.New("gone")},
		{Host: two, Text: ""},
	}, nil)
	screen.answer(answer{text: "bare"})
	screen.answer(answer{text: "raw\x00", bare: true})
	want := "App Host: 192.0.2.1\none\ntwo\n\nApp Host: 192.0.2.2\n\n\nbare\nraw\x00"
	if diff := cmp.Diff(want, got.out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTerminal_FollowedLinesSayWhereTheyComeFrom(t *testing.T) {
	screen, got := testTerminal(Common{})
	screen.outInk = palette{on: true}
	followed(screen, "app logs", false)(one, "web", "alone")
	followed(screen, "app logs", true)(one, "web", "hello")
	followed(screen, "app logs", true)(two, "", "world")
	mark := screen.outInk.host
	want := "alone\n" + mark("192.0.2.1", "192.0.2.1 web |") + " hello\n" + mark("192.0.2.2", "192.0.2.2 |") + " world\n"
	if diff := cmp.Diff(string(want), got.out.String()); diff != "" {
		t.Error(diff)
	}
	if mark("192.0.2.1", "x") == mark("192.0.2.2", "x") {
		t.Error("two hosts have the same colour")
	}
}

func TestTerminal_LiveLinesAreDrawnAnew(t *testing.T) {
	screen, got := testTerminal(Common{})
	screen.ticking = &ticker{done: make(chan struct{})}
	screen.event(kamal.StepStarted{Step: "booting", Hosts: []config.Host{one, two}})
	screen.event(kamal.HostFinished{Host: one})
	screen.event(kamal.LockAcquired{Host: one})
	screen.event(kamal.Note{Text: "by the way"})
	screen.event(kamal.HostFailed{Host: two})
	screen.event(kamal.StepFinished{Step: "booting", Took: time.Second})
	screen.finish(nil, codeDone)
	const up = "\x1b[1A\x1b[2K"
	want := "· booting on 2 hosts ·· 0.0s\n" +
		up + "· booting on 2 hosts ✓· 0.0s\n" +
		up + "  by the way\n· booting on 2 hosts ✓· 0.0s\n" +
		up + "  ✗ 192.0.2.2\n· booting on 2 hosts ✓✗ 0.0s\n" +
		up + "✓ booting on 2 hosts 1.0s\n"
	if diff := cmp.Diff(want, got.err.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTerminal_PauseLeavesNoLiveLineBehind(t *testing.T) {
	screen, got := testTerminal(Common{})
	screen.ticking = &ticker{done: make(chan struct{})}
	screen.event(kamal.StepStarted{Step: "asking"})
	screen.pause(func() { fmt.Fprintln(&got.err, "well?") })
	want := "· asking 0.0s\n\x1b[1A\x1b[2Kwell?\n"
	if diff := cmp.Diff(want, got.err.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTerminal_DoesNotShowWhatCleaningUpPrinted(t *testing.T) {
	screen, got := testTerminal(Common{Quiet: true})
	broken := &kamal.HostError{Host: one, Err: errors.New("no luck")}
	for _, e := range []kamal.Event{
		kamal.CommandStarted{Host: one, Line: "docker exec kamal-proxy"},
		kamal.CommandFinished{Host: one, Line: "docker exec kamal-proxy", Err: broken},
		kamal.CommandStarted{Host: one, Line: "docker stop shop"},
		kamal.Output{Host: one, Text: "4f3c\n"},
		kamal.CommandFinished{Host: one, Line: "docker stop shop"},
		kamal.HostFailed{Host: one, Err: broken},
	} {
		screen.event(e)
	}
	screen.finish(broken, codeFailed)
	if diff := cmp.Diff("Error: 192.0.2.1: no luck\n", got.err.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTerminal_SaysWhyTheProxyDidNotSwitch(t *testing.T) {
	proxy := &kamal.CommandError{For: "pointing the proxy at the container", Line: "docker exec kamal-proxy", Stderr: "Error: not healthy\n", Err: &sshx.ExitError{Status: 1}}
	err := &kamal.HostError{Host: one, Err: &kamal.UnhealthyError{Role: "web", Version: "v2", Err: proxy}}
	const told = "192.0.2.1: web did not get healthy in version v2: waited 0s of 0s: "
	if diff := cmp.Diff(told+"not healthy", explain(err, false)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(told+"Error: not healthy (pointing the proxy at the container: exit status 1)", explain(err, true)); diff != "" {
		t.Error(diff)
	}
}

func TestTerminal_HostsWithTheSameTroubleAreToldOnce(t *testing.T) {
	same := errors.New("disk full")
	lost := &kamal.CommandError{Line: "docker ps", Err: &sshx.ConnectError{Host: "192.0.2.3", Err: errors.New("refused")}}
	err := errors.Join(
		&kamal.HostError{Host: one, Err: same}, &kamal.HostError{Host: two, Err: same},
		&kamal.HostError{Host: one, Err: same}, &kamal.HostError{Host: "192.0.2.3", Err: lost},
	)
	want := "192.0.2.1, 192.0.2.2: disk full\n" + lost.Err.Error()
	if diff := cmp.Diff(want, explain(err, false)); diff != "" {
		t.Error(diff)
	}
}

func TestTerminal_TellsWhatBecameOfAContainer(t *testing.T) {
	screen, got := testTerminal(Common{})
	screen.event(kamal.ContainerFailed{
		Host: one, Role: "web", Version: "v2", Status: "exited", ExitCode: 3,
		Health: []string{"refused"}, Log: "boom\nbang\n",
	})
	screen.event(kamal.ContainerFailed{Host: two, Role: "web", Version: "v2", Status: "exited", OutOfMemory: true})
	screen.finish(&kamal.UnhealthyError{Role: "web", Version: "v2"}, codeUnhealthy)
	want := `Error: web did not get healthy in version v2: waited 0s of 0s

192.0.2.1 web, version v2: the container exited with status 3
  health checks:
    refused
  log:
    boom
    bang

192.0.2.2 web, version v2: killed for want of memory
Hint: the stopped container stays on its host until a prune: docker logs there has the whole log
`
	if diff := cmp.Diff(want, got.err.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTerminal_TellsHowFarAMoveCame(t *testing.T) {
	screen, got := testTerminal(Common{})
	screen.finish(&kamal.MoveError{
		Command: "upgrade", Moved: []config.Host{one}, Failed: []config.Host{two}, Left: []config.Host{"192.0.2.3"}, Err: errors.New("no"),
	}, codePartial)
	want := `Error: no
  done: 192.0.2.1
  failed: 192.0.2.2
  not begun: 192.0.2.3
  to go on: kamal upgrade --rolling -h 192.0.2.2,192.0.2.3
  to go back: put the configuration back as it was, then kamal downgrade --rolling -h 192.0.2.1,192.0.2.2
`
	if diff := cmp.Diff(want, got.err.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTerminal_ShowsWhoHoldsTheLock(t *testing.T) {
	screen, got := testTerminal(Common{})
	screen.event(kamal.LockHeld{Host: one, Details: "Locked by: dev\nVersion: v1", Waiting: true})
	want := "192.0.2.1: The deploy lock is held, waiting for it:\n  Locked by: dev\n  Version: v1\n"
	if diff := cmp.Diff(want, got.err.String()); diff != "" {
		t.Error(diff)
	}
}

// After an interruption one line says what was interrupted and that nothing is
// held, and those below it what runs where.
func TestTerminal_TellsOfAnInterruptionWhatRunsAndThatTheLockIsFree(t *testing.T) {
	cut := &kamal.HostError{Host: one, Err: &kamal.CommandError{For: "starting the container", Line: "docker run shop", Err: context.Canceled}}
	err := &interruptedError{&kamal.BootError{Err: cut, States: []kamal.RoleState{
		{Host: one, Role: "web", State: kamal.StateOld, Before: "v1", Version: "v2", Interrupted: true},
	}}}
	screen, got := testTerminal(Common{})
	screen.event(kamal.LockAcquired{Host: one})
	screen.event(kamal.LockReleased{Host: one})
	screen.finish(err, codeInterrupted)
	want := `Error: interrupted while working on 192.0.2.1; the deploy lock is free

  192.0.2.1 web: version v1 runs, version v2 was stopped before it had taken over
`
	if diff := cmp.Diff(want, got.err.String()); diff != "" {
		t.Error(diff)
	}
}
