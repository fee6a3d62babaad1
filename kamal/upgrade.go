package kamal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// direction is one of the two ways between the generations.
type direction struct {
	name        string // the command
	traefik     bool   // whether the way leads to Traefik
	audit       string
	pre, post   string
	stepMessage string
}

var (
	upgrading = direction{
		name: "upgrade", audit: "Rebooted proxy", stepMessage: "moving to kamal-proxy",
		pre: HookPreProxyReboot, post: HookPostProxyReboot,
	}
	downgrading = direction{
		name: "downgrade", traefik: true, audit: "Rebooted Traefik", stepMessage: "moving back to Traefik",
		pre: HookPreTraefikReboot, post: HookPostTraefikReboot,
	}
)

// MoveError is an upgrade, a downgrade or a reboot of a mixed fleet that ended
// before all hosts were moved.
type MoveError struct {
	// Command is the one to type to go on, without options: upgrade, proxy reboot,
	// accessory downgrade NAME.
	Command string
	// Moved are done, Failed are not, Left were not begun.
	Moved, Failed, Left []config.Host
	Err                 error
}

// Error gives what went wrong.
func (e *MoveError) Error() string { return e.Err.Error() }

// Unwrap gives what went wrong.
func (e *MoveError) Unwrap() error { return e.Err }

// Upgrade moves hosts of Traefik to kamal-proxy: the proxy and the app, then
// all accessories. Running it again on hosts that are done ends in the same
// state. It holds the lock all the time.
func (d *Deployer) Upgrade(ctx context.Context, o RebootOptions) error {
	return d.move(ctx, upgrading, o)
}

// Downgrade is the way back: from kamal-proxy to Traefik. It holds the lock all
// the time.
func (d *Deployer) Downgrade(ctx context.Context, o RebootOptions) error {
	return d.move(ctx, downgrading, o)
}

// move is Upgrade or Downgrade.
func (d *Deployer) move(ctx context.Context, dir direction, o RebootOptions) error {
	d, err := d.movable(dir, dir.name)
	if err != nil {
		return err
	}
	if err := d.checkSecrets(ctx, d.setupSecrets(true)); err != nil {
		return err
	}
	return d.withLock(ctx, func(ctx context.Context) error {
		if err := d.checkBeforeMove(ctx, d.cfg.Accessories); err != nil {
			return err
		}
		if !o.Rolling {
			return d.partlyMoved(dir.name, nil, d.spec.Hosts, d.moveHosts(ctx, dir, o, d.spec.Hosts))
		}
		done := []config.Host{}
		return inTurn(d.spec.Hosts, func(h config.Host) error {
			group := []config.Host{h}
			if err := d.moveHosts(ctx, dir, o, group); err != nil {
				return d.partlyMoved(dir.name, done, group, err)
			}
			done = append(done, h)
			return nil
		})
	})
}

// partlyMoved puts to the error of a group which hosts are moved all the same,
// and which were not begun. An error that names no host counts for the whole
// group.
func (d *Deployer) partlyMoved(command string, done, group []config.Host, err error) error {
	if err == nil {
		return nil
	}
	failed := failedHosts(err)
	if len(failed) == 0 {
		failed = group
	}
	e := &MoveError{Command: command, Moved: slices.Clone(done), Err: err}
	for _, h := range d.spec.Hosts {
		switch {
		case slices.Contains(done, h):
		case slices.Contains(failed, h):
			e.Failed = append(e.Failed, h)
		case slices.Contains(group, h):
			e.Moved = append(e.Moved, h)
		default:
			e.Left = append(e.Left, h)
		}
	}
	return e
}

// moveHosts moves some hosts together: the proxy with the app where there are
// roles, then the accessories.
func (d *Deployer) moveHosts(ctx context.Context, dir direction, o RebootOptions, hosts []config.Host) error {
	return d.on(hosts).whileUp(
		func(hosts []config.Host) error {
			on := d.on(hosts)
			proxied := on.hostsToMove(dir, !o.Rolling)
			if len(proxied) == 0 {
				return nil
			}
			return on.hookedMove(ctx, dir, proxied, func() error { return on.on(proxied).moveProxy(ctx, dir) })
		},
		func(hosts []config.Host) error { return d.on(hosts).moveAccessories(ctx, dir, d.cfg.Accessories, false) },
	)
}

