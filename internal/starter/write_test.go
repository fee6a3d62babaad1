package starter_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/starter"
	"github.com/kamal-go/kamal/kamal/config"
)

// written gives the configuration of what is written.
func written(t *testing.T, p starter.Project, a starter.Answers) (string, *config.Config) {
	t.Helper()
	text, err := p.Deploy(a, "https://example.com/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Parse(t.Context(), text, config.Options{Version: "1", NoRuby: true})
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return text, cfg
}

func TestDeploy_IsAConfiguration(t *testing.T) {
	p := look(t, map[string]string{"docker-compose.yml": composed, "init.sql": "select 1", "Dockerfile": "FROM a"})
	_, cfg := written(t, p, starter.Answers{
		Hosts: []string{"192.0.2.1"}, Domain: "app.example.com", Registry: "dev@ghcr.io/acme", User: "deploy", Arch: []string{"arm64"},
	})
	web := cfg.PrimaryRole()
	switch {
	case web.Proxy.AppPort != 3000, !web.Proxy.SSL, web.Proxy.HealthPath != "/ok":
		t.Errorf("the proxy is %+v", web.Proxy)
	case cfg.Repository() != "ghcr.io/acme/shop":
		t.Errorf("the image is %s", cfg.Repository())
	case len(cfg.Accessories) != 2, len(cfg.Roles) != 2:
		t.Errorf("%d accessories, %d roles", len(cfg.Accessories), len(cfg.Roles))
	case cfg.SSH.User != "deploy":
		t.Errorf("%q logs in", cfg.SSH.User)
	}
}

func TestDeploy_BuildsWithDockerItselfForProcessorsLikeThisMachines(t *testing.T) {
	for here, want := range map[string]string{"arm64": "docker", "amd64": "docker-container"} {
		p := starter.Project{Name: "shop", Health: "/"}
		_, cfg := written(t, p, starter.Answers{Hosts: []string{"192.0.2.1"}, Arch: []string{"arm64"}, Here: here})
		if got := cfg.Builder.Driver; got != want {
			t.Errorf("on %s: driver %q, want %q", here, got, want)
		}
	}
}

func TestDeploy_KeepsTheDataOfARailsApp(t *testing.T) {
	p := look(t, map[string]string{
		"Gemfile": "gem 'rails'", "storage/.keep": "", "Dockerfile": "FROM ruby AS base\nWORKDIR /rails\nFROM base\nRUN bin/rails assets:precompile\nEXPOSE 80",
	})
	_, cfg := written(t, p, starter.Answers{Hosts: []string{"192.0.2.1"}})
	if got := cfg.PrimaryRole().AssetPath; got != "/rails/public/assets" {
		t.Errorf("the assets are in %q", got)
	}
	if diff := cmp.Diff([]string{"shop-storage:/rails/storage"}, cfg.Volumes); diff != "" {
		t.Error(diff)
	}
}

func TestDeploy_TakesAnyTextAsItIs(t *testing.T) {
	odd := []string{"<%= 1 %>", "yes", "0123", "a: b", "# x", "'", "\"\\", "line\nbreak", "${X}", "\t", "ü"}
	p := starter.Project{Name: "shop", Health: "/"}
	for i, text := range odd {
		p.Clear = append(p.Clear, starter.Variable{Name: "V" + strings.Repeat("X", i), Value: text})
	}
	_, cfg := written(t, p, starter.Answers{Hosts: []string{"192.0.2.1"}})
	for i, v := range cfg.PrimaryRole().Env("192.0.2.1").Clear {
		if v.Value != odd[i] {
			t.Errorf("%q became %q", odd[i], v.Value)
		}
	}
}

func TestDeploy_KnowsRegistries(t *testing.T) {
	for registry, want := range map[string]string{
		"":                          "localhost:5555 shop",
		"ghcr.io":                   "ghcr.io acme/shop acme",
		"ghcr.io/team/x":            "ghcr.io team/x/shop team",
		"bot@example.com:5000/team": "example.com:5000 team/shop bot",
		"dev@docker.io":             " dev/shop dev",
		"dev":                       " dev/shop dev",
	} {
		p := starter.Project{Name: "shop", Owner: "acme", Health: "/"}
		_, cfg := written(t, p, starter.Answers{Hosts: []string{"192.0.2.1"}, Registry: registry})
		got := cfg.Registry.Server + " " + cfg.Image
		if registry != "" {
			got += " " + cfg.Registry.Username.Text
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", registry, got, want)
		}
	}
}

func TestSecretsFile_NamesAllThatIsNeeded(t *testing.T) {
	p := look(t, map[string]string{"docker-compose.yml": composed})
	got := p.SecretsFile(starter.Answers{Registry: "ghcr.io"}, "# how\n")
	want := `# how

KAMAL_REGISTRY_PASSWORD=$KAMAL_REGISTRY_PASSWORD
# In docker-compose.yml it is postgres://app:...@shop-db:5432/app
DATABASE_URL=$DATABASE_URL
MAIL_FROM=$MAIL_FROM
POSTGRES_PASSWORD=$POSTGRES_PASSWORD
`
	if got != want {
		t.Errorf("got\n%s", got)
	}
}
