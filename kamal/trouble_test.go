package kamal_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// losing is an executor that loses the connection at one command, before or
// after the host has carried it out.
type losing struct {
	*fleet
	mu    sync.Mutex
	n, at int
	after bool
	lost  string
}

func (l *losing) Run(ctx context.Context, host string, cmd commands.Cmd) error {
	l.mu.Lock()
	l.n++
	now := l.n == l.at
	if now {
		l.lost = host + ": " + cmd.String()
	}
	l.mu.Unlock()
	if now && !l.after {
		return kamaltest.ErrLost
	}
	err := l.fleet.Run(ctx, host, cmd)
	if now {
		return kamaltest.ErrLost
	}
	return err
}

// Whichever command the connection is lost at, hosts go on serving, the lock is
// released, and there is an error unless it was at the release itself, which is
// tried again, or all was heard before.
func TestDeploy_LostAtAnyCommand(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for _, after := range []bool{false, true} {
			for at := 1; ; at++ {
				f := newFleet(t, twoHosts)
				f.deployed("1")
				f.version = "2"
				l := &losing{fleet: f, at: at, after: after}
				err := kamal.New(f.config(), l, f.Options()...).Deploy(t.Context(), skipPush)
				if l.lost == "" {
					break
				}
				if again := strings.Contains(l.lost, "echo released"); again != (err == nil) && !after {
					t.Errorf("lost at %.200s: got %v", l.lost, err)
				}
				if served := f.Host("app1").Serving("app-web") + f.Host("app2").Serving("app-web"); err == nil && served != "app-web-2app-web-2" {
					t.Errorf("lost at %.200s: no error, and %s serve", l.lost, served)
				}
				if f.locked("app1") {
					t.Errorf("lost at %.200s: the lock is left behind", l.lost)
				}
				for _, h := range []string{"app1", "app2"} {
					if f.Host(h).Serving("app-web") == "" {
						t.Errorf("lost at %.200s: nobody serves on %s", l.lost, h)
					}
				}
			}
		}
	})
}

func TestProxyReboot_CancelledInTheMiddleLeavesAProxy(t *testing.T) {
	for text, names := range map[string][]string{
		twoHosts: {"proxy-reboot", "kamal-proxy"},
		strings.Replace(twoHosts, "proxy: {host: example.com}", "traefik: {}", 1):                                                           {"traefik-reboot", "traefik"},
		strings.Replace(twoHosts, "proxy: {host: example.com}", "traefik: {}\nproxy: {host: example.com, enabled: true, hosts: [app1]}", 1): {"proxy-reboot", "app-web-1"},
	} {
		bubble(t, func(t *testing.T) {
			f := newFleet(t, text)
			f.deployed("1")
			ctx, cancel := context.WithCancelCause(t.Context())
			f.Add(kamaltest.Reply{Host: "app1", Line: "docker container prune *", Before: func() { cancel(errInterrupted) }})
			f.tb = withContext{t, ctx}
			if _, err := f.operation(names[0], "--rolling"); !errors.Is(err, errInterrupted) {
				t.Errorf("%s: got %v", names[0], err)
			}
			for _, h := range []string{"app1", "app2"} {
				if running := strings.Join(f.Host(h).Running(), " "); !strings.Contains(running, names[1]) || len(f.Host(h).Running()) != 2 {
					t.Errorf("%s: no proxy runs on %s", names[0], h)
				}
			}
		})
	}
}

// withContext is a test with another context.
type withContext struct {
	testing.TB
	ctx context.Context
}

func (w withContext) Context() context.Context { return w.ctx }

func TestOnFailureRollback_TellsWhatWasTakenBack(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts+"on_failure: rollback\n")
		f.deployed("1")
		f.Break("app2", "*:2")
		err := f.at("2").Deploy(t.Context(), skipPush)
		boot, ok := errors.AsType[*kamal.BootError](err)
		if !ok {
			t.Fatalf("got %v", err)
		}
		want := "app1 web: version 1 runs again, version 2 was taken back\napp2 web: version 1 runs, version 2 did not come up"
		if diff := cmp.Diff(want, boot.Report()); diff != "" {
			t.Error(diff)
		}
		if boot.Partial() {
			t.Error("the boot is partial")
		}
	})
}

