package kamal_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

const needy = `service: app
image: acme/app
servers: [app1]
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64, context: ., secrets: [BUILD_TOKEN]}
env: {secret: [TOKEN]}
`

const proxied = needy + `proxy: {host: example.com, ssl: {certificate_pem: CERTIFICATE, private_key_pem: KEY}}
accessories:
  one: {image: x, host: app1}
  two: {image: x, host: app1, env: {secret: [TWO]}, registry: {server: other.example.com, username: u, password: [OTHER_PASSWORD]}}
`

const behindTraefik = needy + "traefik: {env: {secret: [TRAEFIK]}}\n"

// A secret that is missing is known before anything is built, locked or changed,
// and before a hook runs.
func TestSecrets_MissingOnesStopEverythingBeforeItBegins(t *testing.T) {
	all := []string{"REGISTRY_PASSWORD", "BUILD_TOKEN", "TOKEN", "CERTIFICATE", "KEY", "TWO", "OTHER_PASSWORD", "TRAEFIK"}
	boot, accessories := []string{"TOKEN", "CERTIFICATE", "KEY"}, []string{"REGISTRY_PASSWORD", "TWO", "OTHER_PASSWORD"}
	for _, tt := range []struct {
		line, text string
		needs      []string
	}{
		{"setup", proxied, all[:7]},
		{"deploy", proxied, all[:5]},
		{"redeploy", proxied, all[:5]},
		{"deploy --skip-push", proxied, append(boot, "REGISTRY_PASSWORD")},
		{"rollback 1", proxied, boot},
		{"app-boot", proxied, boot},
		{"build-push", proxied, all[:2]},
		{"build-deliver", proxied, all[:2]},
		{"build-pull", proxied, all[:1]},
		{"build-dev", proxied, all[1:2]},
		{"registry-setup", proxied, all[:1]},
		{"registry-login", proxied, all[:1]},
		{"proxy-boot", proxied, all[:1]},
		{"proxy-reboot", proxied, all[:1]},
		{"accessory-boot all", proxied, accessories},
		{"accessory-reboot all", proxied, accessories},
		{"accessory-upgrade all", proxied, accessories},
		{"accessory-pull-image two", proxied, []string{"OTHER_PASSWORD"}},
		{"upgrade", proxied, append(slices.Concat(boot, accessories), "REGISTRY_PASSWORD")},
		{"env-push", proxied, []string{"TOKEN", "TWO"}},
		{"deploy", behindTraefik, []string{"REGISTRY_PASSWORD", "BUILD_TOKEN", "TOKEN", "TRAEFIK"}},
		{"downgrade", behindTraefik, []string{"REGISTRY_PASSWORD", "TOKEN", "TRAEFIK"}},
	} {
		name, rest, _ := strings.Cut(tt.line, " ")
		for _, missing := range tt.needs {
			t.Run(tt.line+" without "+missing, func(t *testing.T) {
				f := newFleet(t, tt.text)
				f.env = nil
				for _, s := range all {
					if f.env = append(f.env, s+"=value of "+s); s == missing {
						f.env[len(f.env)-1] = s + "="
					}
				}
				_, err := operations[name](t.Context(), f.at("1"), rest)
				if !errors.Is(err, config.ErrEmptySecret) || !strings.Contains(err.Error(), missing+" is empty") {
					t.Errorf("got %v", err)
				}
				if did := f.Transcript(); did != "" {
					t.Errorf("it has begun:\n%s", did)
				}
			})
		}
	}
}

// An accessory's secret is not needed to deploy, but to set up.
func TestDoctor_TellsOfEachMissingSecret(t *testing.T) {
	f := newFleet(t, proxied)
	f.env = slices.DeleteFunc(f.env, func(v string) bool { return strings.HasPrefix(v, "TOKEN=") || strings.HasPrefix(v, "OTHER_PASSWORD=") })
	findings, err := diagnosed(t.Context(), f.at("1"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range findings {
		if x.Check == "secrets" {
			name, _, _ := strings.Cut(strings.TrimPrefix(x.Problem, `looking up secret "`), `"`)
			got = append(got, fmt.Sprintf("%s %t %s", name, x.Fatal, x.Fix))
		}
	}
	const fix = " needs it; write it in .kamal/secrets, then: kamal secrets check"
	want := []string{
		"BUILD_TOKEN true builder/secrets" + fix, "TOKEN true env" + fix,
		"TWO false accessories/two/env" + fix, "OTHER_PASSWORD false accessories/two/registry/password" + fix,
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A file that can't be read is one finding, whatever needs it.
func TestDoctor_TellsOnceOfAnUnusableSecretsFile(t *testing.T) {
	f := newFleet(t, needy)
	for name, text := range map[string]string{"config/deploy.yml": needy, ".kamal/secrets": "if true; then\nTOKEN=1\nfi\n"} {
		path := filepath.Join(f.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cfg, err := config.Load(t.Context(), config.Options{
		WorkDir: f.dir, Environ: []string{}, Version: "1", NoRuby: true,
		Git: func(context.Context, string) (config.Git, error) { return config.Git{}, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	findings, err := diagnosed(t.Context(), kamal.New(cfg, f, f.Options()...))
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	for _, x := range findings {
		said += strings.Count(x.Problem, "is for a shell")
	}
	if said != 1 {
		t.Errorf("it is said %d times: %v", said, findings)
	}
}
