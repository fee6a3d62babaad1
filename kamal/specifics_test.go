package kamal_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

const selectable = `service: app
image: acme/app
primary_role: main
servers:
  job: {hosts: [j1, m1, j2], cmd: bin/jobs}
  main: {hosts: [m1, m2], proxy: {host: example.com}}
  none: {hosts: [], cmd: bin/none}
accessories:
  db: {image: "postgres:17", hosts: [db1, m2]}
  admin: {image: "admin:1", host: db2, proxy: {host: admin.example.com}}
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64}
allow_empty_roles: true
`

func hosts[T ~string](list []T) string {
	var names []string
	for _, h := range list {
		names = append(names, string(h))
	}
	return strings.Join(names, " ")
}

func roleNames(list []*config.Role) string {
	var names []string
	for _, r := range list {
		names = append(names, r.Name)
	}
	return strings.Join(names, " ")
}

// selection is what a Specifics comes down to, in words.
type selection struct{ hosts, roles, primary, app, proxy, accessory string }

func choose(t *testing.T, cfg *config.Config, sel kamal.Selection) selection {
	t.Helper()
	s, err := kamal.NewSpecifics(cfg, sel)
	if err != nil {
		t.Fatalf("%+v: %v", sel, err)
	}
	primary := string(s.PrimaryHost()) + "/"
	if on := s.RolesOn(s.PrimaryHost()); len(on) > 0 {
		primary += on[0].Name
	}
	return selection{hosts(s.Hosts()), roleNames(s.Roles()), primary, hosts(s.AppHosts()), hosts(s.ProxyHosts()), hosts(s.AccessoryHosts())}
}

