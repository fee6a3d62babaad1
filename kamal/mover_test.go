package kamal_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// onTraefik is a configuration for Traefik, and behindProxy the same for
// kamal-proxy.
const onTraefik = `service: app
image: acme/app
servers:
  web: [app1, app2, app3]
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64, context: .}
traefik: {}
`

var behindProxy = strings.Replace(onTraefik, "traefik: {}", "proxy: {host: example.com}", 1)

func TestUpgrade_RollingLeavesTheRestAloneAfterAFailure(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, onTraefik)
		f.deployed("1")
		f.text = behindProxy
		f.Add(kamaltest.Reply{Host: "app2", Line: "docker run *app-web-latest *", Exit: 125, Stderr: "no room\n"})
		f.Reset()
		err := f.at("1").Upgrade(t.Context(), kamal.RebootOptions{Rolling: true})
		move, ok := errors.AsType[*kamal.MoveError](err)
		if !ok {
			t.Fatalf("got %v, want a MoveError", err)
		}
		want := [][]config.Host{{"app1"}, {"app2"}, {"app3"}}
		if diff := cmp.Diff(want, [][]config.Host{move.Moved, move.Failed, move.Left}); diff != "" {
			t.Error(diff)
		}
		if got := f.Host("app1").Serving("app-web"); got != "app-web-latest" {
			t.Errorf("app1 serves %q", got)
		}
		if diff := cmp.Diff([]string{"traefik", "app-web-1"}, f.Host("app3").Running()); diff != "" {
			t.Errorf("app3 was touched: %s", diff)
		}
		if f.locked("app1") {
			t.Error("the lock is left behind")
		}
	})
}

func TestUpgrade_AllAtOnceGoesOnAfterABootGroupThatFailed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, onTraefik)
		f.deployed("1")
		f.text = behindProxy + "boot: {limit: 1}\n"
		f.Add(kamaltest.Reply{Host: "app1", Line: "docker run *app-web-latest *", Exit: 125, Stderr: "no room\n"})
		err := f.at("1").Upgrade(t.Context(), kamal.RebootOptions{})
		move, ok := errors.AsType[*kamal.MoveError](err)
		if !ok {
			t.Fatalf("got %v, want a MoveError", err)
		}
		want := [][]config.Host{{"app2", "app3"}, {"app1"}, nil}
		if diff := cmp.Diff(want, [][]config.Host{move.Moved, move.Failed, move.Left}); diff != "" {
			t.Error(diff)
		}
		if got := f.Host("app3").Serving("app-web"); got != "app-web-latest" {
			t.Errorf("app3 serves %q", got)
		}
	})
}

func TestUpgrade_AllAtOnceFinishesTheHostsThatDoNotFail(t *testing.T) {
	for _, trouble := range []string{"docker login *", "xargs docker run --name kamal-proxy *", "docker run *app-web-latest *"} {
		bubble(t, func(t *testing.T) {
			f := newFleet(t, onTraefik)
			f.deployed("1")
			f.text = behindProxy
			f.Add(kamaltest.Reply{Host: "app2", Line: trouble, Exit: 125, Stderr: "no room\n"})
			err := f.at("1").Upgrade(t.Context(), kamal.RebootOptions{})
			move, ok := errors.AsType[*kamal.MoveError](err)
			if !ok {
				t.Fatalf("%s: got %v, want a MoveError", trouble, err)
			}
			want := [][]config.Host{{"app1", "app3"}, {"app2"}, nil}
			if diff := cmp.Diff(want, [][]config.Host{move.Moved, move.Failed, move.Left}); diff != "" {
				t.Errorf("%s: %s", trouble, diff)
			}
			for _, host := range []string{"app1", "app3"} {
				if got := f.Host(host).Serving("app-web"); got != "app-web-latest" {
					t.Errorf("%s: %s serves %q", trouble, host, got)
				}
			}
		})
	}
}

