package cli

import (
	"context"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

type traefikFamily struct {
	Boot      traefikBootCmd      `cmd:"" name:"boot" help:"Boot Traefik where it does not run."`
	Reboot    traefikRebootCmd    `cmd:"" name:"reboot" help:"Stop Traefik, remove it, boot it."`
	Start     traefikStartCmd     `cmd:"" name:"start" help:"Start the stopped Traefik."`
	Stop      traefikStopCmd      `cmd:"" name:"stop" help:"Stop Traefik."`
	Restart   traefikRestartCmd   `cmd:"" name:"restart" help:"Stop and start Traefik."`
	Details   traefikDetailsCmd   `cmd:"" name:"details" help:"Show Traefik's containers."`
	Logs      traefikLogsCmd      `cmd:"" name:"logs" help:"Show Traefik's log."`
	Remove    traefikRemoveCmd    `cmd:"" name:"remove" help:"Remove Traefik's container and image."`
	Downgrade traefikDowngradeCmd `cmd:"" name:"downgrade" help:"Replace kamal-proxy by Traefik."`
}

type traefikBootCmd struct{}

func (c *traefikBootCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Traefik().Boot(ctx)
}

type traefikStartCmd struct{}

func (c *traefikStartCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Traefik().Start(ctx)
}

type traefikRestartCmd struct{}

func (c *traefikRestartCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Traefik().Restart(ctx)
}

type traefikDetailsCmd struct{}

func (c *traefikDetailsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	results, err := d.Traefik().Details(ctx)
	return blocks(s, "traefik details", proxyHost, results, err)
}

type traefikStopCmd struct {
	Force bool `name:"force" help:"Even where other services are behind it."`
}

func (c *traefikStopCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Traefik().Stop(ctx, kamal.ForceOptions{Force: c.Force})
}

type traefikRemoveCmd struct {
	Force bool `name:"force" help:"Even where other services are behind it."`
}

func (c *traefikRemoveCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	removed, err := d.Traefik().Remove(ctx, kamal.ForceOptions{Force: c.Force})
	if err == nil && !removed {
		s.Event(notRemoved)
	}
	return err
}

type traefikRebootCmd struct {
	rolling `embed:""`
}

func (c *traefikRebootCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session) error {
	return d.Traefik().Reboot(ctx, c.options(p, "Reboot Traefik on %s? Requests fail meanwhile."))
}

type traefikDowngradeCmd struct {
	rolling `embed:""`
}

func (c *traefikDowngradeCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session) error {
	return d.Traefik().Downgrade(ctx, c.options(p, "Move proxy and app back to Traefik on %s?"))
}

type traefikLogsCmd struct {
	proxyLogOptions `embed:""`
}

func (c *traefikLogsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	_, err := d.Traefik().Logs(ctx, c.options(d, s, "traefik logs"))
	return err
}