func TestBootstrap_InstallsDockerWhereItCan(t *testing.T) {
	f := newFleet(t, strings.Replace(twoHosts, "app2]", "app2, app3, app4]", 1))
	for _, h := range []string{"app2", "app3", "app4"} {
		f.Host(h).RemoveFile("/usr/bin/docker")
	}
	f.Host("app3").SetRoot(false)
	f.Host("app4").SetRoot(false)
	err := f.at("1").Server().Bootstrap(t.Context())
	const typed = "docker is not installed, and sudo asks deploy for a password. Log in there and type:\n" +
		"  sudo apt-get install -y docker.io\n  sudo systemctl enable --now docker\n  sudo usermod -aG docker deploy"
	if err == nil || strings.Count(err.Error(), typed) != 2 ||
		!strings.Contains(err.Error(), "app3: ") || !strings.Contains(err.Error(), "app4: ") {
		t.Errorf("got %v", err)
	}
	for host, want := range map[string]bool{"app1": false, "app2": true, "app3": false} {
		if got := f.got(host, "sh -s -- install"); got != want {
			t.Errorf("docker was installed on %s: %t", host, got)
		}
	}
}

// A docker that is there, but of no use, goes through all that is between it and
// being of use, with a new login where that counts.
func TestBootstrap_GoesFromStateToState(t *testing.T) {
	const refused = "client\npermission denied while trying to connect to the Docker daemon socket\n"
	const stopped = "client\nCannot connect to the Docker daemon. Is the docker daemon running?\n"
	f := newFleet(t, strings.Replace(twoHosts, ", app2]", "]", 1))
	for _, said := range []string{refused, stopped} {
		f.Add(kamaltest.Reply{Host: "app1", Line: "*docker -v*version*", Times: 1, Stdout: said})
	}
	if err := f.at("1").Server().Bootstrap(t.Context()); err != nil {
		t.Fatal(err)
	}
	var did []string
	for _, line := range f.Lines("app1") {
		if strings.HasPrefix(line, "sh -s") || strings.HasPrefix(line, "kill") {
			did = append(did, strings.TrimPrefix(line, "sh -s -- "))
		}
	}
	want := []string{"look", "join", "kill -HUP $PPID", "look", "start"}
	if diff := cmp.Diff(want, did); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	t.Log("what does not help is said, with docker's own words")
	f.Add(kamaltest.Reply{Host: "app1", Line: "*docker -v*version*", Times: 2, Stdout: stopped})
	err := f.at("1").Server().Bootstrap(t.Context())
	if err == nil || !strings.Contains(err.Error(), "docker's daemon does not run, after all that could be done about it: Cannot connect") {
		t.Errorf("got %v", err)
	}
}

func TestProxy_TooOldIsRefusedBeforeAnythingChanges(t *testing.T) {
	for version, refused := range map[string]bool{"v0.8.9": true, "v0.9.1": true, "v0.9.2": false, "v0.10.0": false, "main": false, "sha-123": false} {
		bubble(t, func(t *testing.T) {
			f := newFleet(t, twoHosts)
			ctx := t.Context()
			if err := f.Run(ctx, "app1", commands.Command("docker", "run", "--detach", "--name", "kamal-proxy", "basecamp/kamal-proxy:"+version)); err != nil {
				t.Fatal(err)
			}
			err := f.at("1").Deploy(ctx, skipPush)
			if (err != nil) != refused {
				t.Errorf("%s: got %v", version, err)
			}
			if refused && (!strings.Contains(err.Error(), "app1: kamal-proxy "+version+" runs, and at least v0.9.2 is needed: run `kamal proxy reboot`") || f.got("app1", "docker run --detach --restart")) {
				t.Errorf("%s: got %v", version, err)
			}
		})
	}
}

