package kamal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// RebootOptions say how hosts are worked on.
type RebootOptions struct {
	// Rolling takes one host after the other, in the order of [Specifics], each
	// with hooks of its own; the first that fails ends it. Otherwise the hooks run
	// once, around all hosts.
	Rolling bool
	// AtOnce lets [Proxy.Reboot] replace kamal-proxy on all hosts at once,
	// and not, between the same hooks, on one after the other.
	AtOnce bool
	// Drain is how long the requests that kamal-proxy has begun may take while new
	// ones are refused; what takes longer is cut. Zero is 50 ms, or where
	// hook pre-proxy-reboot takes hosts out of a load balancer all the time that
	// docker gives, ten seconds.
	Drain time.Duration
	// Confirm is asked with the hosts that are about to be worked on, before the lock
	// is taken and anything is changed; its error ends the operation. Where a proxy is
	// about to go away, other services that lose it are told of before, each host's
	// in a [Warning]. Nil asks nobody.
	Confirm func(ctx context.Context, hosts []config.Host) error
}

// confirm asks whether hosts may be worked on.
func (o RebootOptions) confirm(ctx context.Context, hosts []config.Host) error {
	if o.Confirm == nil {
		return nil
	}
	return o.Confirm(ctx, slices.Clone(hosts))
}

// briefDrain is how long requests may take that a proxy has begun when it is
// replaced under load: for so long nobody else is served.
const briefDrain = 50 * time.Millisecond

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

// Reboot replaces the container of every host's proxy, which interrupts
// requests for a moment, with hooks around each group of hosts. In a mixed fleet
// it moves every proxied host to the proxy that is its own, and points that at
// the running app. It holds the lock.
func (px Proxy) Reboot(ctx context.Context, o RebootOptions) error {
	if err := px.fits("reboot"); err != nil {
		return err
	}
	if px.cfg.Fleet == config.FleetTraefik {
		return px.rebootTraefik(ctx, o)
	}
	if o.Drain < 0 {
		return fmt.Errorf("%w: requests may not take %s to end: the time can't be negative", ErrUsage, o.Drain)
	}
	if err := px.neighbours.confirm(ctx, o, px.proxiedHosts()); err != nil {
		return err
	}
	if err := px.checkSecrets(ctx, px.deliverySecrets(true)); err != nil {
		return err
	}
	return px.lock.hold(ctx, func(ctx context.Context) error {
		if px.cfg.Fleet == config.FleetMixed {
			return px.mover.switchProxies(ctx, o)
		}
		if err := px.checks.fleet(ctx); err != nil {
			return err
		}
		done := []config.Host{}
		return inTurn(o.groups(px.spec.proxyHosts), func(group []config.Host) error {
			ctx := inGroup(ctx, group)
			return px.hooked(ctx, hookPreProxyReboot, hookPostProxyReboot, group, func() error {
				return px.proxies.replace(ctx, o, group, &done)
			})
		})
	})
}

// hooked runs a hook before and one after fn, unless fn fails. After an
// interruption too the hosts that are up are told of.
func (eng *engine) hooked(ctx context.Context, pre, post string, group []config.Host, fn func() error) error {
	if err := eng.hook(ctx, pre, hookOptions{hosts: group, group: true}); err != nil {
		return err
	}
	if err := fn(); err != nil {
		return err
	}
	return eng.hook(context.WithoutCancel(ctx), post, hookOptions{hosts: group, group: true})
}

// noteReboot notes on a host that its proxy is going to be replaced, and logs in
// for the image of the new one.
func (p proxies) noteReboot(ctx context.Context, h config.Host, text string) error {
	if err := p.send(ctx, h, p.record(ctx, text)); err != nil {
		return err
	}
	return p.registry.login(ctx, h, p.cfg.Registry)
}

// Start starts the stopped proxy of every host. It holds the lock.
func (px Proxy) Start(ctx context.Context) error {
	return px.change(ctx, "start", stepStartProxy, px.proxies.startProxyOn)
}

// Stop stops the proxy of every host. Where other services are behind one of
// them, none is stopped, unless it is forced. It holds the lock.
func (px Proxy) Stop(ctx context.Context, o ForceOptions) error {
	if err := px.fits("stop"); err != nil {
		return err
	}
	return px.lock.hold(ctx, func(ctx context.Context) error {
		if err := px.neighbours.refuseOthers(ctx, o, px.proxiedHosts()); err != nil {
			return err
		}
		return px.onEach(ctx, px.as(stepStopProxy), px.proxiedHosts(), px.proxies.stopProxyOn)
	})
}

