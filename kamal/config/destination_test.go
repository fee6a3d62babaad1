package config_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal/config"
)

// What the shell says of the destination counts nowhere: -d is asked.
func TestLoad_TakesTheDestinationFromTheOptionAlone(t *testing.T) {
	for _, tt := range []struct{ shell, asked, want, warning string }{
		{"", "", "none", ""},
		{"staging", "", "none", "KAMAL_DESTINATION=staging is set, but no -d was given: this is the base"},
		{"staging", "eu", "eu", ""},
		{"", "eu", "eu", ""},
	} {
		dir := t.TempDir()
		write(t, dir, "config/deploy.yml", minimal+"env: { clear: { D: \"<%= ENV.fetch('KAMAL_DESTINATION', 'none') %>\" } }\n")
		write(t, dir, "config/deploy.eu.yml", "labels: { a: b }\n")
		write(t, dir, ".kamal/secrets-common", "D=${KAMAL_DESTINATION:-none}\n")
		environ := []string{"PATH=/usr/bin:/bin"}
		if tt.shell != "" {
			environ = append(environ, "KAMAL_DESTINATION="+tt.shell)
		}
		c, err := config.Load(t.Context(), config.Options{WorkDir: dir, Destination: tt.asked, Environ: environ, Git: noGit, NoRuby: true})
		if err != nil {
			t.Fatal(err)
		}
		template, _ := c.Env.Clear.Get("D")
		secret, err := c.Secrets.Lookup(t.Context(), "D")
		if template != tt.want || secret.Reveal() != tt.want || err != nil {
			t.Errorf("%+v: the template sees %q, secrets %q, %v", tt, template, secret.Reveal(), err)
		}
		hooks := slices.DeleteFunc(slices.Clone(c.Environ), func(v string) bool { return !strings.HasPrefix(v, "KAMAL_DESTINATION=") })
		if want := strings.TrimSuffix("KAMAL_DESTINATION="+tt.want, "KAMAL_DESTINATION=none"); strings.Join(hooks, " ") != want {
			t.Errorf("%+v: hooks see %q", tt, hooks)
		}
		var told strings.Builder
		for _, w := range c.Warnings {
			told.WriteString(w.Message)
		}
		if told.String() != tt.warning {
			t.Errorf("%+v: warnings %q", tt, told.String())
		}
	}
}
