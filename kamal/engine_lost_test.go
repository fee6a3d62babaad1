package kamal_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// silence is a host that is cut off, from a command on: what runs is lost, and what
// follows hangs for as long as a connection is tried.
type silence struct {
	*fleet
	host, from string
	fell       atomic.Bool
}

func (s *silence) Run(ctx context.Context, host string, cmd commands.Cmd) error {
	if host != s.host {
		return s.fleet.Run(ctx, host, cmd)
	}
	if s.fell.Load() {
		timer := time.NewTimer(10 * time.Second)
		defer timer.Stop()
		select {
		case <-timer.C:
			return kamaltest.ErrLost
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	if strings.Contains(cmd.String(), s.from) {
		s.fell.Store(true)
		return kamaltest.ErrLost
	}
	return s.fleet.Run(ctx, host, cmd)
}

// Whenever its host is lost, a deploy ends within seconds, tells of it once, without
// a command line, and leaves what serves.
func TestLost_HostIsCleanedUpWithinSeconds(t *testing.T) {
	for _, from := range []string{"cat > .kamal/env", "docker run --detach", "kamal-proxy deploy", "docker stop", "docker tag"} {
		bubble(t, func(t *testing.T) {
			f := newFleet(t, strings.Replace(twoHosts, "app1, app2", "app1", 1))
			f.deployed("1")
			f.version = "2"
			began := time.Now()
			err := kamal.New(f.config(), &silence{fleet: f, host: "app1", from: from}, f.Options()...).Deploy(t.Context(), skipPush)
			if took := time.Since(began); took > 12*time.Second {
				t.Errorf("%s: took %s", from, took)
			}
			if !errors.Is(err, kamaltest.ErrLost) {
				t.Fatalf("%s: got %v", from, err)
			}
			text := err.Error()
			if n := strings.Count(text, kamaltest.ErrLost.Error()); n != 1 || !strings.Contains(text, "lock is left behind on app1") {
				t.Errorf("%s: told %d times\n%s", from, n, text)
			}
			if strings.Contains(text, "docker") || strings.Contains(text, "test ") {
				t.Errorf("%s: a command line is shown\n%s", from, text)
			}
			began = time.Now()
			f.deployed("2")
			if took := time.Since(began); took != 0 || f.locked("app1") {
				t.Errorf("%s: the next deploy took %s, locked is %t", from, took, f.locked("app1"))
			}
			if got := len(f.Host("app1").Running()); got != 2 {
				t.Errorf("%s: after it there run %v", from, f.Host("app1").Running())
			}
		})
	}
}

// A connection that comes back in time is used.
func TestLost_HostThatComesBackIsCleanedUp(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, strings.Replace(twoHosts, "app1, app2", "app1", 1), kamaltest.Reply{
			Line: "docker run *app-web-2 *", Times: 1, Err: kamaltest.ErrLost,
		})
		f.deployed("1")
		err := f.at("2").Deploy(t.Context(), skipPush)
		if !errors.Is(err, kamaltest.ErrLost) || f.locked("app1") {
			t.Errorf("got %v, locked is %t", err, f.locked("app1"))
		}
	})
}

// Interrupted in the moment after the proxy turned to the new container, a deploy
// stops the old one, and marks the new image where it runs everywhere.
func TestBoot_InterruptedAfterTheSwitchFinishes(t *testing.T) {
	for text, hosts := range map[string][]string{twoHosts: {"app1", "app2"}, strings.Replace(twoHosts, "app1, app2", "app1", 1): {"app1"}} {
		bubble(t, func(t *testing.T) {
			f := newFleet(t, text)
			f.deployed("1")
			f.Reset()
			ctx, cancel := context.WithCancelCause(t.Context())
			f.watch = func(e kamal.Event) {
				if e, ok := e.(kamal.CommandFinished); ok && strings.Contains(e.Line, "kamal-proxy deploy") {
					cancel(errInterrupted)
				}
			}
			err := f.at("2").Deploy(ctx, skipPush)
			if !errors.Is(err, errInterrupted) || f.locked("app1") {
				t.Errorf("got %v, locked is %t", err, f.locked("app1"))
			}
			for _, h := range hosts {
				got := f.Host(h).Running()
				if len(got) != 2 || f.Host(h).Serving("app-web") != got[1] {
					t.Errorf("on %s run %v, and it serves %q", h, got, f.Host(h).Serving("app-web"))
				}
			}
			if len(hosts) == 1 && (f.Host("app1").Serving("app-web") != "app-web-2" || !f.got("app1", "docker tag registry.example.com/acme/app:2")) {
				t.Error("the new image is not marked as the latest")
			}
		})
	}
}