// whileUp carries out steps, each on the hosts on which none before it failed:
// a host that was left between them would have a proxy that knows no app. An
// error that is no host's ends it.
func (d *Deployer) whileUp(steps ...func([]config.Host) error) error {
	var errs []error
	up := d.spec.Hosts
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
func (d *Deployer) hostsToMove(dir direction, together bool) []config.Host {
	if !dir.traefik && together {
		return d.spec.Hosts
	}
	return d.spec.AppHosts
}

// hookedMove runs the hooks of a move: those of its direction, or in a mixed
// fleet by the kind of the hosts, which is the same. The one after it is not told
// of hosts that failed, and not run without any other.
func (d *Deployer) hookedMove(ctx context.Context, dir direction, hosts []config.Host, fn func() error) error {
	if err := d.hook(ctx, dir.pre, hookOptions{hosts: hosts, group: true}); err != nil {
		return err
	}
	err := fn()
	failed := failedHosts(err)
	if err != nil && len(failed) == 0 {
		return err
	}
	up := filter(hosts, func(h config.Host) bool { return !slices.Contains(failed, h) })
	return errors.Join(err, d.hookFor(context.WithoutCancel(ctx), dir.post, up)) // as in hooked
}

// ProxyUpgrade is the part of [Deployer.Upgrade] that moves proxy and app. The
// lock is held for the steps between the hooks of each group.
func (d *Deployer) ProxyUpgrade(ctx context.Context, o RebootOptions) error {
	return d.moveProxies(ctx, upgrading, "proxy upgrade", o)
}

// TraefikDowngrade is the part of [Deployer.Downgrade] that moves proxy and app.
// The lock is held for the steps between the hooks of each group.
func (d *Deployer) TraefikDowngrade(ctx context.Context, o RebootOptions) error {
	if d.cfg.Fleet.Kind == config.FleetMixed {
		return fmt.Errorf("%w: `kamal traefik downgrade` with kamal-proxy enabled: see `kamal downgrade`", ErrUsage)
	}
	return d.moveProxies(ctx, downgrading, "traefik downgrade", o)
}

func (d *Deployer) moveProxies(ctx context.Context, dir direction, command string, o RebootOptions) error {
	d, err := d.movable(dir, command)
	if err != nil {
		return err
	}
	if err := d.checkBeforeMove(ctx, nil); err != nil {
		return err
	}
	hosts := d.spec.Hosts
	if dir.traefik {
		hosts = d.spec.AppHosts
	}
	done := []config.Host{}
	return inTurn(o.groups(hosts), func(group []config.Host) error {
		err := d.hookedMove(ctx, dir, group, func() error {
			return d.withLock(ctx, func(ctx context.Context) error { return d.on(group).moveProxy(ctx, dir) })
		})
		if err != nil {
			return d.on(hosts).partlyMoved(command, done, group, err)
		}
		done = append(done, group...)
		return nil
	})
}

// moveProxy replaces the proxy on the hosts of the Deployer and boots the app
// of the latest tag there.
func (d *Deployer) moveProxy(ctx context.Context, dir direction) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	ctx, done := d.finishing(ctx)
	defer done()
	err := d.whileUp(
		func(hosts []config.Host) error {
			return d.onEach(ctx, dir.stepMessage, hosts, func(ctx context.Context, h config.Host) error {
				return d.clearProxies(ctx, h, dir)
			})
		},
		func(hosts []config.Host) error { return d.on(hosts).bootProxy(ctx) },
		func(hosts []config.Host) error { return d.on(hosts).at(d.cfg.LatestTag()).unstoppable().bootApp(ctx) },
		func(hosts []config.Host) error { return d.on(hosts).pruneAll(ctx) },
	)
	d.serveAgain(ctx, dir, failedHosts(err))
	return err
}

// serveAgain lets hosts on which a move failed serve what still runs there: the
// proxy that served it may be gone already. It is best effort.
func (d *Deployer) serveAgain(ctx context.Context, dir direction, hosts []config.Host) {
	_ = d.each(ctx, hosts, func(ctx context.Context, h config.Host) error {
		ctx, cancel := cleanupWithin(ctx, cleanupLimit+d.cfg.DeployTimeout)
		defer cancel()
		if err := d.serveOn(ctx, dir, h); err != nil {
			d.emit(Warning{Host: h, Text: d.mask(fmt.Sprintf("what runs there may not be served: %v", err))})
		}
		return nil
	})
}

func (d *Deployer) serveOn(ctx context.Context, dir direction, h config.Host) error {
	out, err := d.ask(ctx, h, commands.RunningProxies())
	running := commands.ParseProxies(out)
	switch {
	case err != nil || running.Traefik != "":
		return err
	case running.KamalProxy == "" && dir.traefik:
		return d.switchToTraefik(ctx, h)
	case running.KamalProxy == "":
		return d.switchToProxy(ctx, h)
	case dir.traefik:
		return nil
	}
	return d.adopt(ctx, h)
}

