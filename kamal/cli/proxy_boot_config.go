package cli

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
)

type proxyBootConfigFamily struct {
	Set   proxyBootConfigSetCmd   `cmd:"" name:"set" help:"Write the settings; what is not given is reset."`
	Get   proxyBootConfigGetCmd   `cmd:"" name:"get" help:"Show the settings."`
	Reset proxyBootConfigResetCmd `cmd:"" name:"reset" help:"Go back to the defaults."`
}

type proxyBootConfigGetCmd struct{}

func (c *proxyBootConfigGetCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	answers, err := d.Proxy().BootConfigGet(ctx)
	for _, a := range answers {
		if a.Err == nil {
			s.Answer(screen.Answer{Of: "proxy boot_config get", Host: a.Host, Text: fmt.Sprintf("Host %s: %s", a.Host, a.Text), Data: a.Data})
		}
	}
	return err
}

type proxyBootConfigResetCmd struct{}

func (c *proxyBootConfigResetCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	outdated(s)
	return d.Proxy().BootConfigReset(ctx)
}

type proxyBootConfigSetCmd struct {
	Publish       bool     `name:"publish" default:"true" help:"Publish the ports on the host [true]."`
	PublishHostIP []string `name:"publish-host-ip" sep:"none" takes:"several" placeholder:"ADDRESS" help:"Only on this address; may be given again."`
	HTTPPort      uint16   `name:"http-port" default:"80" placeholder:"PORT" help:"The host's port for HTTP [80]."`
	HTTPSPort     uint16   `name:"https-port" default:"443" placeholder:"PORT" help:"The host's port for HTTPS [443]."`
	LogMaxSize    string   `name:"log-max-size" default:"10m" placeholder:"SIZE" help:"Limit of the log; empty for none [10m]."`
	Registry      string   `name:"registry" placeholder:"SERVER" help:"Where its image comes from."`
	Repository    string   `name:"repository" placeholder:"NAME" help:"The image's name without kamal-proxy [basecamp]."`
	ImageVersion  string   `name:"image-version" placeholder:"VERSION" help:"The image's version."`
	MetricsPort   uint16   `name:"metrics-port" placeholder:"PORT" help:"Serve metrics on this port."`
	Debug         bool     `name:"debug" help:"Log more."`
	DockerOptions []string `name:"docker-options" sep:"none" takes:"words" placeholder:"NAME=VALUE" help:"Options for docker run; several may follow."`
}

func (c *proxyBootConfigSetCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session, s screen.Screen) error {
	for _, ip := range c.PublishHostIP {
		if _, err := netip.ParseAddr(ip); err != nil {
			return &cmdline.UsageError{Command: p.line.Command, Msg: fmt.Sprintf("option \"--publish-host-ip\" takes an address, not %q", ip)}
		}
	}
	outdated(s)
	return d.Proxy().BootConfigSet(ctx, c.settings())
}

func (c *proxyBootConfigSetCmd) settings() commands.BootConfig {
	return commands.BootConfig{
		NoPublish: !c.Publish, PublishIPs: c.PublishHostIP, HTTPPort: int(c.HTTPPort), HTTPSPort: int(c.HTTPSPort),
		LogMaxSize: &c.LogMaxSize, Registry: c.Registry, Repository: c.Repository, Version: c.ImageVersion,
		MetricsPort: int(c.MetricsPort), Debug: c.Debug, DockerOptions: c.DockerOptions,
	}
}

// outdated says where these settings belong today.
func outdated(s screen.Screen) {
	s.Event(kamal.Warning{Text: "proxy boot_config is deprecated: write the settings into the configuration, as proxy/run"})
}
