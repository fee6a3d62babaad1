package kamal_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// states are those of a failed boot, by host.
func states(t *testing.T, err error) map[config.Host]kamal.State {
	t.Helper()
	boot, ok := errors.AsType[*kamal.BootError](err)
	if !ok {
		t.Fatalf("got %v, want a BootError", err)
	}
	found := map[config.Host]kamal.State{}
	for _, s := range boot.States {
		found[s.Host] = s.State
	}
	return found
}

func TestBoot_TellsWhichHostIsInWhichState(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, strings.Replace(twoHosts, "app2]", "app2, app3]", 1)+"boot: {limit: 2}\n")
		f.deployed("1")
		f.Stall("app2", "*:2")
		err := f.at("2").Deploy(t.Context(), skipPush)
		want := map[config.Host]kamal.State{"app1": kamal.StateNew, "app2": kamal.StateOld, "app3": kamal.StateUntouched}
		if diff := cmp.Diff(want, states(t, err)); diff != "" {
			t.Error(diff)
		}
		boot, _ := errors.AsType[*kamal.BootError](err)
		if !boot.Partial() {
			t.Error("the boot is not partial")
		}
		report := "app1 web: version 2 runs\napp2 web: version 1 runs, version 2 did not come up\napp3 web: not touched"
		if diff := cmp.Diff(report, boot.Report()); diff != "" {
			t.Error(diff)
		}
		unhealthy, ok := errors.AsType[*kamal.UnhealthyError](err)
		if !ok || unhealthy.Waited != 30*time.Second || unhealthy.Allowed != 30*time.Second {
			t.Errorf("got %+v, want an UnhealthyError after 30 seconds", unhealthy)
		}
		if got := f.Host("app2").Running(); !cmp.Equal(got, []string{"kamal-proxy", "app-web-1"}) {
			t.Errorf("on app2 run %v", got)
		}
	})
}

func TestBoot_ReportsTheContainerThatFailed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.Break("app2", "*:1")
		_ = f.at("1").Deploy(t.Context(), skipPush)
		var got []kamal.ContainerFailed
		for _, e := range f.Events() {
			if e, ok := e.(kamal.ContainerFailed); ok {
				e.Time = time.Time{}
				got = append(got, e)
			}
		}
		want := []kamal.ContainerFailed{{
			Head: kamal.Head{Host: "app2", Step: kamal.StepBootApp}, Role: "web", Version: "1", Status: "restarting", ExitCode: 1, Restarts: 4, Log: "a log line of app-web-1",
		}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// Behind the proxy, running the container and switching to it are one command, of which
// the end is waited for.
func TestBoot_CancelledLeavesOneContainer(t *testing.T) {
	for text, want := range map[string][]string{noProxy: {"app-web-1"}, twoHosts: {"kamal-proxy", "app-web-2"}} {
		bubble(t, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			f := newFleet(t, text, kamaltest.Reply{
				Host: "app1", Line: "docker run *app-*-2 *", Before: func() { cancel(errInterrupted) },
			})
			f.deployed("1")
			if err := f.at("2").Deploy(ctx, skipPush); !errors.Is(err, errInterrupted) {
				t.Errorf("got %v", err)
			}
			if got := f.Host("app1").Running(); !cmp.Equal(got, want) {
				t.Errorf("on app1 run %v, want %v", got, want)
			}
		})
	}
}

func TestBoot_CancelledDuringTheSwitchWaitsForTheProxy(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		f := newFleet(t, strings.Replace(twoHosts, "app1, app2", "app1", 1), kamaltest.Reply{
			Line: "docker exec kamal-proxy kamal-proxy deploy *", Times: 2, Delay: 20 * time.Second,
		})
		f.deployed("1")
		time.AfterFunc(10*time.Second, func() { cancel(errInterrupted) })
		began := time.Now()
		err := f.at("2").App().Boot(ctx, kamal.AppOptions{Version: "2"})
		if took := time.Since(began); took < 20*time.Second {
			t.Errorf("it ended after %s, before the proxy's answer", took)
		}
		if !errors.Is(err, errInterrupted) {
			t.Errorf("got %v", err)
		}
		if diff := cmp.Diff(map[config.Host]kamal.State{"app1": kamal.StateNew}, states(t, err)); diff != "" {
			t.Error(diff)
		}
		if got := f.Host("app1").Serving("app-web"); got != "app-web-2" {
			t.Errorf("app1 serves %q", got)
		}
	})
}

func TestBoot_LostDuringTheSwitchLeavesBothContainersAlone(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.deployed("1")
		f.Add(kamaltest.Reply{Host: "app2", Line: "docker exec kamal-proxy kamal-proxy deploy *", Err: kamaltest.ErrLost})
		err := f.at("2").Deploy(t.Context(), skipPush)
		want := map[config.Host]kamal.State{"app1": kamal.StateNew, "app2": kamal.StateUnknown}
		if diff := cmp.Diff(want, states(t, err)); diff != "" {
			t.Error(diff)
		}
		if got := f.Host("app2").Running(); !cmp.Equal(got, []string{"kamal-proxy", "app-web-1", "app-web-2"}) {
			t.Errorf("on app2 run %v", got)
		}
		if !errors.Is(err, kamaltest.ErrLost) {
			t.Errorf("got %v", err)
		}
	})
}