func TestUpgrade_ThatGetsNoImageLeavesTheOldProxy(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, onTraefik)
		f.deployed("1")
		f.text = behindProxy
		f.Add(kamaltest.Reply{Host: "app2", Line: "docker pull *", Exit: 1, Stderr: "no such host\n"})
		err := f.at("1").Upgrade(t.Context(), kamal.RebootOptions{})
		if err == nil || !strings.Contains(err.Error(), "app2: the old proxy goes on serving: no such host") {
			t.Errorf("got %v", err)
		}
		if diff := cmp.Diff([]string{"traefik", "app-web-1"}, f.Host("app2").Running()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestProxyReboot_OfAMixedFleetSaysHowFarItCame(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, onTraefik)
		f.deployed("1")
		f.text = strings.Replace(onTraefik, "traefik: {}", "traefik: {}\nproxy: {enabled: true, hosts: [app1, app2], host: example.com}", 1)
		f.Add(kamaltest.Reply{Host: "app2", Line: "docker exec kamal-proxy kamal-proxy deploy *", Exit: 1, Stderr: "Error: target failed to become healthy within configured timeout (30s)\n"})
		err := f.at("1").Proxy().Reboot(t.Context(), kamal.RebootOptions{Rolling: true})
		move, ok := errors.AsType[*kamal.MoveError](err)
		if !ok {
			t.Fatalf("got %v, want a MoveError", err)
		}
		want := [][]config.Host{{"app1"}, {"app2"}, {"app3"}}
		if diff := cmp.Diff(want, [][]config.Host{move.Moved, move.Failed, move.Left}); diff != "" {
			t.Error(diff)
		}
		if unhealthy, ok := errors.AsType[*kamal.UnhealthyError](err); !ok || unhealthy.Version != "1" {
			t.Errorf("got %v, want an UnhealthyError of version 1", err)
		}
	})
}

func TestUpgrade_RollingOnAHostWithTwoOtherRolesDoesNotWait(t *testing.T) {
	bubble(t, func(t *testing.T) {
		roles := "web: [app1]\n  job: {hosts: [app2], cmd: bin/jobs}\n  mail: {hosts: [app2], cmd: bin/mail}"
		f := newFleet(t, strings.Replace(onTraefik, "web: [app1, app2, app3]", roles, 1))
		f.deployed("1")
		f.text = strings.Replace(behindProxy, "web: [app1, app2, app3]", roles, 1)
		began := time.Now()
		if err := f.at("1").Upgrade(t.Context(), kamal.RebootOptions{Rolling: true}); err != nil {
			t.Error(err)
		}
		if took := time.Since(began); took > 5*time.Minute {
			t.Errorf("took %s", took)
		}
		if diff := cmp.Diff([]string{"app-job-latest", "app-mail-latest"}, f.Host("app2").Running()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestDeploy_ToAMixedFleetSaysHowToMove(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const marks = "traefik: {}\nproxy: {enabled: true, hosts: [app1], host: example.com}"
		for _, c := range []struct{ from, mixed, want string }{
			{onTraefik, "[app1]", "on app1: move there first with `kamal proxy reboot -h app1` or `kamal upgrade -h app1`"},
			{behindProxy, "[app1, app2]", "on app3: go back first with `kamal proxy reboot -h app3` or `kamal downgrade -h app3`"},
		} {
			f := newFleet(t, c.from)
			f.deployed("1")
			f.text = strings.Replace(strings.Replace(onTraefik, "traefik: {}", marks, 1), "[app1]", c.mixed, 1)
			err := f.at("2").Deploy(t.Context(), skipPush)
			if !errors.Is(err, kamal.ErrUsage) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
			findings, err := diagnosed(t.Context(), f.at("2"))
			if err != nil || len(findings) != 1 || !strings.HasSuffix(c.want, findings[0].Fix) {
				t.Errorf("doctor: got %+v, %v", findings, err)
			}
		}
	})
}

func TestDeploy_RefusesHostsWithTheOtherProxy(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for from, to := range map[string]string{onTraefik: behindProxy, behindProxy: onTraefik} {
			f := newFleet(t, from)
			f.deployed("1")
			f.text = to
			before := fmt.Sprint(f.Host("app1").Images(), f.Host("app1").Running())
			err := f.at("2").Deploy(t.Context(), skipPush)
			if !errors.Is(err, kamal.ErrUsage) {
				t.Errorf("got %v", err)
			}
			if left := fmt.Sprint(f.Host("app1").Images(), f.Host("app1").Running()); left != before || f.locked("app1") {
				t.Errorf("something was changed: %s, was %s", left, before)
			}
		}
	})
}

