package cli

import (
	"context"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

type removeCmd struct {
	Confirmed `embed:""`
}

func (c *removeCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session) error {
	question := "Remove app, proxy and accessories, data included, from " + screen.HostList(d.Specifics().Hosts()) + "?"
	if err := p.Confirm(ctx, c.Confirmed.Confirmed, question); err != nil {
		return err
	}
	return d.Remove(ctx)
}
