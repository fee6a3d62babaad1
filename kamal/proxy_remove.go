package kamal

import (
	"context"
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// RemoveOptions change what is removed.
type RemoveOptions struct {
	// Force removes the proxy even where it is in use.
	Force bool
}

// ProxyRemove removes the proxy from every host: container, image, and its
// folder. While any app is installed on one of the hosts, this one included, or
// another service is behind the proxy, or that can't be found out, it changes
// nothing and reports false, unless it is forced. It holds the lock.
func (d *Deployer) ProxyRemove(ctx context.Context, o RemoveOptions) (removed bool, err error) {
	if err := d.wantsProxy("proxy remove"); err != nil {
		return false, err
	}
	err = d.withLock(ctx, func(ctx context.Context) error {
		if !o.Force {
			installed, err := d.installedApps(ctx)
			if err != nil || installed {
				return err
			}
			if others, err := d.noteOthers(ctx, d.proxiedHosts()); err != nil || others {
				return err
			}
		}
		removed = true
		return d.removeProxies(ctx)
	})
	return removed && err == nil, err
}

// installedApps reports whether an app is installed on any proxy host, and
// notes which.
func (d *Deployer) installedApps(ctx context.Context) (bool, error) {
	apps, err := d.results(ctx, d.spec.ProxyHosts, func(h config.Host) commands.Cmd { return d.proxyCommands(h).InstalledApps() })
	installed := false
	for _, a := range apps {
		if a.Text != "" {
			installed = true
			d.emit(Note{Host: a.Host, Text: fmt.Sprintf("the proxy stays, for apps are installed: %s",
				strings.Join(strings.Fields(a.Text), ", "))})
		}
	}
	return installed, err
}

// proxyStays begins the note of a proxy that others need.
const proxyStays = "the proxy stays, for other services are behind it: "

// noteOthers reports whether other services are behind the proxies of hosts, and
// notes which.
func (d *Deployer) noteOthers(ctx context.Context, hosts []config.Host) (bool, error) {
	others, err := d.othersOn(ctx, hosts)
	for _, o := range others {
		d.emit(Note{Host: o.Host, Text: proxyStays + o.Text})
	}
	return len(others) > 0, err
}

// othersOn gives for every host the other services behind its proxies. In a mixed
// fleet a host may have both.
func (d *Deployer) othersOn(ctx context.Context, hosts []config.Host) ([]Result, error) {
	found, err := gather(ctx, d, hosts, func(ctx context.Context, h config.Host) (Result, error) {
		mixed := d.cfg.Fleet.Kind == config.FleetMixed
		text, err := d.othersBehind(ctx, h, mixed || !d.cfg.OnTraefik(h), mixed || d.cfg.OnTraefik(h))
		return Result{Host: h, Text: text, Err: err}, err
	})
	return filter(found, func(r Result) bool { return r.Text != "" }), err
}

func (d *Deployer) removeProxies(ctx context.Context) error {
	return d.onEach(ctx, "removing the proxy", d.proxiedHosts(), func(ctx context.Context, h config.Host) error {
		if d.cfg.Fleet.Kind == config.FleetMixed || d.cfg.OnTraefik(h) {
			if err := d.removeTraefikOn(ctx, h); err != nil {
				return err
			}
		}
		if d.cfg.OnTraefik(h) && d.cfg.Fleet.Kind != config.FleetMixed {
			return nil
		}
		return d.removeProxyOn(ctx, h)
	})
}

func (d *Deployer) removeProxyOn(ctx context.Context, h config.Host) error {
	proxy := d.proxyCommands(h)
	return d.send(ctx, h, commands.And(
		d.record(ctx, "Stopped proxy"), proxy.Stop().Optional(),
		d.record(ctx, "Removed proxy container"), proxy.RemoveContainer(),
		d.record(ctx, "Removed proxy image"), proxy.RemoveImage(),
		proxy.RemoveDirectory().Quiet().Optional()))
}

// ProxyRemoveContainer removes the stopped container of kamal-proxy. It holds
// the lock.
func (d *Deployer) ProxyRemoveContainer(ctx context.Context) error {
	return d.changeKamalProxies(ctx, "removing the proxy's container", func(p commands.Proxy) commands.Cmd {
		return commands.And(d.record(ctx, "Removed proxy container"), p.RemoveContainer())
	})
}

// ProxyRemoveImage removes the image of kamal-proxy. It holds the lock.
func (d *Deployer) ProxyRemoveImage(ctx context.Context) error {
	return d.changeKamalProxies(ctx, "removing the proxy's image", func(p commands.Proxy) commands.Cmd {
		return commands.And(d.record(ctx, "Removed proxy image"), p.RemoveImage())
	})
}

// ProxyRemoveDirectory removes the proxy's folder on hosts where no other service
// keeps anything in it; others are told of. It holds the lock.
func (d *Deployer) ProxyRemoveDirectory(ctx context.Context) error {
	if err := d.wantsProxy("proxy"); err != nil {
		return err
	}
	return d.withLock(ctx, func(ctx context.Context) error {
		return d.onEach(ctx, "removing the proxy's folder", d.spec.ProxyHosts, func(ctx context.Context, h config.Host) error {
			others, err := d.ask(ctx, h, d.proxyCommands(h).OtherApps())
			if err != nil {
				return err
			}
			if others != "" {
				d.emit(Note{Host: h, Text: "the proxy's folder stays, for other services use it: " + strings.Join(strings.Fields(others), ", ")})
				return nil
			}
			return d.send(ctx, h, d.proxyCommands(h).RemoveDirectory().Quiet().Optional())
		})
	})
}

func (d *Deployer) changeKamalProxies(ctx context.Context, step string, cmd func(commands.Proxy) commands.Cmd) error {
	if err := d.wantsProxy("proxy"); err != nil {
		return err
	}
	return d.withLock(ctx, func(ctx context.Context) error {
		return d.onEach(ctx, step, d.spec.ProxyHosts, func(ctx context.Context, h config.Host) error {
			return d.send(ctx, h, cmd(d.proxyCommands(h)))
		})
	})
}

// ProxyBootConfigSet writes the settings with which hosts run a new proxy where
// the configuration has none. It does not hold the lock.
func (d *Deployer) ProxyBootConfigSet(ctx context.Context, b commands.BootConfig) error {
	return d.bootConfig(ctx, func(p commands.Proxy) commands.Cmd { return p.SetBootConfig(b) })
}

// ProxyBootConfigReset removes these settings. It does not hold the lock.
func (d *Deployer) ProxyBootConfigReset(ctx context.Context) error {
	return d.bootConfig(ctx, commands.Proxy.ResetBootConfig)
}

// ProxyBootConfigGet shows these settings: options, image and command.
func (d *Deployer) ProxyBootConfigGet(ctx context.Context) ([]Result, error) {
	if err := d.wantsProxy("proxy boot_config"); err != nil {
		return nil, err
	}
	return d.results(ctx, d.spec.ProxyHosts, func(h config.Host) commands.Cmd { return d.proxyCommands(h).BootConfig() })
}

func (d *Deployer) bootConfig(ctx context.Context, cmd func(commands.Proxy) commands.Cmd) error {
	if err := d.wantsProxy("proxy boot_config"); err != nil {
		return err
	}
	return d.onEach(ctx, "changing the proxy's settings", d.spec.ProxyHosts, func(ctx context.Context, h config.Host) error {
		return d.send(ctx, h, cmd(d.proxyCommands(h)))
	})
}
