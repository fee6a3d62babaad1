package kamal_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// dockersFile is where docker keeps its sessions on a host.
const dockersFile = ".docker/config.json"

// logins are how often each host was logged in, by what docker said.
func (f *fleet) logins() map[string]int {
	n := map[string]int{}
	for _, e := range f.Events() {
		if p, ok := e.(kamal.Printed); ok && p.Host != "" && strings.Contains(p.Text, "Login Succeeded") {
			n[string(p.Host)]++
		}
	}
	return n
}

// wantLogins checks how often hosts were logged in since the last reset.
func (f *fleet) wantLogins(what string, want map[string]int) {
	f.tb.Helper()
	if diff := cmp.Diff(want, f.logins()); diff != "" {
		f.tb.Errorf("logins of %s (-want +got):\n%s", what, diff)
	}
	f.Reset()
}

// refusing is a registry that refuses the next pulls of a host.
func refusing(host string, times int) kamaltest.Reply {
	return kamaltest.Reply{Host: host, Line: "docker pull *", Times: times, Exit: 1, Stderr: "Error response from daemon: unauthorized: authentication required"}
}

// A host that docker has logged in already with the same credentials is not logged in
// again; any other is.
func TestSession_ThatIsThereIsUsed(t *testing.T) {
	const other = "REGISTRY_PASSWORD=another one"
	for name, c := range map[string]struct {
		change func(*fleet)
		want   map[string]int
	}{
		"the same":         {func(*fleet) {}, map[string]int{}},
		"a password":       {func(f *fleet) { f.env = append(f.env, other) }, map[string]int{"app1": 1, "app2": 1}},
		"a user":           {func(f *fleet) { f.text = strings.Replace(f.text, "deployer", "somebody", 1) }, map[string]int{"app1": 1, "app2": 1}},
		"a registry":       {func(f *fleet) { f.text = strings.Replace(f.text, "registry.", "my.registry.", 1) }, map[string]int{"app1": 1, "app2": 1}},
		"a host":           {func(f *fleet) { f.Host("app1").RemoveFile(dockersFile) }, map[string]int{"app1": 1}},
		"a folder":         {func(f *fleet) { f.tell("app1", "mv .docker .config") }, map[string]int{"app1": 1}},
		"a logout":         {func(f *fleet) { f.tell("app2", "docker logout registry.example.com") }, map[string]int{"app2": 1}},
		"another's logout": {func(f *fleet) { f.tell("app2", "docker logout example.com") }, map[string]int{}},
		"local": {func(f *fleet) {
			f.text = strings.Replace(f.text, "{server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}", "{server: \"localhost:5000\"}", 1)
		}, map[string]int{}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				f := newFleet(t, twoHosts)
				f.deployed("1")
				f.wantLogins("the first deploy", map[string]int{"app1": 1, "app2": 1})
				c.change(f)
				f.deployed("2")
				f.wantLogins("the second deploy", c.want)
				for name, do := range map[string]func(*kamal.Deployer) error{
					"deploy":     func(d *kamal.Deployer) error { return d.Deploy(t.Context(), skipPush) },
					"redeploy":   func(d *kamal.Deployer) error { return d.Redeploy(t.Context(), skipPush) },
					"build pull": func(d *kamal.Deployer) error { return d.Build().Pull(t.Context()) },
				} {
					if err := do(f.at("3")); err != nil {
						t.Fatal(err)
					}
					f.wantLogins(name, map[string]int{})
				}
			})
		})
	}
}

// Who asks for a login gets one.
func TestSession_IsMadeAnewWhereThatIsAskedFor(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.deployed("1")
		f.Reset()
		for name, do := range map[string]func(kamal.Registry, context.Context, kamal.RegistryOptions) error{
			"login": kamal.Registry.Login, "setup": kamal.Registry.Setup,
		} {
			if err := do(f.at("1").Registry(), t.Context(), kamal.RegistryOptions{}); err != nil {
				t.Fatal(err)
			}
			f.wantLogins(name, map[string]int{"app1": 1, "app2": 1})
		}
	})
}

