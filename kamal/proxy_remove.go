package kamal

import (
	"context"
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// ForceOptions say what becomes of a proxy that is in use.
type ForceOptions struct {
	// Force stops or removes it even where other services are behind it.
	Force bool
}

// Remove removes the proxy from every host: container, image, and the folder of
// kamal-proxy, or Traefik's env file. While any app is installed in kamal-proxy on one
// of the hosts, this one included, or another service is behind the proxy, or that
// can't be found out, it changes nothing and reports false, unless it is forced. It
// holds the lock.
func (px Proxy) Remove(ctx context.Context, o ForceOptions) (removed bool, err error) {
	if err := px.fits("remove"); err != nil {
		return false, err
	}
	err = px.lock.hold(ctx, func(ctx context.Context) error {
		if !o.Force {
			installed, err := px.installedApps(ctx)
			if err != nil || installed {
				return err
			}
			if others, err := px.neighbours.noteOthers(ctx, px.proxiedHosts()); err != nil || others {
				return err
			}
		}
		removed = true
		return px.onEach(ctx, px.as(stepRemoveProxy), px.proxiedHosts(), px.proxies.removeOn)
	})
	return removed && err == nil, err
}

// installedApps reports whether an app is installed on any proxy host, and
// notes which.
func (px Proxy) installedApps(ctx context.Context) (bool, error) {
	apps, err := px.results(ctx, px.spec.proxyHosts, func(h config.Host) commands.Cmd { return px.proxyCommands(h).InstalledApps() })
	installed := false
	for _, a := range apps {
		if a.Text != "" {
			installed = true
			px.emit(ctx, a.Host, Note{Text: fmt.Sprintf("the proxy stays, for apps are installed: %s",
				strings.Join(strings.Fields(a.Text), ", "))})
		}
	}
	return installed, err
}

// proxyStays begins the note of a proxy that others need.
const proxyStays = "the proxy stays, for other services are behind it: "

// noteOthers reports whether other services are behind the proxies of hosts, and
// notes which.
func (nb neighbours) noteOthers(ctx context.Context, hosts []config.Host) (bool, error) {
	others, err := nb.othersOn(ctx, hosts)
	for _, o := range others {
		nb.emit(ctx, o.Host, Note{Text: proxyStays + o.Text})
	}
	return len(others) > 0, err
}

// othersOn gives for every host the other services behind its proxies. In a mixed
// fleet a host may have both.
func (nb neighbours) othersOn(ctx context.Context, hosts []config.Host) ([]Result, error) {
	found, err := gather(ctx, nb.engine, hosts, func(ctx context.Context, h config.Host) (Result, error) {
		mixed := nb.cfg.Fleet == config.FleetMixed
		text, err := nb.othersBehind(ctx, h, mixed || !nb.cfg.OnTraefik(h), mixed || nb.cfg.OnTraefik(h))
		return Result{Host: h, Text: text, Err: err}, err
	})
	return filter(found, func(r Result) bool { return r.Text != "" }), err
}

// removeOn removes the proxy of a host; in a mixed fleet both.
func (p proxies) removeOn(ctx context.Context, h config.Host) error {
	if p.cfg.Fleet != config.FleetProxy {
		if err := p.removeTraefikOn(ctx, h); err != nil {
			return err
		}
	}
	if p.cfg.Fleet == config.FleetTraefik {
		return nil
	}
	return p.removeProxyOn(ctx, h)
}

func (p proxies) removeProxyOn(ctx context.Context, h config.Host) error {
	proxy := p.proxyCommands(h)
	return p.send(ctx, h, commands.And(
		p.record(ctx, "Stopped proxy"), proxy.Stop().Optional(),
		p.record(ctx, "Removed proxy container"), proxy.RemoveContainer(),
		p.record(ctx, "Removed proxy image"), proxy.RemoveImage(),
		proxy.RemoveDirectory().Quiet().Optional()))
}

// RemoveContainer removes the stopped container of kamal-proxy. It holds
// the lock.
func (px Proxy) RemoveContainer(ctx context.Context) error {
	return px.changeProxies(ctx, "remove_container", stepRemoveProxyContainer, func(p hostcmd.Proxy) commands.Cmd {
		return commands.And(px.record(ctx, "Removed proxy container"), p.RemoveContainer())
	})
}

// RemoveImage removes the image of kamal-proxy. It holds the lock.
func (px Proxy) RemoveImage(ctx context.Context) error {
	return px.changeProxies(ctx, "remove_image", stepRemoveProxyImage, func(p hostcmd.Proxy) commands.Cmd {
		return commands.And(px.record(ctx, "Removed proxy image"), p.RemoveImage())
	})
}

// RemoveProxyDirectory removes the proxy's folder on hosts where no other service
// keeps anything in it; others are told of. It holds the lock.
func (px Proxy) RemoveProxyDirectory(ctx context.Context) error {
	if err := px.wantsProxy("remove_proxy_directory"); err != nil {
		return err
	}
	return px.lock.hold(ctx, func(ctx context.Context) error {
		return px.onEach(ctx, stepRemoveProxyFolder, px.spec.proxyHosts, func(ctx context.Context, h config.Host) error {
			others, err := px.ask(ctx, h, px.proxyCommands(h).OtherApps())
			if err != nil {
				return err
			}
			if others != "" {
				px.emit(ctx, h, Note{Text: "the proxy's folder stays, for other services use it: " + strings.Join(strings.Fields(others), ", ")})
				return nil
			}
			return px.send(ctx, h, px.proxyCommands(h).RemoveDirectory().Quiet().Optional())
		})
	})
}

func (px Proxy) changeProxies(ctx context.Context, command string, step Step, cmd func(hostcmd.Proxy) commands.Cmd) error {
	if err := px.wantsProxy(command); err != nil {
		return err
	}
	return px.lock.hold(ctx, func(ctx context.Context) error {
		return px.onEach(ctx, step, px.spec.proxyHosts, func(ctx context.Context, h config.Host) error {
			return px.send(ctx, h, cmd(px.proxyCommands(h)))
		})
	})
}

// BootConfigSet writes the settings with which hosts run a new proxy where
// the configuration has none. It does not hold the lock.
func (px Proxy) BootConfigSet(ctx context.Context, b commands.BootConfig) error {
	return px.bootConfig(ctx, func(p hostcmd.Proxy) commands.Cmd { return p.SetBootConfig(b) })
}

// BootConfigReset removes these settings. It does not hold the lock.
func (px Proxy) BootConfigReset(ctx context.Context) error {
	return px.bootConfig(ctx, hostcmd.Proxy.ResetBootConfig)
}

// BootConfigGet gives these settings for every host, with its defaults filled in. The
// text is what docker is given: options, image and command, also such as no setting
// stands for, which somebody wrote by hand.
func (px Proxy) BootConfigGet(ctx context.Context) ([]Answer[commands.BootConfig], error) {
	if err := px.wantsProxy("boot_config"); err != nil {
		return nil, err
	}
	return read(hostcmd.ParseBootConfig)(px.results(ctx, px.spec.proxyHosts, func(h config.Host) commands.Cmd { return px.proxyCommands(h).BootConfig() }))
}

func (px Proxy) bootConfig(ctx context.Context, cmd func(hostcmd.Proxy) commands.Cmd) error {
	if err := px.wantsProxy("boot_config"); err != nil {
		return err
	}
	return px.onEach(ctx, stepChangeProxySettings, px.spec.proxyHosts, func(ctx context.Context, h config.Host) error {
		return px.send(ctx, h, cmd(px.proxyCommands(h)))
	})
}