func TestNewSpecifics(t *testing.T) {
	cfg := newFleet(t, selectable).config()
	for _, c := range []struct {
		name string
		sel  kamal.Selection
		want selection
	}{
		{"all: the primary role and its hosts come first", kamal.Selection{}, selection{"m1 m2 j1 j2 db1 db2", "main job", "m1/main", "m1 m2 j1 j2", "m1 m2 db2", "m2 db1 db2"}},
		{"hosts in the order of the list, the primary role's first", kamal.Selection{Hosts: []string{"j2", "m2"}}, selection{"j2 m2", "job main", "j2/job", "j2 m2", "m2", "m2"}},
		{"globs, each match once", kamal.Selection{Hosts: []string{"m2", "m*", "[jx]1"}}, selection{"m2 m1 j1", "main job", "m2/main", "m1 m2 j1", "m2 m1", "m2"}},
		{"a role's hosts alone", kamal.Selection{Roles: []string{"job"}}, selection{"j1 m1 j2", "job", "j1/job", "j1 m1 j2", "m1", ""}},
		{"the primary role leads wherever it is asked for", kamal.Selection{Roles: []string{"job", "main"}}, selection{"m1 m2 j1 j2", "main job", "m1/main", "m1 m2 j1 j2", "m1 m2", "m2"}},
		{"roles and hosts together", kamal.Selection{Roles: []string{"job"}, Hosts: []string{"m1", "m2"}}, selection{"m1", "job", "m1/job", "m1", "m1", ""}},
		{"the first host asked for is primary even without such a role", kamal.Selection{Roles: []string{"job"}, Hosts: []string{"m2", "j1"}}, selection{"j1", "job", "m2/", "j1", "", ""}},
		{"a host of accessories only has no role", kamal.Selection{Hosts: []string{"db1"}}, selection{"db1", "", "db1/", "", "", "db1"}},
		{"primary", kamal.Selection{Primary: true}, selection{"m1", "main job", "m1/main", "m1", "m1", ""}},
		{"primary of a role", kamal.Selection{Primary: true, Roles: []string{"job"}}, selection{"j1", "job", "j1/job", "j1", "", ""}},
		{"primary does away with hosts", kamal.Selection{Primary: true, Hosts: []string{"j2"}}, selection{"m1", "main job", "m1/main", "m1", "m1", ""}},
		{"empty entries don't count", kamal.Selection{Hosts: []string{""}, Roles: []string{""}}, selection{"m1 m2 j1 j2 db1 db2", "main job", "m1/main", "m1 m2 j1 j2", "m1 m2 db2", "m2 db1 db2"}},
		{"one entry of several may match nothing", kamal.Selection{Hosts: []string{"m1", "nobody"}}, selection{"m1", "main job", "m1/main", "m1", "m1", ""}},
		{"a role without hosts is left out", kamal.Selection{Roles: []string{"none", "job"}}, selection{"j1 m1 j2", "job", "m1/job", "j1 m1 j2", "m1", ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, choose(t, cfg, c.sel), cmp.AllowUnexported(selection{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNewSpecifics_FiltersThatMatchNothing(t *testing.T) {
	cfg := newFleet(t, selectable).config()
	for want, sel := range map[string]kamal.Selection{
		`not possible: no hosts match ["nobody" "x*"]`: {Hosts: []string{"nobody", "x*"}},
		`not possible: no roles match ["nothing"]`:     {Roles: []string{"nothing"}},
		`hosts "m[": syntax error in pattern`:          {Hosts: []string{"m["}},
	} {
		_, err := kamal.NewSpecifics(cfg, sel)
		if !errors.Is(err, kamal.ErrUsage) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestNewSpecifics_RolesOnAHost(t *testing.T) {
	cfg := newFleet(t, selectable).config()
	s, err := kamal.NewSpecifics(cfg, kamal.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[config.Host]string{"m1": "main job", "m2": "main", "j1": "job", "db1": ""} {
		if got := roleNames(s.RolesOn(host)); got != want {
			t.Errorf("on %s: %q, want %q", host, got, want)
		}
	}
}

func TestNewSpecifics_AccessoriesOnly(t *testing.T) {
	cfg := newFleet(t, `service: app
image: acme/app
accessories:
  db: {image: "postgres:17", hosts: [db1, db2]}
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64}
`).config()
	want := selection{hosts: "db1 db2", primary: "db1/", accessory: "db1 db2"}
	if diff := cmp.Diff(want, choose(t, cfg, kamal.Selection{}), cmp.AllowUnexported(selection{})); diff != "" {
		t.Error(diff)
	}
}

func TestSpecifics_OrderedPutsHostsFirst(t *testing.T) {
	cfg := newFleet(t, selectable).config()
	s, err := kamal.NewSpecifics(cfg, kamal.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	before := hosts(s.Hosts())
	o := s.Ordered("j1", "elsewhere", "m2")
	if got, want := hosts(o.AppHosts()), "j1 m2"; !strings.HasPrefix(got, want) {
		t.Errorf("the app's hosts are %s, want %s first", got, want)
	}
	if o.PrimaryHost() != s.PrimaryHost() || len(o.Hosts()) != len(s.Hosts()) {
		t.Errorf("an order changed more than the order: %v of %v", o.Hosts(), s.Hosts())
	}
	if hosts(s.Hosts()) != before {
		t.Error("an order changed what it was made of")
	}
}

// A Specifics that nobody made is no deploy of nothing, which succeeds.
func TestSpecifics_ZeroIsAnError(t *testing.T) {
	rec := kamaltest.NewRecorder(t)
	d := kamal.New(newFleet(t, selectable).config(), rec, kamal.WithSpecifics(kamal.Specifics{}), kamal.WithLocal(rec))
	deploys := map[string]error{
		"deploy": d.Deploy(t.Context(), kamal.DeployOptions{SkipPush: true}),
		"stop":   d.App().Stop(t.Context()),
	}
	_, deploys["version"] = d.App().Version(t.Context())
	for name, err := range deploys {
		if !errors.Is(err, kamal.ErrUsage) || !strings.Contains(fmt.Sprint(err), "NewSpecifics") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if lines := rec.Commands(); len(lines) > 0 {
		t.Errorf("commands were run: %v", lines)
	}
}

func TestNew_SaysWhatItNeeds(t *testing.T) {
	f := newFleet(t, twoHosts)
	for name, make := range map[string]func(){
		"no configuration": func() { kamal.New(nil, f) },
		"made by hand":     func() { kamal.New(&config.Config{Service: "app"}, f) },
		"no executor":      func() { kamal.New(f.config(), nil) },
	} {
		func() {
			defer func() {
				if text, ok := recover().(string); !ok || !strings.HasPrefix(text, "kamal: New needs ") {
					t.Errorf("%s: got %q", name, text)
				}
			}()
			make()
		}()
	}
}
