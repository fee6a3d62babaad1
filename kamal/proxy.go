package kamal

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// ProxyBoot boots the proxy of every host, where it does not run already: a
// container that is there is started as it is. It makes the docker network on
// all hosts. It holds the lock.
func (d *Deployer) ProxyBoot(ctx context.Context) error {
	if err := d.checkSecrets(ctx, d.proxySecrets()); err != nil {
		return err
	}
	return d.withLock(ctx, func(ctx context.Context) error {
		if err := d.checkFleet(ctx); err != nil {
			return err
		}
		if err := d.checkTraefik(ctx); err != nil {
			return err
		}
		return d.bootProxy(ctx)
	})
}

// makeNetworks makes docker's network on new servers, so that hooks can run
// commands in containers before the proxy is there.
func (d *Deployer) makeNetworks(ctx context.Context) error {
	hosts := filter(d.spec.Hosts, func(h config.Host) bool { return !d.cfg.OnTraefik(h) })
	return d.onEach(ctx, "making the network", hosts, func(ctx context.Context, h config.Host) error {
		return d.send(ctx, h, commands.CreateNetwork())
	})
}

// bootProxy is the step of a deploy.
func (d *Deployer) bootProxy(ctx context.Context) error {
	hosts := filter(d.spec.Hosts, func(h config.Host) bool { return !d.cfg.OnTraefik(h) || d.isTraefikHost(h) })
	return d.onEach(ctx, "booting the proxy", hosts, func(ctx context.Context, h config.Host) error {
		switch {
		case d.isTraefikHost(h):
			return d.bootTraefikOn(ctx, h)
		case d.isProxyHost(h):
			return d.bootProxyOn(ctx, h)
		default:
			return d.send(ctx, h, commands.CreateNetwork())
		}
	})
}

// versionTag tells tags that are versions from others, which say nothing of the
// proxy's age.
var versionTag = regexp.MustCompile(`^v?[0-9]+(\.[0-9A-Za-z]+)*$`)

// tooOld reports whether a version of kamal-proxy is older than this library
// can talk to.
func tooOld(version string) bool {
	return versionTag.MatchString(version) && config.CompareVersions(version, config.DefaultProxyVersion) < 0
}

func (d *Deployer) isProxyHost(h config.Host) bool { return slices.Contains(d.spec.ProxyHosts, h) }

func (d *Deployer) isTraefikHost(h config.Host) bool { return slices.Contains(d.spec.TraefikHosts, h) }

// bootProxyOn boots kamal-proxy on a host. One that is too old for this library
// is an error before anything is changed.
func (d *Deployer) bootProxyOn(ctx context.Context, h config.Host) error {
	out, err := d.ask(ctx, h, commands.And(commands.CreateNetwork(), commands.RunningProxies()))
	if err != nil {
		return err
	}
	version := commands.ParseProxies(out).Version()
	if tooOld(version) {
		return fmt.Errorf("kamal-proxy %s runs, and at least %s is needed: run `kamal proxy reboot`, which interrupts requests for a moment",
			version, config.DefaultProxyVersion)
	}
	if err := d.login(ctx, h, d.cfg.Registry); err != nil {
		return err
	}
	proxy := d.proxyCommands(h)
	return d.send(ctx, h, commands.And(proxy.MakeDirectory(), proxy.Boot()))
}

func (d *Deployer) proxyCommands(h config.Host) commands.Proxy { return commands.Proxy{Config: d.cfg, Host: h} }
