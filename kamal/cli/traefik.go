package cli

import (
	"context"

	"github.com/kamal-go/kamal/kamal"
)

type traefikFamily struct {
	Boot      doing               `cmd:"" name:"boot" help:"Boot Traefik where it does not run."`
	Reboot    traefikRebootCmd    `cmd:"" name:"reboot" help:"Stop Traefik, remove it, boot it."`
	Start     doing               `cmd:"" name:"start" help:"Start the stopped Traefik."`
	Stop      proxyStopCmd        `cmd:"" name:"stop" help:"Stop Traefik."`
	Restart   doing               `cmd:"" name:"restart" help:"Stop and start Traefik."`
	Details   listing             `cmd:"" name:"details" help:"Show Traefik's containers."`
	Logs      proxyLogsCmd        `cmd:"" name:"logs" help:"Show Traefik's log."`
	Remove    proxyRemoveCmd      `cmd:"" name:"remove" help:"Remove Traefik's container and image."`
	Downgrade traefikDowngradeCmd `cmd:"" name:"downgrade" help:"Replace kamal-proxy by Traefik."`
}

func newTraefikFamily() (f traefikFamily) {
	of := (*kamal.Deployer).Traefik
	f.Stop.of, f.Logs.of, f.Remove.of = of, of, of
	f.Boot = does(of, kamal.Proxy.Boot)
	f.Start = does(of, kamal.Proxy.Start)
	f.Restart = does(of, kamal.Proxy.Restart)
	f.Details = lists("traefik details", proxyHost, of, kamal.Proxy.Details)
	return f
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
