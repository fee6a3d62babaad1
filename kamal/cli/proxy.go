package cli

import (
	"context"
	"time"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

type proxyFamily struct {
	Boot            proxyBootCmd            `cmd:"" name:"boot" help:"Boot the proxy where it does not run."`
	BootConfig      proxyBootConfigFamily   `cmd:"" name:"boot_config" help:"Settings of the proxy's container, kept on the hosts."`
	Reboot          proxyRebootCmd          `cmd:"" name:"reboot" help:"Stop the proxy, remove it, boot it."`
	Start           proxyStartCmd           `cmd:"" name:"start" help:"Start the stopped proxy."`
	Stop            proxyStopCmd            `cmd:"" name:"stop" help:"Stop the proxy."`
	Restart         proxyRestartCmd         `cmd:"" name:"restart" help:"Stop and start the proxy."`
	Details         proxyDetailsCmd         `cmd:"" name:"details" help:"Show the proxy's containers."`
	Logs            proxyLogsCmd            `cmd:"" name:"logs" help:"Show the proxy's log."`
	Remove          proxyRemoveCmd          `cmd:"" name:"remove" help:"Remove the proxy's container and image."`
	Upgrade         proxyUpgradeCmd         `cmd:"" name:"upgrade" hidden:"" help:"Replace Traefik by kamal-proxy."`
	RemoveContainer proxyRemoveContainerCmd `cmd:"" name:"remove_container" hidden:"" help:"Remove the proxy's stopped container."`
	RemoveImage     proxyRemoveImageCmd     `cmd:"" name:"remove_image" hidden:"" help:"Remove the proxy's image."`
	RemoveDir       proxyRemoveDirCmd       `cmd:"" name:"remove_proxy_directory" hidden:"" help:"Remove the proxy's directory."`
}

type proxyBootCmd struct{}

func (c *proxyBootCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Proxy().Boot(ctx)
}

type proxyStartCmd struct{}

func (c *proxyStartCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Proxy().Start(ctx)
}

type proxyRestartCmd struct{}

func (c *proxyRestartCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Proxy().Restart(ctx)
}

type proxyDetailsCmd struct{}

func (c *proxyDetailsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	results, err := d.Proxy().Details(ctx)
	return blocks(s, "proxy details", proxyHost, results, err)
}

type proxyRemoveContainerCmd struct{}

func (c *proxyRemoveContainerCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Proxy().RemoveContainer(ctx)
}

type proxyRemoveImageCmd struct{}

func (c *proxyRemoveImageCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Proxy().RemoveImage(ctx)
}

type proxyRemoveDirCmd struct{}

func (c *proxyRemoveDirCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Proxy().RemoveDirectory(ctx)
}

type proxyRebootCmd struct {
	rolling      `embed:""`
	AtOnce       bool `name:"at-once" help:"On all hosts at once, not on one after the other."`
	DrainTimeout uint `name:"drain-timeout" placeholder:"SECONDS" help:"Time for requests in flight, while new ones are refused [0.05, or 10 with a hook pre-proxy-reboot]."`
}

func (c *proxyRebootCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session) error {
	o := c.options(p, "Reboot the proxy on %s? Requests fail meanwhile.")
	o.AtOnce, o.Drain = c.AtOnce, time.Duration(c.DrainTimeout)*time.Second
	return d.Proxy().Reboot(ctx, o)
}

type proxyUpgradeCmd struct {
	rolling `embed:""`
}

func (c *proxyUpgradeCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session) error {
	return d.Proxy().Upgrade(ctx, c.options(p, "Move proxy and app to kamal-proxy on %s?"))
}

// proxyLogOptions are those of both proxies' logs.
type proxyLogOptions struct {
	Since          string `name:"since" short:"s" placeholder:"TIME" help:"Lines since then: a time, or 30m, or 2h."`
	Lines          *uint  `name:"lines" short:"n" placeholder:"N" help:"So many lines of each container [100, with -f 10]."`
	Grep           string `name:"grep" short:"g" placeholder:"PATTERN" help:"Lines that match."`
	Follow         bool   `name:"follow" short:"f" help:"Go on with new lines as they come."`
	SkipTimestamps bool   `name:"skip-timestamps" short:"T" help:"Without docker's times."`
}

func (o proxyLogOptions) options(d *kamal.Deployer, s screen.Screen, of string) kamal.LogOptions {
	return logOptions{
		Since: o.Since, Lines: o.Lines, Grep: o.Grep, Follow: o.Follow, SkipTimestamps: o.SkipTimestamps,
	}.options(s, of, proxyHost, severalProxies(d))
}

type proxyLogsCmd struct {
	proxyLogOptions `embed:""`
}

func (c *proxyLogsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	_, err := d.Proxy().Logs(ctx, c.options(d, s, "proxy logs"))
	return err
}

type proxyStopCmd struct {
	Force bool `name:"force" help:"Even where other services are behind it."`
}

func (c *proxyStopCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Proxy().Stop(ctx, kamal.ForceOptions{Force: c.Force})
}

type proxyRemoveCmd struct {
	Force bool `name:"force" help:"Even where it is in use."`
}

func (c *proxyRemoveCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	removed, err := d.Proxy().Remove(ctx, kamal.ForceOptions{Force: c.Force})
	if err == nil && !removed {
		s.Event(notRemoved)
	}
	return err
}

// proxyHost is the heading of what the proxies' hosts say.
const proxyHost = "Proxy Host"

// notRemoved is said of a proxy that stays.
var notRemoved = kamal.Note{Text: "Not removed, for it is in use; --force removes it all the same"}
