package screen

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/screen/screentest"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/sshx"
)

const one, two = screentest.One, screentest.Two

// shown is what a terminal writes to its two streams.
type shown struct{ out, err bytes.Buffer }

// testTerminal is a terminal of a minute past eight, without colours.
func testTerminal(o Options) (*Terminal, *shown) {
	var s shown
	o.Stdout, o.Stderr, o.Getenv = &s.out, &s.err, func(string) string { return "" }
	t := New(o)
	t.now = func() time.Time { return time.Date(2026, 1, 31, 8, 1, 0, 0, time.UTC) }
	return t, &s
}

func TestTerminal_IsCalm(t *testing.T) {
	screen, got := testTerminal(Options{})
	for _, e := range screentest.Deploy() {
		screen.Event(e)
	}
	screen.Finish(screentest.Failure(), 8)
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
	screen, got := testTerminal(Options{Quiet: true, Verbose: true})
	for _, e := range screentest.Deploy() {
		screen.Event(e)
	}
	screen.Answer(Answer{Heading: "App Host", Host: one, Text: " up \n\n"})
	screen.Finish(errors.New("no luck"), 1)
	if diff := cmp.Diff("up\n\n", got.out.String()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("Error: no luck\n", got.err.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTerminal_VerboseShowsEveryCommandAndItsOutput(t *testing.T) {
	screen, got := testTerminal(Options{Verbose: true})
	screen.Event(kamal.CommandStarted{Head: kamal.Head{Host: one}, Line: "docker ps"})
	screen.Event(kamal.Printed{Head: kamal.Head{Host: one}, Text: "a\nb\r\n"})
	screen.Event(kamal.CommandFinished{Head: kamal.Head{Host: one}, Line: "docker ps", Took: 2 * time.Second, Err: errors.New("x"), Optional: true})
	screen.Event(kamal.CommandStarted{Line: "git status"})
	screen.Event(kamal.LockAcquired{Head: kamal.Head{Host: one}})
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
	screen, got := testTerminal(Options{})
	screen.Answer(Answer{Of: "app details", Heading: "App Host", Host: one, Text: "\n one\ntwo \n"})
	screen.Answer(Answer{Of: "app details", Heading: "App Host", Host: two})
	screen.Answer(Answer{Text: "bare"})
	screen.Answer(Answer{Text: "raw\x00", Bare: true})
	want := "App Host: 192.0.2.1\none\ntwo\n\nApp Host: 192.0.2.2\n\n\nbare\nraw\x00"
	if diff := cmp.Diff(want, got.out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTerminal_FollowedLinesSayWhereTheyComeFrom(t *testing.T) {
	screen, got := testTerminal(Options{})
	screen.outInk = palette{on: true}
	screen.Answer(Answer{Log: true, Host: one, Role: "web", Text: "alone"})
	screen.Answer(Answer{Log: true, Several: true, Host: one, Role: "web", Text: "hello"})
	screen.Answer(Answer{Log: true, Several: true, Host: two, Text: "world"})
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
	screen, got := testTerminal(Options{})
	screen.ticking = &ticker{done: make(chan struct{})}
	screen.Event(kamal.StepStarted{Head: kamal.Head{Step: "booting"}, Words: "booting", Hosts: []config.Host{one, two}})
	screen.Event(kamal.HostFinished{Head: kamal.Head{Host: one}})
	screen.Event(kamal.LockAcquired{Head: kamal.Head{Host: one}})
	screen.Event(kamal.Note{Text: "by the way"})
	screen.Event(kamal.HostFailed{Head: kamal.Head{Host: two}})
	screen.Event(kamal.StepFinished{Head: kamal.Head{Step: "booting"}, Words: "booting", Hosts: []config.Host{one, two}, Took: time.Second})
	screen.Finish(nil, 0)
	const up = "\r" + erase
	want := "· booting on 2 hosts ·· 0.0s" +
		up + "· booting on 2 hosts ✓· 0.0s" +
		up + "  by the way\n· booting on 2 hosts ✓· 0.0s" +
		up + "  ✗ 192.0.2.2\n· booting on 2 hosts ✓✗ 0.0s" +
		up + "✓ booting on 2 hosts 1.0s\n"
	if diff := cmp.Diff(want, got.err.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTerminal_PauseLeavesNoLiveLineBehind(t *testing.T) {
	screen, got := testTerminal(Options{})
	screen.ticking = &ticker{done: make(chan struct{})}
	screen.Event(kamal.StepStarted{Head: kamal.Head{Step: "asking"}, Words: "asking"})
	screen.Pause(func() { fmt.Fprintln(&got.err, "well?") })
	want := "· asking 0.0s\r" + erase + "well?\n"
	if diff := cmp.Diff(want, got.err.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTerminal_DoesNotShowWhatCleaningUpPrinted(t *testing.T) {
	screen, got := testTerminal(Options{Quiet: true})
	broken := &kamal.HostError{Host: one, Err: errors.New("no luck")}
	for _, e := range []kamal.Event{
		kamal.CommandStarted{Head: kamal.Head{Host: one}, Line: "docker exec kamal-proxy"},
		kamal.CommandFinished{Head: kamal.Head{Host: one}, Line: "docker exec kamal-proxy", Err: broken},
		kamal.CommandStarted{Head: kamal.Head{Host: one}, Line: "docker stop shop"},
		kamal.Printed{Head: kamal.Head{Host: one}, Text: "4f3c\n"},
		kamal.CommandFinished{Head: kamal.Head{Host: one}, Line: "docker stop shop"},
		kamal.HostFailed{Head: kamal.Head{Host: one}, Err: broken},
	} {
		screen.Event(e)
	}
	screen.Finish(broken, 1)
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
	want := "192.0.2.1, 192.0.2.2: disk full\nconnecting to 192.0.2.3: refused"
	if diff := cmp.Diff(want, explain(err, false)); diff != "" {
		t.Error(diff)
	}
}

func TestTerminal_TellsWhatBecameOfAContainer(t *testing.T) {
	screen, got := testTerminal(Options{})
	screen.Event(kamal.ContainerFailed{Head: kamal.Head{Host: two}, Role: "web", Version: "v2", Status: "exited", OutOfMemory: true})
	screen.Event(kamal.ContainerFailed{
		Head: kamal.Head{Host: one}, Role: "web", Version: "v2", Status: "exited", ExitCode: 3,
		Health: []string{"refused"}, Log: "boom\nbang\n",
	})
	screen.Finish(&kamal.UnhealthyError{Role: "web", Version: "v2"}, 6)
	want := `Error: web did not get healthy in version v2: waited 0s of 0s

192.0.2.1 web, version v2: the container exited with status 3
  health checks:
    refused
  log:
    boom
    bang

192.0.2.2 web, version v2: killed for want of memory
`
	if diff := cmp.Diff(want, got.err.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTerminal_TellsHowFarAMoveCame(t *testing.T) {
	screen, got := testTerminal(Options{})
	screen.Finish(&kamal.MoveError{
		Command: "upgrade", Moved: []config.Host{one}, Failed: []config.Host{two}, Left: []config.Host{"192.0.2.3"}, Err: errors.New("no"),
	}, 8)
	want := `Error: no
  done: 192.0.2.1
  failed: 192.0.2.2
  not begun: 192.0.2.3
  to go back: put the configuration back as it was, then kamal downgrade --rolling -h 192.0.2.1,192.0.2.2
`
	if diff := cmp.Diff(want, got.err.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTerminal_ShowsWhoHoldsTheLock(t *testing.T) {
	screen, got := testTerminal(Options{})
	screen.Event(kamal.LockHeld{Head: kamal.Head{Host: one}, Details: "Locked by: dev\nVersion: v1", Waiting: true})
	want := "192.0.2.1: The deploy lock is held, waiting for it:\n  Locked by: dev\n  Version: v1\n"
	if diff := cmp.Diff(want, got.err.String()); diff != "" {
		t.Error(diff)
	}
}

// After an interruption one line says what was interrupted what runs where, and
// that nothing is held.
func TestTerminal_TellsOfAnInterruptionWhatRunsAndThatTheLockIsFree(t *testing.T) {
	cut := &kamal.HostError{Host: one, Err: &kamal.CommandError{For: "starting the container", Line: "docker run shop", Err: context.Canceled}}
	err := &Interrupted{Err: &kamal.BootError{Err: cut, States: []kamal.RoleState{
		{Host: one, Role: "web", State: kamal.StateOld, Before: "v1", Version: "v2", Interrupted: true},
	}}}
	screen, got := testTerminal(Options{})
	screen.Event(kamal.LockAcquired{Head: kamal.Head{Host: one}})
	screen.Event(kamal.LockReleased{Head: kamal.Head{Host: one}})
	screen.Finish(err, 130)
	want := `Interrupted while working on 192.0.2.1; version v1 runs on 192.0.2.1; the deploy lock is free
`
	if diff := cmp.Diff(want, got.err.String()); diff != "" {
		t.Error(diff)
	}
}

func TestScreen_MasksWhatHostsPrinted(t *testing.T) {
	terminal, got := testTerminal(Options{})
	screen := Masked{terminal, func(s string) string { return strings.ReplaceAll(s, "hunter2", "***") }}
	screen.Answer(Answer{Heading: "App Host", Host: one, Text: "PASSWORD=hunter2"})
	screen.Answer(Answer{Of: "app exec", Text: "hunter2\n", Bare: true})
	screen.Answer(Answer{Of: "secrets print", Text: "PASSWORD=hunter2"})
	want := "App Host: 192.0.2.1\nPASSWORD=***\n\nhunter2\nPASSWORD=hunter2\n"
	if diff := cmp.Diff(want, got.out.String()); diff != "" {
		t.Error(diff)
	}
}
