package cli

import (
	"context"
	"time"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

type proxyFamily struct {
	Boot            doing                 `cmd:"" name:"boot" help:"Boot the proxy where it does not run."`
	BootConfig      proxyBootConfigFamily `cmd:"" name:"boot_config" help:"Settings of the proxy's container, kept on the hosts."`
	Reboot          proxyRebootCmd        `cmd:"" name:"reboot" help:"Stop the proxy, remove it, boot it."`
	Start           doing                 `cmd:"" name:"start" help:"Start the stopped proxy."`
	Stop            proxyStopCmd          `cmd:"" name:"stop" help:"Stop the proxy."`
	Restart         doing                 `cmd:"" name:"restart" help:"Stop and start the proxy."`
	Details         listing               `cmd:"" name:"details" help:"Show the proxy's containers."`
	Logs            proxyLogsCmd          `cmd:"" name:"logs" help:"Show the proxy's log."`
	Remove          proxyRemoveCmd        `cmd:"" name:"remove" help:"Remove the proxy's container and image."`
	Upgrade         proxyUpgradeCmd       `cmd:"" name:"upgrade" hidden:"" help:"Replace Traefik by kamal-proxy."`
	RemoveContainer doing                 `cmd:"" name:"remove_container" hidden:"" help:"Remove the proxy's stopped container."`
	RemoveImage     doing                 `cmd:"" name:"remove_image" hidden:"" help:"Remove the proxy's image."`
	RemoveDir       doing                 `cmd:"" name:"remove_proxy_directory" hidden:"" help:"Remove the proxy's directory."`
}

func newProxyFamily() (f proxyFamily) {
	of := (*kamal.Deployer).Proxy
	f.Stop.of, f.Logs.of, f.Remove.of = of, of, of
	f.Boot = does(of, kamal.Proxy.Boot)
	f.Start = does(of, kamal.Proxy.Start)
	f.Restart = does(of, kamal.Proxy.Restart)
	f.RemoveContainer = does(of, kamal.Proxy.RemoveContainer)
	f.RemoveImage = does(of, kamal.Proxy.RemoveImage)
	f.RemoveDir = does(of, kamal.Proxy.RemoveProxyDirectory)
	f.Details = lists("proxy details", proxyHost, of, kamal.Proxy.Details)
	return f
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

// proxyLogsCmd, proxyStopCmd and proxyRemoveCmd are those of both families of proxies.
type proxyLogsCmd struct {
	Since          string `name:"since" short:"s" placeholder:"TIME" help:"Lines since then: a time, or 30m, or 2h."`
	Lines          *uint  `name:"lines" short:"n" placeholder:"N" help:"So many lines of each container [100, with -f 10]."`
	Grep           string `name:"grep" short:"g" placeholder:"PATTERN" help:"Lines that match."`
	Follow         bool   `name:"follow" short:"f" help:"Go on with new lines as they come."`
	SkipTimestamps bool   `name:"skip-timestamps" short:"T" help:"Without docker's times."`
	of             func(*kamal.Deployer) kamal.Proxy
}

func (c *proxyLogsCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session, s screen.Screen) error {
	o := logOptions{Since: c.Since, Lines: c.Lines, Grep: c.Grep, Follow: c.Follow, SkipTimestamps: c.SkipTimestamps}
	_, err := c.of(d).Logs(ctx, o.options(s, p.commandPath(), proxyHost, severalProxies(d)))
	return err
}

type proxyStopCmd struct {
	Force bool `name:"force" help:"Even where other services are behind it."`
	of    func(*kamal.Deployer) kamal.Proxy
}

func (c *proxyStopCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return c.of(d).Stop(ctx, kamal.ForceOptions{Force: c.Force})
}

type proxyRemoveCmd struct {
	Force bool `name:"force" help:"Even where it is in use."`
	of    func(*kamal.Deployer) kamal.Proxy
}

func (c *proxyRemoveCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	removed, err := c.of(d).Remove(ctx, kamal.ForceOptions{Force: c.Force})
	if err == nil && !removed {
		s.Event(kamal.Note{Text: "Not removed, for it is in use; --force removes it all the same"})
	}
	return err
}

// proxyHost is the heading of what the proxies' hosts say.
const proxyHost = "Proxy Host"
