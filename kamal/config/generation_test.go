package config_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal/config"
)

// A .env file is of the machine that develops, unless the configuration is one of
// Kamal 1.
func TestLoad_ReadsDotEnvForKamal1Only(t *testing.T) {
	older := minimal + "env_push: manual\n"
	for _, tt := range []struct {
		name, base, dest string
		files            []string
		want             bool
	}{
		{name: "Kamal 2", base: minimal},
		{name: "proxy", base: minimal + "proxy: { host: a.example.com }\n"},
		{name: "in a comment", base: minimal + "# traefik: {}\n"},
		{name: "in another section", base: minimal + "labels:\n  traefik: x\n"},
		{name: "another enabled", base: minimal + "proxy:\n  host: a.example.com\nlabels:\n  enabled: x\n"},
		{name: "traefik", base: minimal + "traefik: {}\n", want: true},
		{name: "traefik as a block", base: minimal + "traefik:\n  host_port: 8080\n", want: true},
		{name: "traefik in quotes", base: minimal + "\"traefik\": {}\n", want: true},
		{name: "traefik in the destination", base: minimal, dest: "traefik: {}\n", want: true},
		{name: "enabled", base: minimal + "proxy: { enabled: true, hosts: [ 192.0.2.1 ], host: a.example.com }\n", want: true},
		{name: "enabled as a block", base: minimal + "proxy:\n  host: a.example.com\n  enabled: false\ntraefik: {}\n", want: true},
		{name: "env push", base: older, want: true},
		{name: "a template for envify", base: minimal, files: []string{".env.eu.erb"}, want: true},
		{name: "a template for another destination", base: minimal, files: []string{".env.erb", ".env.us.erb"}},
		{name: "secrets", base: older, files: []string{".kamal/secrets-common"}},
		{name: "a section that the template leaves out", base: minimal + "<% if ENV['NO'] %>\ntraefik: {}\n<% end %>\n"},
		{name: "a section that the template writes", base: minimal + "<%= 'trae' + 'fik: {}' %>\n", want: true},
		{name: "a section that .env leads to", base: minimal + "<%= 'trae' + 'fik: {}' if ENV['TOKEN'] %>\n"},
		{name: "a section that .env leads away from", base: minimal + "<%= 'trae' + 'fik: {}' unless ENV['TOKEN'] %>\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, ".env.eu", "TOKEN=of development\n")
			write(t, dir, "config/deploy.yml", tt.base)
			write(t, dir, "config/deploy.eu.yml", tt.dest+"env: { clear: { SEEN: \"<%= ENV.fetch('TOKEN', 'nothing') %>\" } }\n")
			for _, file := range tt.files {
				write(t, dir, file, "X=1\n")
			}
			c, err := config.Load(t.Context(), config.Options{WorkDir: dir, Destination: "eu", Environ: []string{}, Git: noGit, NoRuby: true})
			if err != nil {
				t.Fatal(err)
			}
			seen, _ := c.Env.Clear.Get("SEEN")
			if got := seen == "of development"; got != tt.want {
				t.Errorf("the template sees %q", seen)
			}
			if got := slices.Contains(c.Environ, "TOKEN=of development"); got != tt.want {
				t.Errorf("the environment is %v", c.Environ)
			}
			if _, err := c.Secrets.Lookup(t.Context(), "TOKEN"); (err == nil) != tt.want {
				t.Errorf("looking up gives %v", err)
			}
			told := slices.ContainsFunc(c.Warnings, func(w config.Warning) bool { return strings.Contains(w.Message, "come from .env.eu") })
			if told != tt.want {
				t.Errorf("warnings are %v", c.Warnings)
			}
		})
	}
}

// Where there is no secrets file the reference finds no secret, whatever the shell
// has set.
func TestSecrets_AreNotTakenFromTheEnvironmentInKamal2(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "config/deploy.yml", minimal)
	c, err := config.Load(t.Context(), config.Options{WorkDir: dir, Environ: []string{"TOKEN=of the shell"}, Git: noGit})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Secrets.Lookup(t.Context(), "TOKEN"); !errors.Is(err, config.ErrNoSecret) {
		t.Errorf("got %v", err)
	}
}

func TestSecrets_OfDotEnvKnowWhatTheyLack(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "config/deploy.yml", minimal+"traefik: {}\n")
	write(t, dir, ".env", "VOID=\nGAP=$NOT_SET\nURL=postgres://$NOT_SET@db\nGOOD=x\n")
	c, err := config.Load(t.Context(), config.Options{WorkDir: dir, Environ: []string{"SHELL_VOID="}, Git: noGit})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"VOID":       "",
		"GOOD":       "",
		"GAP":        `looking up secret "GAP": .env:2: GAP is empty: $NOT_SET is not set; set it, or write ${NOT_SET:-} if it may be empty`,
		"URL":        `looking up secret "URL": .env:3: URL lacks a part: $NOT_SET is not set; set it, or write ${NOT_SET:-} if it may be empty`,
		"SHELL_VOID": `looking up secret "SHELL_VOID": SHELL_VOID is empty: $SHELL_VOID is empty; leave it out of the environment, or give it a value`,
	} {
		got := ""
		if _, err := c.Secrets.Lookup(t.Context(), name); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %s\nwant %s", name, got, want)
		}
	}
}