// What is spared is told: nobody is said to have logged in who has not.
func TestSession_ThatIsThereIsToldOf(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.deployed("1")
		said := map[string]string{}
		f.watch = func(e kamal.Event) {
			if p, ok := e.(kamal.Printed); ok && strings.Contains(p.Text, "ogged in") {
				said[string(p.Host)] = p.Text
			}
			if c, ok := e.(kamal.CommandFinished); ok && strings.Contains(c.Line, "docker login") && !strings.HasPrefix(c.Name, "looking for the session") {
				t.Errorf("%q is told of as %q", c.Line, c.Name)
			}
		}
		f.deployed("2")
		if diff := cmp.Diff(map[string]string{"app1": "logged in already\n", "app2": "logged in already\n"}, said); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// Where the registry takes a session no more, the host logs in and pulls again, once, and
// all goes on as if that session had not been there.
func TestSession_ThatIsRefusedIsMadeAnew(t *testing.T) {
	for name, do := range operationsAfter1 {
		if name == "boot" || name == "rollback" {
			continue // which pull nothing
		}
		for _, host := range []string{"app1", "app2"} {
			t.Run(name+" on "+host, func(t *testing.T) {
				bubble(t, func(t *testing.T) {
					f := newFleet(t, twoHosts)
					f.deployed("1")
					f.Reset()
					pulls := 0
					f.Add(refusing(host, 1))
					f.watch = func(e kamal.Event) {
						if n, ok := e.(kamal.Note); ok && strings.Contains(n.Text, "logging in and pulling again") && string(n.Host) == host {
							pulls++
						}
					}
					if err := do(t.Context(), f.at("2")); err != nil {
						t.Fatal(err)
					}
					f.wantLogins(name, map[string]int{host: 1})
					if pulls != 1 {
						t.Errorf("it was told %d times", pulls)
					}
					for _, h := range []string{"app1", "app2"} {
						f.leaves(h, "app-web-2")
						if log, _ := f.Host(h).File(".kamal/app-audit.log"); !strings.Contains(log, "Pulled image with version 2") {
							t.Errorf("%s: the log lacks the pull: %s", h, log)
						}
					}
					if f.locked("app1") {
						t.Error("the lock is left")
					}
				})
			})
		}
	}
}

// What is refused after a real login is an error, the one that a host without any
// session gives.
func TestSession_ThatIsRefusedGivesTheErrorOfTheLogin(t *testing.T) {
	for name, c := range map[string]struct{ stale, wrong []kamaltest.Reply }{
		"the pull again": {nil, []kamaltest.Reply{refusing("app1", 0)}},
		"the login": {
			[]kamaltest.Reply{refusing("app1", 1), refusing("app2", 1)},
			[]kamaltest.Reply{{Line: "docker login *", Exit: 1, Stderr: "Error response from daemon: unauthorized: incorrect username or password"}},
		},
		"the pull for another reason": {
			[]kamaltest.Reply{refusing("app1", 1)}, []kamaltest.Reply{{Host: "app1", Line: "docker pull *", Exit: 1, Stderr: "manifest unknown"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				want := newFleet(t, twoHosts, c.wrong...).at("2").Deploy(t.Context(), skipPush)
				f := newFleet(t, twoHosts)
				f.deployed("1")
				for _, r := range slices.Concat(c.stale, c.wrong) {
					f.Add(r)
				}
				got := f.at("2").Deploy(t.Context(), skipPush)
				if got == nil || fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("got  %v\nwant %v", got, want)
				}
				f.leaves("app1", "app-web-1")
				if f.locked("app1") {
					t.Error("the lock is left")
				}
			})
		})
	}
}

// A pull with a session that was just made is not tried again, nor one that failed for
// want of anything but a session.
func TestSession_ThatIsNewIsNotMadeAnew(t *testing.T) {
	for name, c := range map[string]struct {
		before func(*fleet)
		pull   kamaltest.Reply
	}{
		"new":  {func(*fleet) {}, refusing("app1", 0)},
		"full": {func(f *fleet) { f.deployed("1") }, kamaltest.Reply{Host: "app1", Line: "docker pull *", Exit: 1, Stderr: "write /var/lib/docker/x: no space left on device"}},
		"lost": {func(f *fleet) { f.deployed("1") }, kamaltest.Reply{Host: "app1", Line: "docker pull *", Err: kamaltest.ErrLost}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				f := newFleet(t, twoHosts)
				c.before(f)
				pulls := 0
				c.pull.Before = func() { pulls++ }
				f.Add(c.pull)
				if err := f.at("2").Deploy(t.Context(), skipPush); err == nil || pulls != 1 {
					t.Errorf("got %v after %d pulls", err, pulls)
				}
			})
		})
	}
}

// A host that pulls by a mirror does so with a session that is there, and with a new one.
func TestSession_OfAHostWithAMirrorIsMadeAnew(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts, kamaltest.Reply{Line: "docker info *", Stdout: "https://mirror.example.com\n"})
		f.deployed("1")
		f.Reset()
		f.Add(refusing("app1", 1))
		f.Add(refusing("app2", 1))
		f.deployed("2")
		f.wantLogins("the second deploy", map[string]int{"app1": 1, "app2": 1})
		f.leaves("app1", "app-web-2")
		f.leaves("app2", "app-web-2")
	})
}

// docker keeps one login for each server: another one takes its place.
func TestRegistry_IsLoggedInToAnewAfterALogoutAndAsSomebodyElse(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts+`accessories:
  db: {image: acme/db, host: app1, registry: {server: registry.example.com, username: other, password: [OTHER_PASSWORD]}}
`)
		d := f.at("1")
		for _, do := range []func() error{
			func() error { return d.Registry().Login(t.Context(), kamal.RegistryOptions{}) },
			func() error { return d.Accessory("db").Boot(t.Context()) },
			func() error { return d.Build().Pull(t.Context()) },
			func() error { return d.Registry().Logout(t.Context(), kamal.RegistryOptions{}) },
			func() error { return d.Build().Pull(t.Context()) },
		} {
			if err := do(); err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		for _, line := range f.Lines("app1") {
			if _, login, found := strings.Cut(line, "docker log"); found {
				login, _, _ = strings.Cut(strings.ReplaceAll("log"+login, "; }", ""), " &&")
				got = append(got, login)
			}
		}
		want := []string{
			"login registry.example.com -u deployer --password-stdin", "login registry.example.com -u other --password-stdin",
			"login registry.example.com -u deployer --password-stdin", "logout registry.example.com",
			"login registry.example.com -u deployer --password-stdin",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}