// All wrong uses of the ways between the generations, and what they say.
func TestMove_RefusesWhatDoesNotFit(t *testing.T) {
	mixed := strings.Replace(onTraefik, "traefik: {}", "traefik: {}\nproxy: {enabled: true, hosts: [app1], host: example.com}", 1)
	for _, c := range []struct{ text, op, hosts, want string }{
		{onTraefik, "upgrade", "", "in a configuration for Traefik"},
		{onTraefik, "proxy-upgrade", "", "in a configuration for Traefik"},
		{behindProxy, "downgrade", "", "add `traefik: {}` first"},
		{behindProxy, "traefik-downgrade", "", "add `traefik: {}` first"},
		{behindProxy, "traefik-boot", "", "see `kamal proxy`"},
		{onTraefik, "proxy-boot-config", "", "see `kamal traefik`"},
		{mixed, "traefik-downgrade", "", "see `kamal downgrade`"},
		{mixed, "upgrade", "app2", "app2: not possible: `kamal upgrade`: proxy/hosts in the configuration does not mark it for kamal-proxy"},
		{mixed, "downgrade", "app1", "app1: not possible: `kamal downgrade`: proxy/hosts in the configuration marks it for kamal-proxy"},
		{strings.Replace(mixed, "[app1]", "[]", 1), "upgrade", "", "marks none of them"},
		{strings.Replace(mixed, "[app1]", "[app1, app2, app3]", 1), "downgrade", "", "marks all of them"},
		{mixed, "app-maintenance", "", "app2,app3 run Traefik, which knows no maintenance"},
	} {
		f := newFleet(t, c.text)
		if c.hosts != "" {
			f.sel.Hosts = []string{c.hosts}
		}
		op := strings.ReplaceAll(c.op, "proxy-boot-config", "proxy-boot-config-reset")
		_, err := f.operation(op, "")
		if !errors.Is(err, kamal.ErrUsage) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.op, err, c.want)
		}
		if f.got("app1", "docker") {
			t.Errorf("%s: a host was told something", c.op)
		}
	}
}

func TestUpgrade_OfAHostWithAccessoriesOnly(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for _, rolling := range []bool{false, true} {
			f := newFleet(t, behindProxy+"accessories: {db: {image: db, host: db1}}\n")
			f.sel.Hosts = []string{"db1"}
			if err := f.at("1").Upgrade(t.Context(), kamal.RebootOptions{Rolling: rolling}); err != nil {
				t.Fatal(err)
			}
			if cleared := f.got("db1", "docker container stop traefik"); cleared == rolling {
				t.Errorf("rolling %t: the proxies were cleared: %t", rolling, cleared)
			}
		}
	})
}

// A host that was moved has a new proxy, which can't reach the old container.
func TestUpgrade_PutsNoHostBack(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, onTraefik+"on_failure: rollback\n")
		f.deployed("1")
		f.text = behindProxy + "on_failure: rollback\n"
		f.Break("app2", "*:latest")
		if err := f.at("1").Upgrade(t.Context(), kamal.RebootOptions{}); err == nil {
			t.Fatal("a host did not come up, and nobody says so")
		}
		if got := f.Host("app1").Serving("app-web"); got != "app-web-latest" {
			t.Errorf("app1 serves %q", got)
		}
	})
}

func TestConfirm_ComesAfterAWarningOfOtherServices(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, behindProxy+"accessories: {db: {image: db, host: app1}}\n")
		f.deployed("1")
		if err := f.at("1").Accessory("db").Boot(t.Context()); err != nil {
			t.Fatal(err)
		}
		f.destination = "staging"
		f.deployed("1")
		f.destination, f.text = "", strings.Replace(f.text, "service: app\n", "service: app-web\n", 1)
		f.SetService("*", "app-web")
		f.deployed("2")
		f.text = onTraefik + "accessories: {db: {image: db, host: app1}}\n"
		f.sel.Hosts = []string{"app1"}
		f.Reset()
		var told []string
		no := errors.New("no")
		err := f.at("1").Downgrade(t.Context(), kamal.RebootOptions{Confirm: func(context.Context, []config.Host) error {
			for _, e := range f.Events() {
				if w, ok := e.(kamal.Warning); ok {
					told = append(told, string(w.Host)+": "+w.Text)
				}
			}
			return no
		}})
		want := []string{"app1: other services lose their proxy: app-web-web-2, app-web-staging-1"}
		if diff := cmp.Diff(want, told); diff != "" || err != no {
			t.Errorf("got %v: %s", err, diff)
		}
	})
}
