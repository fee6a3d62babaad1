package cli

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
)

func (c *proxyBootConfigSetCmd) Run(ctx context.Context, d *kamal.Deployer, p *project, s screen) error {
	for _, ip := range c.PublishHostIP {
		if _, err := netip.ParseAddr(ip); err != nil {
			return &usageError{command: p.command, msg: fmt.Sprintf("option \"--publish-host-ip\" takes an address, not %q", ip)}
		}
	}
	outdated(s)
	return d.ProxyBootConfigSet(ctx, c.settings())
}

func (c *proxyBootConfigSetCmd) settings() commands.BootConfig {
	return commands.BootConfig{
		NoPublish: !c.Publish, PublishIPs: c.PublishHostIP, HTTPPort: int(c.HTTPPort), HTTPSPort: int(c.HTTPSPort),
		LogMaxSize: &c.LogMaxSize, Registry: c.Registry, Repository: c.Repository, Version: c.ImageVersion,
		MetricsPort: int(c.MetricsPort), Debug: c.Debug, DockerOptions: c.DockerOptions,
	}
}

func (c *proxyBootConfigGetCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	results, err := d.ProxyBootConfigGet(ctx)
	for _, r := range results {
		if r.Err == nil {
			s.answer(answer{of: "proxy boot_config get", host: r.Host, text: fmt.Sprintf("Host %s: %s", r.Host, r.Text)})
		}
	}
	return err
}

func (c *proxyBootConfigResetCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	outdated(s)
	return d.ProxyBootConfigReset(ctx)
}

// outdated says where these settings belong today.
func outdated(s screen) {
	s.event(kamal.Warning{Text: "proxy boot_config is deprecated: write the settings into the configuration, as proxy/run"})
}
