package kamal

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// direction is one of the two ways between the generations.
type direction struct {
	name      string // the command
	traefik   bool   // whether the way leads to Traefik
	audit     string
	pre, post string
	step      Step
}

var (
	upgrading = direction{
		name: "upgrade", audit: "Rebooted proxy", step: stepMoveToProxy,
		pre: hookPreProxyReboot, post: hookPostProxyReboot,
	}
	downgrading = direction{
		name: "downgrade", traefik: true, audit: "Rebooted Traefik", step: stepMoveToTraefik,
		pre: hookPreTraefikReboot, post: hookPostTraefikReboot,
	}
)

// moveHosts moves some hosts together: the proxy with the app where there are
// roles, then the accessories.
func (m mover) moveHosts(ctx context.Context, dir direction, o RebootOptions, hosts []config.Host) error {
	return m.on(hosts).whileUp(
		func(hosts []config.Host) error {
			on := m.on(hosts)
			proxied := on.hostsToMove(dir, !o.Rolling)
			if len(proxied) == 0 {
				return nil
			}
			ctx := inGroup(ctx, proxied)
			return on.hookedMove(ctx, dir, proxied, func() error { return on.on(proxied).moveProxy(ctx, dir) })
		},
		func(hosts []config.Host) error {
			return m.on(hosts).accessory.moveAll(ctx, dir, m.cfg.Accessories, false)
		},
	)
}

// whileUp carries out steps, each on the hosts on which none before it failed:
// a host that was left between them would have a proxy that knows no app. An
// error that is no host's ends it.
func (eng *engine) whileUp(steps ...func([]config.Host) error) error {
	var errs []error
	up := eng.spec.hosts
	for _, step := range steps {
		if len(up) == 0 {
			break
		}
		err := step(up)
		errs = append(errs, err)
		failed := failedHosts(err)
		if err != nil && len(failed) == 0 {
			break
		}
		up = filter(up, func(h config.Host) bool { return !slices.Contains(failed, h) })
	}
	return errors.Join(errs...)
}

// hostsToMove are the hosts whose proxy is replaced. An upgrade of all hosts
// together takes those with accessories only along.
func (m mover) hostsToMove(dir direction, together bool) []config.Host {
	if !dir.traefik && together {
		return m.spec.hosts
	}
	return m.spec.appHosts
}

// hookedMove runs the hooks of a move: those of its direction, or in a mixed
// fleet by the kind of the hosts, which is the same. The one after it is not told
// of hosts that failed, and not run without any other.
func (m mover) hookedMove(ctx context.Context, dir direction, hosts []config.Host, fn func() error) error {
	if err := m.hook(ctx, dir.pre, hookOptions{hosts: hosts, group: true}); err != nil {
		return err
	}
	err := fn()
	failed := failedHosts(err)
	if err != nil && len(failed) == 0 {
		return err
	}
	up := filter(hosts, func(h config.Host) bool { return !slices.Contains(failed, h) })
	return errors.Join(err, m.hookFor(context.WithoutCancel(ctx), dir.post, up)) // as in hooked
}

// moveProxy replaces the proxy on the hosts of the Deployer and boots the app
// of the latest tag there.
func (m mover) moveProxy(ctx context.Context, dir direction) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	ctx, done := m.finishing(ctx)
	defer done()
	err := m.whileUp(
		func(hosts []config.Host) error {
			return m.onEach(ctx, dir.step, hosts, func(ctx context.Context, h config.Host) error {
				return m.clearProxies(ctx, h, dir)
			})
		},
		func(hosts []config.Host) error { return m.on(hosts).proxies.boot(ctx) },
		func(hosts []config.Host) error {
			return m.on(hosts).app.at(layout.LatestTag(m.cfg)).unstoppable().boot(ctx)
		},
		func(hosts []config.Host) error { return m.on(hosts).prune.all(ctx) },
	)
	m.serveAgain(ctx, dir, failedHosts(err))
	return err
}

// serveAgain lets hosts on which a move failed serve what still runs there: the
// proxy that served it may be gone already. It is best effort.
func (m mover) serveAgain(ctx context.Context, dir direction, hosts []config.Host) {
	_ = m.each(ctx, hosts, func(ctx context.Context, h config.Host) error {
		ctx, cancel := cleanupWithin(ctx, cleanupLimit+m.cfg.DeployTimeout)
		defer cancel()
		if err := m.serveOn(ctx, dir, h); err != nil {
			m.emit(ctx, h, Warning{Text: m.mask(fmt.Sprintf("what runs there may not be served: %v", err))})
		}
		return nil
	})
}

func (m mover) serveOn(ctx context.Context, dir direction, h config.Host) error {
	out, err := m.ask(ctx, h, hostcmd.RunningProxies())
	running := hostcmd.ParseProxies(out)
	switch {
	case err != nil || running.Traefik != "":
		return err
	case running.KamalProxy == "" && dir.traefik:
		return m.switchToTraefik(ctx, h)
	case running.KamalProxy == "":
		return m.switchToProxy(ctx, h)
	case dir.traefik:
		return nil
	}
	return m.adopt(ctx, h)
}

// unstoppable gives a copy whose boots neither end with a group that failed nor
// put hosts back: all of them have a new proxy already, which knows no app yet and
// can't reach the old one.
func (eng *engine) unstoppable() *engine {
	c := *eng
	c.allGroups, c.onFailure = true, config.OnFailureLeave
	return &c
}

// clearProxies removes both proxies from a host, the one that goes away first. On
// a host that gets none itself they stay where others are behind them.
func (m mover) clearProxies(ctx context.Context, h config.Host, dir direction) error {
	if err := m.proxies.noteReboot(ctx, h, dir.audit); err != nil {
		return err
	}
	if !m.isProxyHost(h) && !m.isTraefikHost(h) {
		others, err := m.neighbours.othersBehind(ctx, h, true, true)
		if err != nil {
			return err
		}
		if others != "" {
			m.emit(ctx, h, Note{Text: proxyStays + others})
			return nil
		}
	}
	if m.isProxyHost(h) {
		// An image that can't be had is told of while the old proxy still serves.
		if err := m.proxies.pull(ctx, h, m.proxyCommands(h)); err != nil {
			return fmt.Errorf("the old proxy goes on serving: %w", err)
		}
	}
	t, p := m.traefikCommands(), m.proxyCommands(h)
	traefik := commands.And(t.Stop().Optional(), t.RemoveContainer(), t.RemoveImage())
	proxy := commands.And(p.Stop().Optional(), p.RemoveContainer(), p.RemoveImage())
	if dir.traefik {
		traefik, proxy = proxy, traefik
	}
	return m.send(ctx, h, commands.And(traefik, proxy))
}