// unstoppable gives a copy whose boots neither end with a group that failed nor
// put hosts back: all of them have a new proxy already, which knows no app yet and
// can't reach the old one.
func (d *Deployer) unstoppable() *Deployer {
	c := *d
	c.allGroups, c.onFailure = true, config.OnFailureLeave
	return &c
}

// clearProxies removes both proxies from a host, the one that goes away first. On
// a host that gets none itself they stay where others are behind them.
func (d *Deployer) clearProxies(ctx context.Context, h config.Host, dir direction) error {
	if err := d.noteReboot(ctx, h, dir.audit); err != nil {
		return err
	}
	if !d.isProxyHost(h) && !d.isTraefikHost(h) {
		others, err := d.othersBehind(ctx, h, true, true)
		if err != nil {
			return err
		}
		if others != "" {
			d.emit(Note{Host: h, Text: proxyStays + others})
			return nil
		}
	}
	t, p := d.traefikCommands(), d.proxyCommands(h)
	traefik := commands.And(t.Stop().Optional(), t.RemoveContainer(), t.RemoveImage())
	proxy := commands.And(p.Stop().Optional(), p.RemoveContainer(), p.RemoveImage())
	if dir.traefik {
		traefik, proxy = proxy, traefik
	}
	return d.send(ctx, h, commands.And(traefik, proxy))
}

// AccessoryUpgrade moves an accessory, or all, into kamal-proxy's network. It
// holds the lock.
func (d *Deployer) AccessoryUpgrade(ctx context.Context, name string, o RebootOptions) error {
	return d.moveAccessory(ctx, upgrading, name, o)
}

// AccessoryDowngrade moves an accessory, or all, out of that network. It holds
// the lock.
func (d *Deployer) AccessoryDowngrade(ctx context.Context, name string, o RebootOptions) error {
	return d.moveAccessory(ctx, downgrading, name, o)
}

func (d *Deployer) moveAccessory(ctx context.Context, dir direction, name string, o RebootOptions) error {
	d, err := d.movable(dir, "accessory "+dir.name)
	if err != nil {
		return err
	}
	list, err := d.accessories(name)
	if err = cmp.Or(err, d.checkAccessoriesHere(ctx, list)); err != nil {
		return err
	}
	return d.withLock(ctx, func(ctx context.Context) error {
		done := []config.Host{}
		return inTurn(o.groups(d.spec.AccessoryHosts), func(group []config.Host) error {
			err := d.on(group).moveAccessories(ctx, dir, list, true)
			if err != nil {
				return d.on(d.spec.AccessoryHosts).partlyMoved("accessory "+dir.name+" "+name, done, group, err)
			}
			done = append(done, group...)
			return nil
		})
	})
}

// moveAccessories reboots accessories on the hosts of the Deployer. A downgrade
// of everything leaves those alone that have nothing to move.
func (d *Deployer) moveAccessories(ctx context.Context, dir direction, list []*config.Accessory, asked bool) error {
	steps := make([]func([]config.Host) error, len(list))
	for i, a := range list {
		steps[i] = func(hosts []config.Host) error {
			hosts = d.on(hosts).spec.HostsOf(a.Hosts)
			if dir.traefik && !asked {
				var err error
				if hosts, err = d.inNetwork(ctx, hosts, a); err != nil {
					return err
				}
			}
			return d.on(hosts).rebootAccessory(ctx, a)
		}
	}
	return d.whileUp(steps...)
}

// inNetwork leaves out hosts with accessories only on which the accessory's
// container is not in kamal-proxy's network.
func (d *Deployer) inNetwork(ctx context.Context, hosts []config.Host, a *config.Accessory) ([]config.Host, error) {
	in, err := gather(ctx, d, hosts, func(ctx context.Context, h config.Host) (bool, error) {
		if len(d.cfg.RolesOn(h)) > 0 {
			return true, nil
		}
		out, err := d.ask(ctx, h, commands.Networks(a.ContainerName))
		return slices.ContainsFunc(commands.ParseNetworks(out), func(c commands.ContainerNetworks) bool {
			return slices.Contains(c.Networks, commands.Network)
		}), err
	})
	var found []config.Host
	for i, h := range hosts {
		if in[i] {
			found = append(found, h)
		}
	}
	return found, err
}
