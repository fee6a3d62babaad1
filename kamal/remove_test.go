package kamal_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal"
)

// secretProject is a service that brings secrets to hosts in every way that there
// is: env files of roles and accessories, on hosts with and without the app,
// certificates, templates, and registries.
const secretProject = `service: app
image: acme/app
servers:
  web: {hosts: [app1, app2]}
  job: {hosts: [app2], cmd: bin/job, env: {secret: [OTHER_USER]}}
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64, context: .}
env: {secret: [TOKEN]}
asset_path: /app/public
error_pages_path: public
%s
accessories:
  db:
    image: postgres:17
    hosts: [app1, db1]
    env: {secret: [TOKEN]}
    files: [config/init.sql.erb:/docker-entrypoint-initdb.d/init.sql]
    directories: [data:/var/lib/postgresql/data]
  own:
    image: other.example.com/tool:1
    host: db1
    registry: {server: other.example.com, username: [OTHER_USER], password: [OTHER_PASSWORD]}
`

const (
	ownCertificate = `proxy: {host: example.com, ssl: {certificate_pem: CERTIFICATE, private_key_pem: KEY}}`
	withTraefik    = `traefik: {env: {secret: [OTHER_PASSWORD]}}`
)

var secretHosts = []string{"app1", "app2", "db1"}

func newSecretFleet(t *testing.T, proxy string, more ...string) *fleet {
	t.Helper()
	text := strings.Replace(secretProject, "%s", proxy, 1) + strings.Join(more, "")
	if proxy != ownCertificate {
		text = strings.Replace(text, "asset_path: /app/public\nerror_pages_path: public\n", "", 1)
	}
	f := newFleet(t, text)
	f.write("config/init.sql.erb", "alter role me password '<%= ENV[\"TOKEN\"] %>';\n")
	f.write("public/503.html", "back soon\n")
	return f
}

// write makes a file of the project.
func (f *fleet) write(name, text string) {
	f.tb.Helper()
	file := filepath.Join(f.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
		f.tb.Fatal(err)
	}
}

// secretsOn are the files of a host that hold a secret, with it.
func (f *fleet) secretsOn(host string) []string {
	var found []string
	for _, file := range f.Host(host).Files() {
		text, _ := f.Host(host).File(file)
		for _, e := range f.env {
			if _, secret, _ := strings.Cut(e, "="); strings.Contains(text, secret) {
				found = append(found, file+": "+secret)
			}
		}
	}
	return found
}

// wantOnlyLogs checks that there is nothing left of the service but audit logs.
func (f *fleet) wantOnlyLogs(hosts ...string) {
	f.tb.Helper()
	for _, h := range hosts {
		if found := f.secretsOn(h); len(found) > 0 {
			f.tb.Errorf("%s still has secrets: %q", h, found)
		}
		left := slices.DeleteFunc(f.Host(h).Files(), func(file string) bool { return strings.HasSuffix(file, "-audit.log") || file == dockersFile })
		if text, ok := f.Host(h).File(dockersFile); ok && strings.Contains(text, "example.com") {
			f.tb.Errorf("%s still has sessions: %s", h, text)
		}
		if len(left) > 0 {
			f.tb.Errorf("%s still has files: %q", h, left)
		}
		if all := f.Host(h).Containers(); len(all) > 0 {
			f.tb.Errorf("%s still has containers: %v", h, all)
		}
	}
}

// must performs operations, none of which may fail.
func (f *fleet) must(operations ...func(*kamal.Deployer, context.Context) error) {
	f.tb.Helper()
	for _, do := range operations {
		if err := do(f.at(f.version), f.tb.Context()); err != nil {
			f.tb.Fatal(err)
		}
	}
}

func setup(d *kamal.Deployer, ctx context.Context) error { return d.Setup(ctx, skipPush) }

func deploy(d *kamal.Deployer, ctx context.Context) error { return d.Deploy(ctx, skipPush) }

func TestRemove_LeavesNoSecretAndOnlyTheLog(t *testing.T) {
	for name, f := range map[string]func(*testing.T) *fleet{
		"kamal-proxy":   func(t *testing.T) *fleet { return newSecretFleet(t, ownCertificate) },
		"Traefik":       func(t *testing.T) *fleet { return newSecretFleet(t, withTraefik) },
		"run directory": func(t *testing.T) *fleet { return newSecretFleet(t, ownCertificate, "run_directory: state/kamal\n") },
		"mixed": func(t *testing.T) *fleet {
			return newSecretFleet(t, withTraefik+"\nproxy: {enabled: true, hosts: [app1, db1], app_port: 80}")
		},
		"destination": func(t *testing.T) *fleet {
			f := newSecretFleet(t, ownCertificate)
			f.destination = "staging"
			return f
		},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				f := f(t)
				f.must(setup)
				f.version = "2"
				f.must(deploy)
				if len(f.secretsOn("app2")) == 0 || len(f.secretsOn("db1")) == 0 {
					t.Fatal("no secret came to the hosts: the test is worth nothing")
				}
				f.must((*kamal.Deployer).Remove)
				f.wantOnlyLogs(secretHosts...)
				for _, want := range []string{"docker logout registry.example.com", "docker logout other.example.com"} {
					if !f.got("db1", want) {
						t.Errorf("db1 did not get %q", want)
					}
				}
			})
		})
	}
}

