package cli

import (
	"context"
	"strings"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

func (r Rolling) options() kamal.RebootOptions { return kamal.RebootOptions{Rolling: r.Rolling} }

// proxyHost is the heading of what the proxies' hosts say.
const proxyHost = "Proxy Host"

func (c *proxyBootCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.ProxyBoot(ctx)
}

func (c *proxyStartCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.ProxyStart(ctx)
}

func (c *proxyStopCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.ProxyStop(ctx, kamal.StopOptions{Force: c.Force})
}

func (c *proxyRestartCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.ProxyRestart(ctx)
}

func (c *proxyRemoveContainerCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.ProxyRemoveContainer(ctx)
}

func (c *proxyRemoveImageCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.ProxyRemoveImage(ctx)
}

func (c *proxyRemoveDirCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.ProxyRemoveDirectory(ctx)
}

func (c *proxyDetailsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	results, err := d.ProxyDetails(ctx)
	return blocks(s, "proxy details", proxyHost, results, err)
}

func (c *proxyLogsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	if c.Follow {
		return d.ProxyFollow(ctx, c.options(), followed(s, "proxy logs", severalProxies(d)))
	}
	o := c.options()
	o.Pieces = pieces(s, "proxy logs", proxyHost)
	_, err := d.ProxyLogs(ctx, o)
	return err
}

func (c *proxyRebootCmd) Run(ctx context.Context, d *kamal.Deployer, p *project) error {
	question := "Reboot the proxy on " + hostList(d.HostsToReboot()) + "? Requests fail meanwhile."
	if err := p.confirmMove(ctx, d, c.Confirmed.Confirmed, question); err != nil {
		return err
	}
	o := c.options()
	o.AtOnce, o.Drain = c.AtOnce, time.Duration(c.DrainTimeout)*time.Second
	return d.ProxyReboot(ctx, o)
}

func (c *proxyUpgradeCmd) Run(ctx context.Context, d *kamal.Deployer, p *project) error {
	hosts, err := d.HostsToUpgrade()
	if err != nil {
		return err
	}
	if err := p.confirmMove(ctx, d, c.Confirmed.Confirmed, "Move proxy and app to kamal-proxy on "+hostList(hosts)+"?"); err != nil {
		return err
	}
	return d.ProxyUpgrade(ctx, c.options())
}

func (c *proxyRemoveCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	removed, err := d.ProxyRemove(ctx, kamal.RemoveOptions{Force: c.Force})
	if err == nil && !removed {
		s.event(notRemoved)
	}
	return err
}

// notRemoved is said of a proxy that stays.
var notRemoved = kamal.Note{Text: "Not removed, for it is in use; --force removes it all the same"}

// hostList names hosts in a sentence.
func hostList(hosts []config.Host) string {
	if len(hosts) == 0 {
		return "no host"
	}
	names := make([]string, len(hosts))
	for i, h := range hosts {
		names[i] = h.String()
	}
	return strings.Join(names, ", ")
}
