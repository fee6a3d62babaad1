package cli

import (
	"context"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

// rolling are the options of commands that replace proxies.
type rolling struct {
	Rolling   bool `name:"rolling" help:"One host after the other."`
	Confirmed `embed:""`
}

func (r rolling) options() kamal.RebootOptions { return kamal.RebootOptions{Rolling: r.Rolling} }

type upgradeCmd struct {
	rolling `embed:""`
}

func (c *upgradeCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session) error {
	hosts, err := d.HostsToUpgrade()
	if err != nil {
		return err
	}
	if err := p.confirmMove(ctx, d, c.Confirmed.Confirmed, "Move "+screen.HostList(hosts)+" to kamal-proxy?"); err != nil {
		return err
	}
	return d.Upgrade(ctx, c.options())
}

type downgradeCmd struct {
	rolling `embed:""`
}

func (c *downgradeCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session) error {
	hosts, err := d.HostsToDowngrade()
	if err != nil {
		return err
	}
	if err := p.confirmMove(ctx, d, c.Confirmed.Confirmed, "Move "+screen.HostList(hosts)+" back to Traefik?"); err != nil {
		return err
	}
	return d.Downgrade(ctx, c.options())
}
