package cli

import (
	"context"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

func (b Building) options() kamal.DeployOptions {
	return kamal.DeployOptions{SkipPush: b.SkipPush, NoCache: b.NoCache, OnFailure: config.OnFailure(b.OnFailure)}
}

func (c *setupCmd) Run(ctx context.Context, d *kamal.Deployer, p *project, s screen) error {
	began := time.Now()
	return p.timed(s, d.Setup(ctx, c.options()), began)
}

func (c *deployCmd) Run(ctx context.Context, d *kamal.Deployer, p *project, s screen) error {
	began := time.Now()
	return p.timed(s, d.Deploy(ctx, c.options()), began)
}

func (c *redeployCmd) Run(ctx context.Context, d *kamal.Deployer, p *project, s screen) error {
	began := time.Now()
	return p.timed(s, d.Redeploy(ctx, c.options()), began)
}

func (c *rollbackCmd) Run(ctx context.Context, d *kamal.Deployer, p *project, s screen) error {
	began := time.Now()
	return p.timed(s, d.Rollback(ctx, kamal.RollbackOptions{Version: config.Version(c.Version)}), began)
}

func (c *removeCmd) Run(ctx context.Context, d *kamal.Deployer, p *project) error {
	question := "Remove app, proxy and accessories, data included, from " + hostList(d.Specifics().Hosts) + "?"
	if err := p.confirm(ctx, c.Confirmed.Confirmed, question); err != nil {
		return err
	}
	return d.Remove(ctx)
}

func (c *upgradeCmd) Run(ctx context.Context, d *kamal.Deployer, p *project) error {
	hosts, err := d.HostsToUpgrade()
	if err != nil {
		return err
	}
	if err := p.confirmMove(ctx, d, c.Confirmed.Confirmed, "Move "+hostList(hosts)+" to kamal-proxy?"); err != nil {
		return err
	}
	return d.Upgrade(ctx, c.options())
}

func (c *downgradeCmd) Run(ctx context.Context, d *kamal.Deployer, p *project) error {
	hosts, err := d.HostsToDowngrade()
	if err != nil {
		return err
	}
	if err := p.confirmMove(ctx, d, c.Confirmed.Confirmed, "Move "+hostList(hosts)+" back to Traefik?"); err != nil {
		return err
	}
	return d.Downgrade(ctx, c.options())
}
