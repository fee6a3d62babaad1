package kamal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// RebootOptions say how hosts are worked on.
type RebootOptions struct {
	// Rolling takes one host after the other, in the order of [Specifics], each
	// with hooks of its own; the first that fails ends it. Otherwise the hooks run
	// once, around all hosts.
	Rolling bool
	// AtOnce lets [Deployer.ProxyReboot] replace kamal-proxy on all hosts at once,
	// and not, between the same hooks, on one after the other.
	AtOnce bool
	// Drain is how long the requests that kamal-proxy has begun may take while new
	// ones are refused; what takes longer is cut. Zero is [BriefDrain], or where
	// hook pre-proxy-reboot takes hosts out of a load balancer all the time that
	// docker gives, ten seconds.
	Drain time.Duration
}

// BriefDrain is how long requests may take that a proxy has begun when it is
// replaced under load: for so long nobody else is served.
const BriefDrain = 250 * time.Millisecond

// groups are the hosts to work on at once.
func (o RebootOptions) groups(hosts []config.Host) [][]config.Host {
	if !o.Rolling {
		return [][]config.Host{hosts}
	}
	var groups [][]config.Host
	for _, h := range hosts {
		groups = append(groups, []config.Host{h})
	}
	return groups
}

// ProxyReboot replaces the container of every host's proxy, which interrupts
// requests for a moment, with hooks around each group of hosts. In a mixed fleet
// it moves every proxied host to the proxy that is its own, and points that at
// the running app. It holds the lock.
func (d *Deployer) ProxyReboot(ctx context.Context, o RebootOptions) error {
	if err := d.wantsProxy("proxy reboot"); err != nil {
		return err
	}
	if err := d.checkSecrets(ctx, d.deliverySecrets(true)); err != nil {
		return err
	}
	return d.withLock(ctx, func(ctx context.Context) error {
		if d.cfg.Fleet.Kind == config.FleetMixed {
			return d.switchProxies(ctx, o)
		}
		if err := d.checkFleet(ctx); err != nil {
			return err
		}
		done := []config.Host{}
		return inTurn(o.groups(d.spec.ProxyHosts), func(group []config.Host) error {
			return d.hooked(ctx, HookPreProxyReboot, HookPostProxyReboot, group, func() error {
				return d.replaceProxies(ctx, o, group, &done)
			})
		})
	})
}

// hooked runs a hook before and one after fn, unless fn fails. After an
// interruption too the hosts that are up are told of.
func (d *Deployer) hooked(ctx context.Context, pre, post string, group []config.Host, fn func() error) error {
	if err := d.hook(ctx, pre, hookOptions{hosts: group, group: true}); err != nil {
		return err
	}
	if err := fn(); err != nil {
		return err
	}
	return d.hook(context.WithoutCancel(ctx), post, hookOptions{hosts: group, group: true})
}

// noteReboot notes on a host that its proxy is going to be replaced, and logs in
// for the image of the new one.
func (d *Deployer) noteReboot(ctx context.Context, h config.Host, text string) error {
	if err := d.send(ctx, h, d.record(ctx, text)); err != nil {
		return err
	}
	return d.login(ctx, h, d.cfg.Registry)
}

// ProxyStart starts the stopped proxy of every host. It holds the lock.
func (d *Deployer) ProxyStart(ctx context.Context) error {
	return d.changeProxies(ctx, "starting the proxy", d.startProxyOn)
}

// StopOptions say how a proxy is stopped.
type StopOptions struct {
	// Force stops it even where other services are behind it.
	Force bool
}

// ProxyStop stops the proxy of every host. Where other services are behind one of
// them, none is stopped, unless it is forced. It holds the lock.
func (d *Deployer) ProxyStop(ctx context.Context, o StopOptions) error {
	if err := d.wantsProxy("proxy stop"); err != nil {
		return err
	}
	return d.stopProxies(ctx, "stopping the proxy", o, d.proxiedHosts(), d.stopProxyOn)
}

func (d *Deployer) stopProxies(ctx context.Context, step string, o StopOptions, hosts []config.Host, stop func(context.Context, config.Host) error) error {
	return d.withLock(ctx, func(ctx context.Context) error {
		if err := d.refuseOthers(ctx, o, hosts); err != nil {
			return err
		}
		return d.onEach(ctx, step, hosts, func(ctx context.Context, h config.Host) error { return stop(ctx, h) })
	})
}