// cutOff gives a host that runs version 1, and on which the deploy of version 2 was
// cut off at the first program that a pattern meets.
func cutOff(t *testing.T, from string) *fleet {
	t.Helper()
	f := newFleet(t, strings.Replace(twoHosts, "app1, app2", "app1", 1))
	f.deployed("1")
	f.version = "2"
	killed := &silence{fleet: f, host: "app1", from: "no text of a command"}
	f.Add(kamaltest.Reply{Line: from, Times: 1, Before: func() { killed.fell.Store(true) }, Err: kamaltest.ErrLost})
	if err := kamal.New(f.config(), killed, f.Options()...).Deploy(t.Context(), skipPush); err == nil {
		t.Fatal("it was not cut off")
	}
	return f
}

// The client of a deploy is gone, and the proxy turns to its container yet: after it
// has turned to that of the next deploy.
func TestBoot_ServesThoughAnEarlierOneComesLate(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := cutOff(t, "docker exec kamal-proxy kamal-proxy deploy *")
		late := func() {
			deploy := commands.Command("docker", "exec", "kamal-proxy", "kamal-proxy", "deploy", "app-web", "--target=app-web-2:80")
			if err := f.Run(t.Context(), "app1", deploy); err != nil {
				t.Error(err)
			}
		}
		f.Add(kamaltest.Reply{Line: "docker container ls --all --filter name=^app-web-1$ --quiet", Times: 1, Before: late})
		f.deployed("3")
		if got := f.Host("app1").Serving("app-web"); got != "app-web-3" {
			t.Errorf("app1 serves %q", got)
		}
	})
}

// A deploy that was killed after the switch leaves both containers, and the old
// image marked as the latest. Neither the next one nor stale_containers stops the
// one that serves, and the next one stops none before it has taken over.
func TestStale_IsNeverWhatTheProxyServes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := cutOff(t, "docker stop *")
		if got := f.Host("app1").Serving("app-web"); got != "app-web-2" {
			t.Fatalf("app1 serves %q", got)
		}
		served := true
		watching := kamal.ExecutorFunc(func(ctx context.Context, host string, cmd commands.Cmd) error {
			if strings.Contains(cmd.String(), "kamal-proxy deploy") && len(f.Host("app1").Running()) != 3 {
				t.Errorf("before the switch there run %v", f.Host("app1").Running())
			}
			err := f.Run(ctx, host, cmd)
			served = served && f.Host("app1").Serving("app-web") != ""
			return err
		})
		f.version = "3"
		if err := kamal.New(f.config(), watching, f.Options()...).Deploy(t.Context(), skipPush); err != nil {
			t.Error(err)
		}
		if got := f.Host("app1").Running(); !served || !cmp.Equal(got, []string{"kamal-proxy", "app-web-3"}) {
			t.Errorf("served all the time: %t, there run %v", served, got)
		}
	})
}

func TestStale_StopsWhatServedBeforeTheSwitch(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := cutOff(t, "docker stop *")
		if _, err := f.at("2").App().StaleContainers(t.Context(), kamal.StaleOptions{Stop: true}); err != nil {
			t.Error(err)
		}
		if got := f.Host("app1").Running(); !cmp.Equal(got, []string{"kamal-proxy", "app-web-2"}) {
			t.Errorf("there run %v", got)
		}
	})
}

// Versions may share an image. Then the newest container counts as the running one,
// though a deploy was killed before the proxy turned to it.
func TestStale_IsLeftAloneWhereVersionsShareAnImage(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, strings.Replace(twoHosts, "app1, app2", "app1", 1))
		f.deployed("1")
		if err := f.Run(t.Context(), "app1", commands.Command("docker", "tag", "registry.example.com/acme/app:1", "registry.example.com/acme/app:2")); err != nil {
			t.Fatal(err)
		}
		run := commands.Command("docker", "run", "--detach", "--name", "app-web-2", "--network", "kamal",
			"--label", "service=app", "--label", "role=web", "--label", "destination=", "registry.example.com/acme/app:2")
		if err := f.Run(t.Context(), "app1", run); err != nil {
			t.Fatal(err)
		}
		served := true
		watching := kamal.ExecutorFunc(func(ctx context.Context, host string, cmd commands.Cmd) error {
			err := f.Run(ctx, host, cmd)
			served = served && f.Host("app1").Serving("app-web") != ""
			return err
		})
		if _, err := f.at("2").App().StaleContainers(t.Context(), kamal.StaleOptions{}); err != nil {
			t.Fatal(err)
		}
		f.version = "3"
		if err := kamal.New(f.config(), watching, f.Options()...).Deploy(t.Context(), skipPush); err != nil || !served {
			t.Errorf("got %v, served all the time: %t", err, served)
		}
		if got := f.Host("app1").Running(); !cmp.Equal(got, []string{"kamal-proxy", "app-web-3"}) {
			t.Errorf("there run %v", got)
		}
	})
}
