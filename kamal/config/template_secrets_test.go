package config_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal/config"
)

const asking = `service: shop
image: acme/shop
registry: { server: registry.example.com, username: dev, password: [ REGISTRY_PASSWORD ] }
builder: { arch: amd64, args: { TOKEN: "<%= Kamal::Secrets.new["TOKEN"] %>", V: "<%= Kamal::VERSION %>" } }
servers:
  - <%= Kamal::Secrets.new(destination: "east")["WEB_IP"] %>
`

func TestLoad_TemplatesMayAskForSecrets(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "config/deploy.yml", asking)
	write(t, dir, ".kamal/secrets", "TOKEN=$(printf %s \"$HALF\"other)\nREGISTRY_PASSWORD=x\nUNUSED=$(touch ran)\n")
	write(t, dir, ".kamal/secrets-common", "HALF=one\n")
	write(t, dir, ".kamal/secrets.east", "WEB_IP=192.0.2.1\n")
	cfg, err := config.Load(t.Context(), config.Options{WorkDir: dir, Environ: []string{"PATH=/usr/bin:/bin", "HALF=half-"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := cfg.Hosts(); len(got) != 1 || got[0] != "192.0.2.1" {
		t.Errorf("got hosts %v", got)
	}
	if got, _ := cfg.Builder.Args.Get("V"); got != "2.12.0" {
		t.Errorf("got version %q", got)
	}
	token, _ := cfg.Builder.Args.Get("TOKEN")
	known := cfg.Secrets.Known()
	if !strings.HasSuffix(token, "other") || !slices.Contains(known, config.NewSecret(token)) {
		t.Errorf("got token %q, %d secrets are known", token, len(known))
	}
	if slices.Contains(known, config.NewSecret("192.0.2.1")) {
		t.Error("the name of a host is hidden")
	}
}

func TestLoad_TemplatesAskForSecretsThatAreNotThere(t *testing.T) {
	for files, want := range map[string]string{
		"":                      `config/deploy.yml:4:63: looking up secret "TOKEN": no such secret`,
		"OTHER=1\n":             `config/deploy.yml:4:63: looking up secret "TOKEN": no such secret`,
		"TOKEN=$NOT_SET_HERE\n": `config/deploy.yml:4:63: looking up secret "TOKEN": `,
	} {
		dir := t.TempDir()
		write(t, dir, "config/deploy.yml", asking)
		if files != "" {
			write(t, dir, ".kamal/secrets", files)
		}
		_, err := config.Load(t.Context(), config.Options{WorkDir: dir, Environ: []string{"PATH=/usr/bin:/bin"}})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v", files, err)
		}
	}
}