func TestRegistry_LocalIsForwardedForAsLongAsThePullTakes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		text := strings.Replace(twoHosts, "{server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}", `{server: "localhost:5555"}`, 1)
		f := newFleet(t, text)
		want := map[string]int{"app1 127.0.0.1:5555 localhost:5555": 1, "app2 127.0.0.1:5555 localhost:5555": 1}
		f.Add(kamaltest.Reply{Host: "app1", Line: "docker pull *", Before: func() {
			if diff := cmp.Diff(want, f.open()); diff != "" {
				t.Errorf("while it pulls: %s", diff)
			}
		}})
		f.deployed("1")
		for what, n := range f.open() {
			if n != 0 {
				t.Errorf("%s is still forwarded", what)
			}
		}
		if f.got("app1", "docker login") {
			t.Error("app1 was logged in to a local registry")
		}
	})
}

func TestRegistry_LocalNeedsAForwarder(t *testing.T) {
	text := strings.Replace(twoHosts, "{server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}", `{server: "localhost:5555"}`, 1)
	f := newFleet(t, text)
	d := kamal.New(f.config(), kamal.ExecutorFunc(f.Run), f.Options()...)
	if err := d.Build().Pull(t.Context()); !errors.Is(err, kamal.ErrUsage) {
		t.Errorf("got %v", err)
	}
}

func TestRegistry_IsLoggedInToOnceARun(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		d := f.at("1")
		for range 2 {
			if err := d.Deploy(t.Context(), skipPush); err != nil {
				t.Fatal(err)
			}
		}
		if n := strings.Count(strings.Join(f.Lines("app1"), "\n"), "docker login"); n != 1 {
			t.Errorf("app1 logged in %d times", n)
		}
	})
}

func TestPrune_WhatIsInUseIsANote(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts, kamaltest.Reply{Host: "app1", Line: "docker rmi *", Stderr: "image is being used\n", Exit: 1})
		f.deployed("1")
		if err := f.Run(t.Context(), "app1", commands.Command("docker", "tag", "registry.example.com/acme/app:1", "registry.example.com/acme/app:old")); err != nil {
			t.Fatal(err)
		}
		f.Reset()
		if err := f.at("1").Prune().All(t.Context()); err != nil {
			t.Error(err)
		}
		told := false
		for _, e := range f.Events() {
			n, ok := e.(kamal.Note)
			told = told || ok && n.Host == "app1" && strings.Contains(n.Text, "image is being used")
		}
		if !told {
			t.Error("nobody was told")
		}
	})
}

func TestCommand_HasALimitOfItsOwn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts, kamaltest.Reply{Host: "app2", Line: "docker container ls --all *", Delay: 24 * time.Hour})
		began := time.Now()
		_, err := f.at("1").App().Containers(t.Context())
		if took := time.Since(began); took != 10*time.Minute {
			t.Errorf("took %s", took)
		}
		if err == nil || !strings.Contains(err.Error(), "app2: docker container ls: nothing came of it within 10m0s") {
			t.Errorf("got %v", err)
		}
	})
}

// The old container mounts its version's assets, and the proxy serves that
// version's error pages: they must still be there when it is put back.
func TestOnFailureRollback_KeepsWhatTheOldVersionNeeds(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts+"on_failure: rollback\nasset_path: /assets\nerror_pages_path: public\n")
		f.file("public/404.html", "not here")
		f.deployed("1")
		needed := []string{".kamal/apps/app/assets/volumes/web-1/of-app-1", ".kamal/proxy/apps-config/app/error_pages/1/404.html"}
		there := func() (n int) {
			for _, file := range needed {
				if _, ok := f.Host("app1").File(file); ok {
					n++
				}
			}
			return n
		}
		f.Break("app2", "*:2")
		if err := f.at("2").Deploy(t.Context(), skipPush); err == nil || f.Host("app1").Serving("app-web") != "app-web-1" {
			t.Fatalf("got %v, and app1 serves %q", err, f.Host("app1").Serving("app-web"))
		}
		if there() != len(needed) {
			t.Errorf("app1 has %q", f.Host("app1").Files())
		}
		f.deployed("3")
		if there() != 0 {
			t.Errorf("app1 still has %q", f.Host("app1").Files())
		}
	})
}
