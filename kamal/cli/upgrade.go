package cli

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// rolling are the options of commands that replace proxies.
type rolling struct {
	Rolling   bool `name:"rolling" help:"One host after the other."`
	Confirmed `embed:""`
}

// options ask, unless -y was given, a question about the hosts that stand for %s.
func (r rolling) options(p *Session, question string) kamal.RebootOptions {
	return kamal.RebootOptions{Rolling: r.Rolling, Confirm: func(ctx context.Context, hosts []config.Host) error {
		return p.Confirm(ctx, r.Confirmed.Confirmed, fmt.Sprintf(question, screen.HostList(hosts)))
	}}
}

type upgradeCmd struct {
	rolling `embed:""`
}

func (c *upgradeCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session) error {
	return d.Upgrade(ctx, c.options(p, "Move %s to kamal-proxy?"))
}

type downgradeCmd struct {
	rolling `embed:""`
}

func (c *downgradeCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session) error {
	return d.Downgrade(ctx, c.options(p, "Move %s back to Traefik?"))
}
