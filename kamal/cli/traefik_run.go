package cli

import (
	"context"

	"github.com/kamal-go/kamal/kamal"
)

func (c *traefikBootCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.TraefikBoot(ctx)
}

func (c *traefikStartCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.TraefikStart(ctx)
}

func (c *traefikStopCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.TraefikStop(ctx, kamal.StopOptions{Force: c.Force})
}

func (c *traefikRestartCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.TraefikRestart(ctx)
}

func (c *traefikRemoveCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	removed, err := d.TraefikRemove(ctx, kamal.RemoveOptions{Force: c.Force})
	if err == nil && !removed {
		s.event(notRemoved)
	}
	return err
}

func (c *traefikDetailsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	results, err := d.TraefikDetails(ctx)
	return blocks(s, "traefik details", proxyHost, results, err)
}

func (c *traefikLogsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	if c.Follow {
		return d.TraefikFollow(ctx, c.options(), followed(s, "traefik logs", severalProxies(d)))
	}
	o := c.options()
	o.Pieces = pieces(s, "traefik logs", proxyHost)
	_, err := d.TraefikLogs(ctx, o)
	return err
}

func (c *traefikRebootCmd) Run(ctx context.Context, d *kamal.Deployer, p *project) error {
	question := "Reboot Traefik on " + hostList(d.Specifics().TraefikHosts) + "? Requests fail meanwhile."
	if err := p.confirm(ctx, c.Confirmed.Confirmed, question); err != nil {
		return err
	}
	return d.TraefikReboot(ctx, c.options())
}

func (c *traefikDowngradeCmd) Run(ctx context.Context, d *kamal.Deployer, p *project) error {
	if err := p.confirmMove(ctx, d, c.Confirmed.Confirmed, "Move proxy and app back to Traefik on "+hostList(d.Specifics().AppHosts)+"?"); err != nil {
		return err
	}
	return d.TraefikDowngrade(ctx, c.options())
}
