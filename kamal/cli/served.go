package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/internal/visit"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// visitLimit is how long the app is waited for at the end of a deploy, and
// firstVisitLimit at the end of a setup, when the proxy gets a certificate first.
const (
	visitLimit      = 5 * time.Second
	firstVisitLimit = 30 * time.Second
)

// served tells at the end what runs where, how long all of it took, and whether
// the app answers: a plan takes no time.
func (p *Session) served(ctx context.Context, err error, limit time.Duration) error {
	if err != nil || p.options.DryRun || p.deployed == nil {
		return err
	}
	d := p.deployed
	text := fmt.Sprintf("%s %s on %s in %s", layout.App(p.cfg), d.Version.Short(), onHosts(d.Hosts), screen.Seconds(d.Took))
	if address, ok := visit.Of(p.cfg); ok {
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		look := visit.Address.Visit
		if p.program.visit != nil {
			look = func(a visit.Address, ctx context.Context) visit.Finding { return p.program.visit(ctx, a) }
		}
		text += ": " + look(address, ctx).String()
	}
	p.Event(kamal.Note{Text: text})
	return nil
}

func onHosts(hosts []config.Host) string {
	if len(hosts) == 1 {
		return string(hosts[0])
	}
	return fmt.Sprintf("%d hosts", len(hosts))
}
