package kamal_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// argvLines is an executor that keeps what becomes the arguments of a shell, here or
// on a host, in clear: everybody there can read it in the process table.
type argvLines struct {
	*kamaltest.Recorder
	mu  sync.Mutex
	all []string
}

func (l *argvLines) Run(ctx context.Context, host string, cmd commands.Cmd) error {
	shown := cmd
	if host == "" {
		shown.Env = nil // Local gives it as the environment
	}
	l.mu.Lock()
	l.all = append(l.all, shown.Shell())
	l.mu.Unlock()
	return l.Recorder.Run(ctx, host, cmd)
}

const allSecrets = `service: app
image: acme/app
servers:
  web: [app1, app2]
  job: {hosts: [app2], cmd: bin/jobs, env: {secret: [ROLE_TOKEN]}}
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64, context: ., secrets: [BUILD_TOKEN]}
proxy: {host: example.com, ssl: {certificate_pem: CERTIFICATE, private_key_pem: KEY}}
env: {secret: [TOKEN]}
accessories:
  db:
    image: postgres
    registry: {server: other.example.com, username: other, password: [OTHER_PASSWORD]}
    host: app1
    port: "127.0.0.1:5432:5432"
    env: {secret: [DB_PASSWORD]}
    files: [ "secret.conf.erb:/etc/secret.conf" ]
`

func TestSecrets_AreInNoArguments(t *testing.T) {
	secrets := map[string]string{}
	for _, name := range []string{"ROLE_TOKEN", "REGISTRY_PASSWORD", "BUILD_TOKEN", "CERTIFICATE", "KEY", "TOKEN", "OTHER_PASSWORD", "DB_PASSWORD"} {
		secrets[name] = "the secret of " + name
	}
	bubble(t, func(t *testing.T) {
		f := newFleet(t, allSecrets)
		for name, text := range map[string]string{"secret.conf.erb": "<%= ENV['DB_PASSWORD'] %>", "Dockerfile": "FROM scratch\n"} {
			if err := os.WriteFile(filepath.Join(f.dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		f.env = nil
		for name, text := range secrets {
			f.env = append(f.env, name+"="+text)
		}
		seen := &argvLines{Recorder: f.Recorder}
		traefik := strings.NewReplacer("proxy: {host: example.com, ssl: {certificate_pem: CERTIFICATE, private_key_pem: KEY}}",
			"traefik: {env: {secret: [TOKEN]}}").Replace(allSecrets)
		try := func(name, text string, v config.Version, run func(*kamal.Deployer) error) {
			f.text, f.version = text, v
			d := kamal.New(f.config(), seen, append(f.Options(), kamal.WithLocal(seen))...)
			if err := run(d); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		ctx := t.Context()
		try("setup on Traefik", traefik, "1", func(d *kamal.Deployer) error { return d.Setup(ctx, kamal.DeployOptions{}) })
		try("env push", traefik, "1", func(d *kamal.Deployer) error { return d.Env().Push(ctx) })
		try("upgrade", allSecrets, "1", func(d *kamal.Deployer) error { return d.Upgrade(ctx, kamal.RebootOptions{}) })
		try("setup", allSecrets, "1", func(d *kamal.Deployer) error { return d.Setup(ctx, kamal.DeployOptions{}) })
		try("deploy", allSecrets, "2", func(d *kamal.Deployer) error { return d.Deploy(ctx, kamal.DeployOptions{}) })
		try("exec", allSecrets, "2", func(d *kamal.Deployer) error {
			_, err := d.App().Exec(ctx, kamal.ExecOptions{Command: "date"})
			return err
		})
		try("accessory reboot", allSecrets, "2", func(d *kamal.Deployer) error { return d.Accessory(kamal.AllAccessories).Reboot(ctx) })
		try("proxy reboot", allSecrets, "2", func(d *kamal.Deployer) error { return d.Proxy().Reboot(ctx, kamal.RebootOptions{}) })
		try("remove", allSecrets, "2", func(d *kamal.Deployer) error { return d.Remove(ctx) })
		if len(seen.all) < 100 {
			t.Fatalf("only %d commands were seen", len(seen.all))
		}
		for _, line := range seen.all {
			for name, text := range secrets {
				if strings.Contains(line, text) {
					t.Errorf("%s is in the arguments of: %s", name, strings.ReplaceAll(line, text, "<"+name+">"))
				}
			}
		}
	})
}
