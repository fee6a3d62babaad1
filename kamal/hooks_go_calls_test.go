package kamal_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
)

// calling gives a hook in Go that makes a call of the Deployer to come, once, and notes
// what came of it.
func calling(name string, d **kamal.Deployer, result *error, call func(context.Context, *kamal.Deployer) error) kamal.Option {
	*result = errors.New("it was not called")
	called := false
	return kamal.WithHook(name, func(ctx context.Context, _ map[string]string) error {
		if !called {
			called = true
			*result = call(ctx, *d)
		}
		return nil
	})
}

// withOwn makes a call with a context that is not the hook's.
func withOwn(call func(context.Context, *kamal.Deployer) error) func(context.Context, *kamal.Deployer) error {
	return func(_ context.Context, d *kamal.Deployer) error { return call(context.Background(), d) }
}

var (
	allPlaces = []string{"pre-connect", "pre-build", "pre-deploy", "pre-app-boot", "post-app-boot", "post-deploy"}
	withLock  = map[string]bool{"pre-deploy": true, "pre-app-boot": true, "post-app-boot": true}
	questions = map[string]func(context.Context, *kamal.Deployer) error{
		"Lock.Status": func(ctx context.Context, d *kamal.Deployer) error { _, err := d.Lock().Status(ctx); return err },
		"App.Version": func(ctx context.Context, d *kamal.Deployer) error { _, err := d.App().Version(ctx); return err },
		"App.Exec": func(ctx context.Context, d *kamal.Deployer) error {
			_, err := d.App().Exec(ctx, kamal.ExecOptions{Command: "true"})
			return err
		},
		"Performer": func(ctx context.Context, d *kamal.Deployer) error {
			if name := d.Performer(ctx); name != "dev@example.com" {
				return fmt.Errorf("the performer is %q", name)
			}
			return nil
		},
	}
)

// inHook deploys where another version runs, with a hook that calls the Deployer and a
// callback that does so, too, and gives what the call gave.
func inHook(t *testing.T, name string, call func(context.Context, *kamal.Deployer) error) (f *fleet, result error) {
	t.Helper()
	f = newFleet(t, twoHosts)
	f.deployed("1")
	var d *kamal.Deployer
	watch := func(e kamal.Event) {
		switch e.(type) {
		case kamal.StepStarted, kamal.HookStarted, kamal.HookFinished, kamal.LockAcquired:
			if _, err := d.Lock().Status(context.Background()); err != nil {
				t.Errorf("in a callback: %v", err)
			}
		}
	}
	d = f.at("2", kamal.WithLockWait(kamal.LockWait{Wait: true}), calling(name, &d, &result, call), kamal.WithEvents(watch))
	began := time.Now()
	if err := d.Deploy(t.Context(), kamal.DeployOptions{}); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > time.Minute {
		t.Errorf("it took %s", took)
	}
	if f.locked("app1") {
		t.Error("the lock is left")
	}
	return f, result
}

func TestWithHook_MayAskTheDeployerWithAnyContext(t *testing.T) {
	for _, place := range allPlaces {
		for name, call := range questions {
			for whose, call := range map[string]func(context.Context, *kamal.Deployer) error{"its": call, "its own": withOwn(call)} {
				t.Run(place+" "+name+" with "+whose+" context", func(t *testing.T) {
					bubble(t, func(t *testing.T) {
						if _, err := inHook(t, place, call); err != nil {
							t.Error(err)
						}
					})
				})
			}
		}
	}
}

func boot(ctx context.Context, d *kamal.Deployer) error {
	return d.App().Boot(ctx, kamal.AppOptions{Version: "1"})
}

