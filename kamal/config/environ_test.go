package config_test

import (
	"slices"
	"testing"

	"github.com/kamal-go/kamal/kamal/config"
)

func TestLoad_TemplatesSetTheEnvironmentOfSecretsAndHooks(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, ".env.deploy", "TOKEN=abc\n")
	write(t, dir, ".kamal/secrets.eu", "SECRET=$TOKEN-$KAMAL_DESTINATION\n")
	write(t, dir, "config/deploy.yml", `<% require "dotenv"; Dotenv.load(".env.deploy") %>`+minimal)
	write(t, dir, "config/deploy.eu.yml", "env: { clear: { SEEN: <%= ENV[\"TOKEN\"] %> } }\n")
	c, err := config.Load(t.Context(), config.Options{WorkDir: dir, Destination: "eu", Environ: []string{}, Git: noGit, NoRuby: true})
	if err != nil {
		t.Fatal(err)
	}
	if seen, _ := c.Env.Clear.Get("SEEN"); seen != "abc" {
		t.Errorf("the destination's file sees %q", seen)
	}
	if secret, err := c.Secrets.Lookup(t.Context(), "SECRET"); err != nil || secret.Reveal() != "abc-eu" {
		t.Errorf("the secrets see %q, %v", secret.Reveal(), err)
	}
	for _, want := range []string{"TOKEN=abc", "KAMAL_DESTINATION=eu"} {
		if !slices.Contains(c.Environ, want) {
			t.Errorf("Environ lacks %s: %v", want, c.Environ)
		}
	}
}

func TestSecrets_KnowPasswordsThatAreWrittenDown(t *testing.T) {
	text := minimal + "accessories: { a: { image: x, host: 192.0.2.1, registry: { username: u, password: hunter2 } } }\n"
	if known := parse(t, text, config.Options{}).Secrets.Known(); len(known) != 1 || known[0].Reveal() != "hunter2" {
		t.Errorf("known are %v", known)
	}
}