func TestBoot_GroupsWaitBetween(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, strings.Replace(twoHosts, "app2]", "app2, app3]", 1)+"boot: {limit: 2, wait: 60}\n")
		at := map[string]time.Duration{}
		began := time.Now()
		f.watch = func(e kamal.Event) {
			if e, ok := e.(kamal.CommandStarted); ok && strings.Contains(e.Line, "docker run --detach --restart") {
				at[string(e.Host)] = time.Since(began)
			}
		}
		f.deployed("1")
		want := map[string]time.Duration{"app1": 0, "app2": 0, "app3": time.Minute}
		if diff := cmp.Diff(want, at); diff != "" {
			t.Error(diff)
		}
		if took := time.Since(began); took != 2*time.Minute {
			t.Errorf("took %s, want a wait after the last group too", took)
		}
	})
}

const threeRoles = `service: app
image: acme/app
servers:
  web: [app1, app2]
  job: {hosts: [app3], cmd: bin/jobs}
  mail: {hosts: [app3], cmd: bin/mail}
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64, context: .}
proxy: {host: example.com}
`

func TestBoot_OneHealthyPrimaryContainerOpensTheWay(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, threeRoles)
		f.Break("app2", "*:1")
		err := f.at("1").Deploy(t.Context(), skipPush)
		want := map[config.Host]kamal.State{"app1": kamal.StateNew, "app2": kamal.StateOld, "app3": kamal.StateNew}
		if diff := cmp.Diff(want, states(t, err)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestBoot_WithoutThePrimaryRoleNobodyWaits(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, threeRoles)
		f.deployed("1")
		f.sel.Roles = []string{"job", "mail"}
		began := time.Now()
		f.deployed("2")
		if took := time.Since(began); took > time.Minute {
			t.Errorf("took %s", took)
		}
	})
}

func TestBoot_OnAHostWithoutRolesFirstNobodyWaits(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, threeRoles+"accessories:\n  db: {image: \"postgres:17\", host: db1}\n")
		f.sel.Hosts = []string{"db1", "app3"}
		began := time.Now()
		f.deployed("1")
		if took := time.Since(began); took > time.Minute {
			t.Errorf("took %s", took)
		}
	})
}

func TestBoot_RolesAtOnceWhenTheConfigurationSaysSo(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for text, want := range map[string]time.Duration{"": 14 * time.Second, "boot: {parallel_roles: true}\n": 7 * time.Second} {
			f := newFleet(t, threeRoles+text)
			began := time.Now()
			f.deployed("1")
			if took := time.Since(began); took != want {
				t.Errorf("%q took %s, want %s", text, took, want)
			}
		}
	})
}

func TestBoot_OneHostFailsTheOthersFinish(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, strings.Replace(twoHosts, "app2]", "app2, app3]", 1),
			kamaltest.Reply{Host: "app3", Line: "docker pull *", Stderr: "no such manifest\n", Exit: 1},
			kamaltest.Reply{Host: "app1", Line: "docker pull *", Stderr: "denied\n", Exit: 1})
		err := f.at("1").Deploy(t.Context(), skipPush)
		lines := strings.Split(err.Error(), "\n")
		if len(lines) != 2 || !strings.HasPrefix(lines[0], "app1: denied (pulling the image: exit status 1)") || !strings.HasPrefix(lines[1], "app3: no such manifest (pulling") {
			t.Errorf("got %v", err)
		}
		if !f.got("app2", "docker inspect --type image") {
			t.Error("app2 did not finish the step")
		}
	})
}

func TestBoot_AnImageOfAnotherServiceIsRefused(t *testing.T) {
	f := newFleet(t, twoHosts)
	f.SetService("*", "other")
	err := f.at("1").Deploy(t.Context(), skipPush)
	if err == nil || !strings.Contains(err.Error(), `carries the label service="other", not "app"`) {
		t.Errorf("got %v", err)
	}
}

func TestBoot_WaitsWithoutGroupsToo(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts+"boot: {wait: 60}\n")
		began := time.Now()
		f.deployed("1")
		if took := time.Since(began); took != time.Minute {
			t.Errorf("took %s, want a wait after the only group", took)
		}
	})
}

// One that may take its time to stop is given it, also when it did not come up.
func TestBoot_WaitsForANewContainerThatStopsSlowly(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts+"stop_timeout: 120\n", kamaltest.Reply{Host: "app2", Line: "docker stop *", Delay: 100 * time.Second})
		f.Break("app2", "*:1")
		err := f.at("1").Deploy(t.Context(), skipPush)
		boot, ok := errors.AsType[*kamal.BootError](err)
		if !ok || strings.Contains(err.Error(), "cleaning up") || boot.States[1].State != kamal.StateOld {
			t.Errorf("got %v", err)
		}
	})
}