func TestWithHook_MayChangeHostsWithItsContext(t *testing.T) {
	for _, place := range allPlaces {
		t.Run(place, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				if _, err := inHook(t, place, boot); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

func TestWithHook_ChangesNoHostsWithAnotherContextWhereTheLockIsHeld(t *testing.T) {
	for _, place := range allPlaces {
		t.Run(place, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				_, err := inHook(t, place, withOwn(boot))
				if !withLock[place] && err != nil {
					t.Error(err)
				}
				said := fmt.Sprint(err)
				if withLock[place] && (!errors.Is(err, kamal.ErrUsage) || !strings.Contains(said, place) || !strings.Contains(said, "context that the hook got")) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// What a hook does is no part of the step in which it is called.
func TestWithHook_CallsAreNoPartOfTheStep(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f, _ := inHook(t, "pre-build", questions["App.Exec"])
		seen := 0
		for _, e := range f.Events() {
			if e, ok := e.(kamal.CommandStarted); ok && strings.Contains(e.Line, "Executed cmd") {
				if seen++; e.Step != "" {
					t.Errorf("%s is a part of step %q", e.Line, e.Step)
				}
			}
		}
		if seen != 2 {
			t.Errorf("%d commands were run by the hook", seen)
		}
	})
}

// A hook that deploys another app passes its context on: that app has a lock, a hook
// pre-connect and callbacks of its own.
func TestWithHook_MayDeployAnotherApp(t *testing.T) {
	for _, place := range []string{"pre-connect", "pre-deploy"} {
		bubble(t, func(t *testing.T) {
			other := newFleet(t, strings.Replace(twoHosts, "service: app", "service: other", 1))
			other.SetService("*", "other")
			var connected []string
			second := other.at("1", noting(&connected, "pre-connect", nil))
			f := newFleet(t, twoHosts)
			var d *kamal.Deployer
			var result error
			d = f.at("1", calling(place, &d, &result, func(ctx context.Context, _ *kamal.Deployer) error { return second.Deploy(ctx, skipPush) }))
			if err := errors.Join(d.Deploy(t.Context(), skipPush), result); err != nil {
				t.Fatal(err)
			}
			if !other.got("app1", "mkdir .kamal/lock-other") || len(connected) != 1 {
				t.Errorf("%s: the other app was deployed without its lock, or without its hook: %v", place, connected)
			}
		})
	}
}

func TestWithHook_APanicInAnotherAppsCallbackGoesOnInTheHook(t *testing.T) {
	bubble(t, func(t *testing.T) {
		other := newFleet(t, twoHosts)
		second := other.at("1", kamal.WithEvents(func(kamal.Event) { panic("no such screen") }))
		f := newFleet(t, twoHosts)
		var d *kamal.Deployer
		var caught any
		var result error
		d = f.at("1", calling("pre-deploy", &d, &result, func(ctx context.Context, _ *kamal.Deployer) error {
			defer func() { caught = recover() }()
			return second.Deploy(ctx, skipPush)
		}))
		if err := d.Deploy(t.Context(), skipPush); err != nil || caught != "no such screen" {
			t.Errorf("got %v and %v", err, caught)
		}
	})
}

// So may an executor, though it is what finds that out.
func TestWithLocal_AnExecutorMayAskForThePerformer(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		var d *kamal.Deployer
		asked := map[string]bool{}
		d = f.at("1", kamal.WithLocal(kamal.ExecutorFunc(func(ctx context.Context, host string, cmd commands.Cmd) error {
			asked[d.Performer(ctx)] = true
			return f.Run(ctx, host, cmd)
		})))
		if err := d.Deploy(t.Context(), skipPush); err != nil || !asked["dev@example.com"] {
			t.Errorf("got %v and %v", err, asked)
		}
	})
}

// A callback may ask who performs, also while that is being found out.
func TestWithEvents_ACallbackMayAskForThePerformer(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		var d *kamal.Deployer
		asked := map[string]bool{}
		d = f.at("1", kamal.WithEvents(func(e kamal.Event) {
			if e, ok := e.(kamal.CommandStarted); ok && strings.HasSuffix(e.Line, "user.email") && !asked["before"] {
				asked["before"] = true
				asked[d.Performer(context.Background())] = true
			}
		}))
		if err := d.Deploy(t.Context(), skipPush); err != nil || !asked["dev@example.com"] {
			t.Errorf("got %v and %v", err, asked)
		}
	})
}
