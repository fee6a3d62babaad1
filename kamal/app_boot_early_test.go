package kamal_test

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// tell sends lines of simple words to a host.
func (f *fleet) tell(host string, lines ...string) {
	f.tb.Helper()
	for _, line := range lines {
		words := strings.Fields(line)
		if err := f.Run(f.tb.Context(), host, commands.Command(words[0], words[1:]...)); err != nil {
			f.tb.Errorf("%s: %v", line, err)
		}
	}
}

// byAnother does on a host what another's deploy of version 9 does.
func (f *fleet) byAnother(host string) {
	f.tell(host,
		"docker pull registry.example.com/acme/app:9",
		"docker run --detach --name app-web-9 --network kamal --label service=app --label role=web --label destination= registry.example.com/acme/app:9",
		"docker exec kamal-proxy kamal-proxy deploy app-web --target=app-web-9:80",
		"docker stop app-web-1",
		"docker tag registry.example.com/acme/app:9 registry.example.com/acme/app:latest")
}

// leaves checks what runs on a host in the end.
func (f *fleet) leaves(host string, want ...string) {
	f.tb.Helper()
	if diff := cmp.Diff(append([]string{"kamal-proxy"}, want...), f.Host(host).Running()); diff != "" {
		f.tb.Errorf("on %s run (-want +got):\n%s", host, diff)
	}
}

// operationsAfter1 are operations that find out what runs before they have the lock.
var operationsAfter1 = map[string]func(context.Context, *kamal.Deployer) error{
	"deploy":   func(ctx context.Context, d *kamal.Deployer) error { return d.Deploy(ctx, skipPush) },
	"redeploy": func(ctx context.Context, d *kamal.Deployer) error { return d.Redeploy(ctx, skipPush) },
	"boot": func(ctx context.Context, d *kamal.Deployer) error {
		return d.App().Boot(ctx, kamal.AppOptions{Version: "2"})
	},
	"rollback": func(ctx context.Context, d *kamal.Deployer) error {
		return d.Rollback(ctx, kamal.AppOptions{Version: "2"})
	},
}

// onOperationsAfter1 tries them where version 1 runs, and 2 ran before.
func onOperationsAfter1(t *testing.T, test func(f *fleet, do func(context.Context, *kamal.Deployer) error)) {
	t.Helper()
	for name, do := range operationsAfter1 {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				f := newFleet(t, twoHosts)
				f.deployed("2")
				f.deployed("1")
				test(f, do)
			})
		})
	}
}

// What a host told before the lock was taken on the primary host may not be true any
// more.
func TestBoot_KnowsWhatAnotherDidBeforeTheLock(t *testing.T) {
	onOperationsAfter1(t, func(f *fleet, do func(context.Context, *kamal.Deployer) error) {
		f.Add(kamaltest.Reply{Host: "app1", Line: "mkdir .kamal/lock-app", Times: 1, Delay: time.Second, Before: func() { f.byAnother("app2") }})
		if err := do(f.tb.Context(), f.at("2")); err != nil {
			f.tb.Error(err)
		}
		f.leaves("app1", "app-web-2")
		f.leaves("app2", "app-web-2")
	})
}

// What was found while another held the lock is not true any more.
func TestBoot_KnowsWhatTheHolderOfTheLockDid(t *testing.T) {
	onOperationsAfter1(t, func(f *fleet, do func(context.Context, *kamal.Deployer) error) {
		f.hold("Automatic deploy lock")
		time.AfterFunc(20*time.Second, func() {
			f.byAnother("app1")
			f.byAnother("app2")
			f.Host("app1").RemoveFile(".kamal/lock-app")
		})
		if err := do(f.tb.Context(), f.at("2", waiting(time.Minute))); err != nil {
			f.tb.Error(err)
		}
		f.leaves("app1", "app-web-2")
		f.leaves("app2", "app-web-2")
	})
}

// A hook may do anything.
func TestBoot_KnowsWhatAHookDid(t *testing.T) {
	for _, hook := range []string{"pre-deploy", "pre-app-boot"} {
		onOperationsAfter1(t, func(f *fleet, do func(context.Context, *kamal.Deployer) error) {
			if hook == "pre-deploy" && strings.HasSuffix(f.tb.Name(), "/boot") {
				return // it has none
			}
			d := f.at("2", kamal.WithHook(hook, func(context.Context, map[string]string) error {
				f.byAnother("app1")
				f.byAnother("app2")
				return nil
			}))
			if err := do(f.tb.Context(), d); err != nil {
				f.tb.Error(err)
			}
			f.leaves("app1", "app-web-2")
			f.leaves("app2", "app-web-2")
		})
	}
}

// A container that was stale before the lock was taken may serve by then.
func TestDeploy_StopsNothingAsStaleThatServesMeanwhile(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.deployed("9")
		f.deployed("1")
		f.tell("app2", "docker start app-web-9")
		f.Add(kamaltest.Reply{Host: "app1", Line: "mkdir .kamal/lock-app", Times: 1, Delay: time.Second, Before: func() {
			f.tell("app2",
				"docker tag registry.example.com/acme/app:9 registry.example.com/acme/app:latest",
				"docker exec kamal-proxy kamal-proxy deploy app-web --target=app-web-9:80")
		}})
		var stopped atomic.Bool // the hosts are told at the same time
		watching := kamal.ExecutorFunc(func(ctx context.Context, host string, cmd commands.Cmd) error {
			err := f.Run(ctx, host, cmd)
			running := f.Host("app2").Running()
			if !slices.Contains(running, "app-web-9") && !slices.Contains(running, "app-web-2") {
				stopped.Store(true)
			}
			return err
		})
		f.version = "2"
		if err := kamal.New(f.config(), watching, f.Options()...).Redeploy(t.Context(), skipPush); err != nil {
			t.Error(err)
		}
		if stopped.Load() {
			t.Error("version 9 was stopped as stale")
		}
		f.leaves("app2", "app-web-2")
	})
}
