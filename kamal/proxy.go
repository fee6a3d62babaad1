package kamal

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	"github.com/kamal-go/kamal/internal/defaults"
	"github.com/kamal-go/kamal/internal/gemversion"
	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Boot boots the proxy of every host, where it does not run already: a
// container that is there is started as it is. It makes the docker network on
// all hosts. It holds the lock.
func (px Proxy) Boot(ctx context.Context) error {
	if err := px.known("boot"); err != nil {
		return err
	}
	if err := px.checkSecrets(ctx, px.proxySecrets()); err != nil {
		return err
	}
	return px.lock.hold(ctx, func(ctx context.Context) error {
		if err := px.checks.fleet(ctx); err != nil {
			return err
		}
		if err := px.checks.beforeTraefik(ctx); err != nil {
			return err
		}
		return px.proxies.bootIn(ctx, px.as(StepBootProxy))
	})
}

// makeNetworks makes docker's network on new servers, so that hooks can run
// commands in containers before the proxy is there.
func (p proxies) makeNetworks(ctx context.Context) error {
	hosts := filter(p.spec.hosts, func(h config.Host) bool { return !p.cfg.OnTraefik(h) })
	return p.onEach(ctx, stepMakeNetwork, hosts, func(ctx context.Context, h config.Host) error {
		return p.send(ctx, h, hostcmd.CreateNetwork())
	})
}

// boot is the step of a deploy.
func (p proxies) boot(ctx context.Context) error { return p.bootIn(ctx, StepBootProxy) }

func (p proxies) bootIn(ctx context.Context, step Step) error {
	return p.onEach(ctx, step, p.hostsToBoot(), func(ctx context.Context, h config.Host) error {
		parts, err := p.bootParts(ctx, h)
		if err != nil {
			return err
		}
		return p.together(ctx, h, parts...)
	})
}

// hostsToBoot are the hosts on which bootParts do anything.
func (p proxies) hostsToBoot() []config.Host {
	return filter(p.spec.hosts, func(h config.Host) bool { return !p.cfg.OnTraefik(h) || p.isTraefikHost(h) })
}

// bootParts boot the proxy that is a host's own, and make docker's network.
func (p proxies) bootParts(ctx context.Context, h config.Host) ([]part, error) {
	switch {
	case p.isTraefikHost(h):
		return p.traefikParts(ctx, h, p.traefikCommands().Boot())
	case p.isProxyHost(h):
		return p.proxyParts(ctx, h)
	case !p.cfg.OnTraefik(h):
		return []part{{cmd: hostcmd.CreateNetwork()}}, nil
	}
	return nil, nil
}

// versionTag tells tags that are versions from others, which say nothing of the
// proxy's age.
var versionTag = regexp.MustCompile(`^v?[0-9]+(\.[0-9A-Za-z]+)*$`)

// tooOld reports whether a version of kamal-proxy is older than this library
// can talk to.
func tooOld(version string) bool {
	return versionTag.MatchString(version) && gemversion.Compare(version, defaults.ProxyVersion) < 0
}

func (eng *engine) isProxyHost(h config.Host) bool { return slices.Contains(eng.spec.proxyHosts, h) }

func (eng *engine) isTraefikHost(h config.Host) bool {
	return slices.Contains(eng.spec.traefikHosts, h)
}

// proxyParts boot kamal-proxy. One that runs is left as it is; it is an error if it
// is too old for this library.
func (p proxies) proxyParts(ctx context.Context, h config.Host) ([]part, error) {
	login, err := p.registry.loginPart(ctx, h, p.cfg.Registry)
	proxy := p.proxyCommands(h)
	return []part{
		{cmd: commands.And(hostcmd.CreateNetwork(), hostcmd.RunningProxies()), ask: newEnough},
		login,
		{cmd: commands.And(proxy.MakeDirectory(), proxy.Boot())},
	}, err
}

// newEnough refuses a kamal-proxy that runs and is too old, by what
// [hostcmd.RunningProxies] prints.
func newEnough(out string) error {
	version := hostcmd.ParseProxies(out).Version()
	if !tooOld(version) {
		return nil
	}
	return fmt.Errorf("kamal-proxy %s runs, and at least %s is needed: run `kamal proxy reboot`, which interrupts requests for a moment",
		version, defaults.ProxyVersion)
}

func (eng *engine) proxyCommands(h config.Host) hostcmd.Proxy {
	return hostcmd.Proxy{Proxy: commands.Proxy{Config: eng.cfg, Host: h}}
}

// ownProxy is what a host's proxy is told, of either kind.
func (eng *engine) ownProxy(h config.Host) hostcmd.Proxy {
	return hostcmd.Proxy{Proxy: commands.Proxy{Config: eng.cfg, Host: h, Traefik: eng.cfg.OnTraefik(h)}}
}