// refuseOthers is an error where others would no longer be served.
func (d *Deployer) refuseOthers(ctx context.Context, o StopOptions, hosts []config.Host) error {
	if o.Force {
		return nil
	}
	others, err := d.othersOn(ctx, hosts)
	errs := []error{err}
	for _, r := range others {
		text := "other services are behind the proxy: %s: they would not be served any more; --force stops it all the same"
		errs = append(errs, &HostError{r.Host, fmt.Errorf(text, r.Text)})
	}
	return errors.Join(errs...)
}

// ProxyRestart stops and starts the proxy of every host. It holds the lock.
func (d *Deployer) ProxyRestart(ctx context.Context) error {
	return d.changeProxies(ctx, "restarting the proxy", func(ctx context.Context, h config.Host) error {
		if err := d.stopProxyOn(ctx, h); err != nil {
			return err
		}
		return d.startProxyOn(ctx, h)
	})
}

// changeProxies does something to the own proxy of every proxied host, and
// holds the lock.
func (d *Deployer) changeProxies(ctx context.Context, step string, change func(context.Context, config.Host) error) error {
	if err := d.wantsProxy("proxy"); err != nil {
		return err
	}
	return d.withLock(ctx, func(ctx context.Context) error {
		return d.onEach(ctx, step, d.proxiedHosts(), func(ctx context.Context, h config.Host) error { return change(ctx, h) })
	})
}

func (d *Deployer) startProxyOn(ctx context.Context, h config.Host) error {
	if d.cfg.OnTraefik(h) {
		return d.startTraefikOn(ctx, h)
	}
	return d.send(ctx, h, commands.And(d.record(ctx, "Started proxy"), d.proxyCommands(h).Start()))
}

func (d *Deployer) stopProxyOn(ctx context.Context, h config.Host) error {
	if d.cfg.OnTraefik(h) {
		return d.stopTraefikOn(ctx, h)
	}
	return d.send(ctx, h, commands.And(d.record(ctx, "Stopped proxy"), d.proxyCommands(h).Stop().Optional()))
}

// proxiedHosts are the hosts with a proxy of either kind, in the order of
// [Specifics].
func (d *Deployer) proxiedHosts() []config.Host {
	return filter(d.spec.Hosts, func(h config.Host) bool { return d.isProxyHost(h) || d.isTraefikHost(h) })
}

// ProxyDetails shows the proxy's container on every host.
func (d *Deployer) ProxyDetails(ctx context.Context) ([]Result, error) {
	return d.results(ctx, d.proxiedHosts(), func(h config.Host) commands.Cmd {
		if d.cfg.OnTraefik(h) {
			return d.traefikCommands().Details()
		}
		return d.proxyCommands(h).Details()
	})
}

// ProxyLogs gives the proxy's log of every host. A host without its container
// is an error.
func (d *Deployer) ProxyLogs(ctx context.Context, o LogOptions) ([]Result, error) {
	return d.logResults(ctx, d.proxiedHosts(), o, func(h config.Host) commands.Cmd { return d.proxyLog(h, o.builder()) })
}

// ProxyFollow hands on the lines of the proxies' logs as they come, of all hosts
// at once, until ctx is done or all containers have ended.
func (d *Deployer) ProxyFollow(ctx context.Context, o LogOptions, line LineFunc) error {
	lines := &lineWriter{fn: line}
	return all(d.proxiedHosts(), func(h config.Host) error {
		return d.follow(ctx, h, "proxy", d.proxyLog(h, o.following()), lines)
	})
}

func (d *Deployer) proxyLog(h config.Host, o commands.LogOptions) commands.Cmd {
	if d.cfg.OnTraefik(h) {
		return d.traefikCommands().Logs(o)
	}
	return d.proxyCommands(h).Logs(o)
}

// wantsProxy refuses kamal-proxy's commands where no host is kamal-proxy's.
func (d *Deployer) wantsProxy(command string) error {
	if d.cfg.Fleet.Kind == config.FleetTraefik {
		return fmt.Errorf("%w: `kamal %s` in a configuration with Traefik: see `kamal traefik`", ErrUsage, command)
	}
	return nil
}
