package cli

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

type configCmd struct {
	Check  bool `name:"check" xor:"config" help:"Only say whether it is right."`
	Schema bool `name:"schema" xor:"config" help:"Print its JSON schema, for editors."`
}

// Run shows the configuration. The schema needs none.
func (c *configCmd) Run(ctx context.Context, p *Session, s screen.Screen) error {
	if c.Schema {
		text := config.Schema()
		s.Answer(screen.Answer{Of: "config", Text: strings.TrimRight(string(text), "\n"), Data: json.RawMessage(text)})
		return nil
	}
	cfg, err := p.load(ctx)
	if err != nil {
		return err
	}
	if c.Check {
		if err := checkSecrets(ctx, cfg); err != nil {
			return err
		}
		s.Event(kamal.Note{Text: "The configuration is right"})
		return nil
	}
	text, err := cfg.YAML()
	if err != nil {
		return &configError{err: err}
	}
	data, err := cfg.JSON()
	if err != nil {
		return &configError{err: err}
	}
	s.Answer(screen.Answer{Of: "config", Text: strings.TrimRight(string(text), "\n"), Data: json.RawMessage(data)})
	return nil
}

// checkSecrets finds secrets that can't be had, as far as no command has to be run
// for that.
func checkSecrets(ctx context.Context, cfg *config.Config) error {
	var names []string
	for _, n := range cfg.Needs() {
		if !n.Pushed {
			names = append(names, n.Secret)
		}
	}
	return cfg.Secrets.Check(ctx, names)
}