// refuseOthers is an error where others would no longer be served.
func (nb neighbours) refuseOthers(ctx context.Context, o ForceOptions, hosts []config.Host) error {
	if o.Force {
		return nil
	}
	others, err := nb.othersOn(ctx, hosts)
	errs := []error{err}
	for _, r := range others {
		text := "other services are behind the proxy: %s: they would not be served any more; --force stops it all the same"
		errs = append(errs, &HostError{r.Host, fmt.Errorf(text, r.Text)})
	}
	return errors.Join(errs...)
}

// Restart stops and starts the proxy of every host. It holds the lock.
func (px Proxy) Restart(ctx context.Context) error {
	return px.change(ctx, "restart", stepRestartProxy, func(ctx context.Context, h config.Host) error {
		if err := px.proxies.stopProxyOn(ctx, h); err != nil {
			return err
		}
		return px.proxies.startProxyOn(ctx, h)
	})
}

// change does something to the own proxy of every proxied host, and
// holds the lock.
func (px Proxy) change(ctx context.Context, command string, step Step, change func(context.Context, config.Host) error) error {
	if err := px.fits(command); err != nil {
		return err
	}
	return px.lock.hold(ctx, func(ctx context.Context) error {
		return px.onEach(ctx, px.as(step), px.proxiedHosts(), change)
	})
}

func (p proxies) startProxyOn(ctx context.Context, h config.Host) error {
	return p.send(ctx, h, commands.And(p.noted(ctx, h, "Started"), p.ownProxy(h).Start()))
}

func (p proxies) stopProxyOn(ctx context.Context, h config.Host) error {
	return p.send(ctx, h, commands.And(p.noted(ctx, h, "Stopped"), p.ownProxy(h).Stop().Optional()))
}

// noted notes what is done to a host's proxy.
func (p proxies) noted(ctx context.Context, h config.Host, done string) commands.Cmd {
	if p.cfg.OnTraefik(h) {
		return p.record(ctx, done+" traefik")
	}
	return p.record(ctx, done+" proxy")
}

// proxiedHosts are the hosts with a proxy of either kind, in the order of
// [Specifics].
func (eng *engine) proxiedHosts() []config.Host {
	return filter(eng.specifics().hosts, func(h config.Host) bool { return eng.isProxyHost(h) || eng.isTraefikHost(h) })
}

// Details shows the proxy's container on every host.
func (px Proxy) Details(ctx context.Context) ([]Answer[[]commands.ListedContainer], error) {
	if err := px.known("details"); err != nil {
		return nil, err
	}
	return read(hostcmd.ParseContainerList)(px.results(ctx, px.proxiedHosts(), func(h config.Host) commands.Cmd {
		return px.ownProxy(h).Details()
	}))
}

// Logs gives the proxy's log of every host. A host without its container
// is an error.
func (px Proxy) Logs(ctx context.Context, o LogOptions) ([]Result, error) {
	if err := px.known("logs"); err != nil {
		return nil, err
	}
	return px.logResults(ctx, px.proxiedHosts(), o, func(h config.Host) commands.Cmd {
		return px.ownProxy(h).Logs(o.builder())
	})
}

// known refuses `kamal traefik` where kamal-proxy is enabled.
func (px Proxy) known(command string) error {
	if err := px.made(); err != nil {
		return err
	}
	if px.kind == "traefik" && px.cfg.Fleet != config.FleetTraefik {
		return fmt.Errorf("%w: `kamal traefik %s` with kamal-proxy enabled: see `kamal proxy`", ErrUsage, command)
	}
	return nil
}

// fits is known, and refuses `kamal proxy` where no host is kamal-proxy's.
func (px Proxy) fits(command string) error {
	if px.kind == "traefik" {
		return px.known(command)
	}
	return px.wantsProxy(command)
}

// wantsProxy refuses, of either kind, what kamal-proxy alone has.
func (px Proxy) wantsProxy(command string) error {
	if err := px.known(command); err != nil {
		return err
	}
	if px.cfg.Fleet == config.FleetTraefik {
		return fmt.Errorf("%w: `kamal proxy %s` in a configuration with Traefik: see `kamal traefik`", ErrUsage, command)
	}
	return nil
}

// as gives the step of the kind for one of kamal-proxy.
func (px Proxy) as(step Step) Step {
	if px.kind == "traefik" {
		return ofTraefik[step]
	}
	return step
}

var ofTraefik = map[Step]Step{
	StepBootProxy: stepBootTraefik, stepStartProxy: stepStartTraefik, stepStopProxy: stepStopTraefik,
	stepRestartProxy: stepRestartTraefik, stepRemoveProxy: stepRemoveTraefik,
}
