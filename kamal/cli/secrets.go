package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/secrets"
)

type secretsFamily struct {
	Fetch   secretsFetchCmd   `cmd:"" name:"fetch" help:"Fetch secrets from a vault, as one line of JSON."`
	Extract secretsExtractCmd `cmd:"" name:"extract" help:"Pick one value out of what a fetch gave."`
	Print   secretsPrintCmd   `cmd:"" name:"print" help:"Show all secrets in clear."`
	Check   secretsCheckCmd   `cmd:"" name:"check" help:"Say of each secret that is needed where it comes from, and whether it is there."`
}

type secretsFetchCmd struct {
	Names   []string `arg:"" name:"names" optional:"" help:"The secrets, as the vault names them."`
	Adapter string   `name:"adapter" short:"a" required:"" placeholder:"NAME" help:"Which vault."`
	Account string   `name:"account" placeholder:"NAME" help:"Whom to log in as."`
	From    string   `name:"from" placeholder:"PLACE" help:"Where in the vault: a vault, folder, project, item."`
	Inline  bool     `name:"inline" hidden:"" help:"Escape the line for a shell."`
}

type secretsExtractCmd struct {
	Name   string `arg:"" name:"name" help:"The secret."`
	JSON   string `arg:"" name:"json" help:"What the fetch gave."`
	Inline bool   `name:"inline" hidden:"" help:"As it is anyway."`
}

type secretsPrintCmd struct{}

func (c *secretsFetchCmd) Run(ctx context.Context, p *Session, s screen.Screen) error {
	values, err := p.fetcher.Fetch(ctx, secrets.Request{
		Adapter: c.Adapter, Account: c.Account, From: c.From, Names: c.Names,
	})
	if err != nil {
		return err
	}
	fetched := values.Reveal()
	text := fetched
	if c.Inline {
		text = escape.Shell(text)
	}
	s.Answer(screen.Answer{Of: "secrets fetch", Text: text, Data: json.RawMessage(fetched)})
	return nil
}

func (c *secretsExtractCmd) Run(s screen.Screen) error {
	value, err := secrets.Extract(c.Name, c.JSON)
	if err != nil {
		return err
	}
	s.Answer(screen.Answer{Of: "secrets extract", Text: value, Data: map[string]string{c.Name: value}})
	return nil
}

// Run prints what the files give. What lacks something is printed as it is, with a
// warning.
func (c *secretsPrintCmd) Run(ctx context.Context, cfg *config.Config, s screen.Screen) error {
	names, err := cfg.Secrets.Names(ctx)
	if err != nil {
		return err
	}
	lines, data := make([]string, len(names)), map[string]string{}
	for i, name := range names {
		secret, lacks, err := cfg.Secrets.Print(ctx, name)
		if err != nil {
			return err
		}
		if lacks != nil {
			s.Event(kamal.Warning{Text: lacks.Error()})
		}
		lines[i], data[name] = fmt.Sprintf("%s=%s", name, secret.Reveal()), secret.Reveal()
	}
	if len(lines) > 0 {
		s.Answer(screen.Answer{Of: "secrets print", Text: strings.Join(lines, "\n"), Data: data})
	}
	return nil
}
