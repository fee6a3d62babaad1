package config_test

import (
	"context"
	"errors"
	"testing"

	"github.com/kamal-go/kamal/internal/buildkind"
	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// No text makes Parse panic, and what it accepts can be used without nil checks.
func FuzzParse(f *testing.F) {
	golden.Seed(f, "testdata/*.txtar", "config/deploy.yml")
	for _, name := range append([]string{""}, config.Sections()...) {
		text, _ := config.Reference(name)
		f.Add(minimal + text)
	}
	opts := config.Options{
		NoRuby: true, ReservedNames: []string{"deploy"}, Environ: []string{"NAME=value"}, WorkDir: f.TempDir(),
		Shell: func(context.Context, string, string, []string) ([]byte, error) { return nil, errors.New("no commands") },
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := config.Parse(t.Context(), text, opts)
		if err != nil {
			if c != nil || err.Error() == "" {
				t.Errorf("%v next to error %q", c, err)
			}
			return
		}
		use(t, c)
	})
}

func use(t *testing.T, c *config.Config) {
	for _, role := range c.Roles {
		for _, host := range role.Hosts {
			_, _, _ = role.Env(host), layout.StopTimeout(c, role, host), layout.ProxyRunFor(c, host)
		}
	}
	if len(c.Roles) > 0 && (c.PrimaryRole() == nil || c.PrimaryHost() == "") {
		t.Error("there is no primary role, or it has no host")
	}
	_, _ = buildkind.Split(c.Builder, "amd64")
	if _, err := c.YAML(); err != nil && !errors.Is(err, config.ErrNoVersion) {
		t.Error(err)
	}
}