// What a configuration no longer has is gone after a deploy, as far as it is a
// secret, and all of it after a removal.
func TestRemove_TakesFormerRolesAndKamalsOwnFiles(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newSecretFleet(t, ownCertificate)
		f.must(setup)
		for _, h := range secretHosts {
			for _, file := range []string{"apps/app/env/roles/web.env", "apps/app/env/accessories/db.env"} {
				if err := f.Host(h).WriteFile(".kamal/"+file, "TOKEN=token secret\n"); err != nil {
					t.Fatal(err)
				}
			}
		}
		f.text = strings.Replace(f.text, "  job: {hosts: [app2], cmd: bin/job, env: {secret: [OTHER_USER]}}\n", "  worker: {hosts: [app1], cmd: bin/job}\n", 1)
		f.text = strings.Replace(f.text, "    hosts: [app1, db1]", "    hosts: [app1]", 1)
		f.version = "2"
		f.must(deploy)
		if _, ok := f.Host("app2").File(".kamal/env/roles/app-job.env"); ok {
			t.Error("the env file of the role that is no more was left by a deploy")
		}
		if err := f.at("2").Deploy(t.Context(), skipPush); err != nil {
			t.Fatal(err)
		}
		f.must((*kamal.Deployer).Remove)
		f.wantOnlyLogs("app1", "app2")
	})
}

func TestRemoveByParts_LeavesNoSecretOfThePart(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for _, proxy := range []string{ownCertificate, withTraefik} {
			f := newSecretFleet(t, proxy)
			f.must(setup, func(d *kamal.Deployer, ctx context.Context) error { return d.App().Remove(ctx) })
			for _, h := range secretHosts {
				for _, found := range f.secretsOn(h) {
					if strings.Contains(found, "roles") || strings.Contains(found, "tls") {
						t.Errorf("after the app's removal %s has %s", h, found)
					}
				}
			}
			f.must(func(d *kamal.Deployer, ctx context.Context) error {
				return d.Accessory(kamal.AllAccessories).Remove(ctx)
			})
			for _, h := range secretHosts {
				for _, found := range f.secretsOn(h) {
					if !strings.Contains(found, "traefik.env") {
						t.Errorf("after the accessories' removal %s has %s", h, found)
					}
				}
			}
			if proxy == withTraefik {
				f.must(func(d *kamal.Deployer, ctx context.Context) error {
					_, err := d.Traefik().Remove(ctx, kamal.ForceOptions{})
					return err
				})
				for _, h := range secretHosts {
					if found := f.secretsOn(h); len(found) > 0 {
						t.Errorf("after Traefik's removal %s has %q", h, found)
					}
				}
			}
		}
	})
}

// Whichever way a fleet went before, nothing of it is left.
func TestRemove_AfterUpgradeAndDowngrade(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newSecretFleet(t, withTraefik)
		f.must(setup)
		upgraded := strings.Replace(f.text, withTraefik, "proxy: {host: example.com}", 1)
		traefik := f.text
		f.text = upgraded
		f.must(func(d *kamal.Deployer, ctx context.Context) error { return d.Upgrade(ctx, kamal.RebootOptions{}) })
		f.must((*kamal.Deployer).Remove)
		f.wantOnlyLogs(secretHosts...)

		f.must(setup)
		f.text = traefik
		f.must(func(d *kamal.Deployer, ctx context.Context) error { return d.Downgrade(ctx, kamal.RebootOptions{}) })
		f.must((*kamal.Deployer).Remove)
		for _, h := range secretHosts {
			if found := f.secretsOn(h); len(found) > 0 {
				t.Errorf("%s still has secrets: %q", h, found)
			}
		}
	})
}

// A command that was left running has the app's secrets in its environment.
func TestRemove_TakesDetachedCommands(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newSecretFleet(t, ownCertificate)
		f.must(setup, func(d *kamal.Deployer, ctx context.Context) error {
			_, err := d.App().Exec(ctx, kamal.ExecOptions{Command: "sleep 1000", Detach: true})
			return err
		})
		if !slices.ContainsFunc(f.Host("app1").Running(), func(n string) bool { return strings.Contains(n, "-exec-") }) {
			t.Fatal("nothing was left running: the test is worth nothing")
		}
		f.must((*kamal.Deployer).Remove)
		f.wantOnlyLogs(secretHosts...)
	})
}
