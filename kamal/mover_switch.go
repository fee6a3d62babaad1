package kamal

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// switchProxies moves every proxied host of a mixed fleet to the proxy that is
// its own, and points that at what runs. The hosts of a group get ready together,
// and are then without service one after the other; the first that fails ends it.
func (m mover) switchProxies(ctx context.Context, o RebootOptions) error {
	hosts := m.proxiedHosts()
	if err := m.on(hosts).checks.beforeSwitch(ctx); err != nil {
		return err
	}
	drain, err := m.proxies.drain(ctx, o)
	if err != nil {
		return err
	}
	done := []config.Host{}
	return inTurn(o.groups(hosts), func(group []config.Host) error {
		ctx := inGroup(ctx, group)
		var begun []config.Host
		err := m.hookedByKind(ctx, group, func() (err error) {
			begun, err = m.switchGroup(ctx, o.AtOnce, drain, group)
			return err
		})
		if err != nil {
			return m.on(hosts).partlyMoved("proxy reboot", done, begun, err)
		}
		done = append(done, group...)
		return nil
	})
}

// switchGroup gives the hosts that it has begun with, those that failed included.
func (m mover) switchGroup(ctx context.Context, atOnce bool, drain time.Duration, group []config.Host) (begun []config.Host, err error) {
	var ready []hostSwitch
	err = m.step(ctx, stepPrepareProxySwitch, group, func(ctx context.Context) (err error) {
		ready, err = gather(ctx, m.engine, group, func(ctx context.Context, h config.Host) (hostSwitch, error) {
			return m.readySwitch(ctx, h, drain)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	err = m.step(ctx, stepSwitchProxy, group, func(ctx context.Context) error {
		if atOnce {
			begun = group
			return all(ready, func(s hostSwitch) error { return m.finished(ctx, s.host, m.carryOut(ctx, s)) })
		}
		return inTurn(ready, func(s hostSwitch) error {
			begun = append(begun, s.host)
			return m.finished(ctx, s.host, m.carryOut(ctx, s))
		})
	})
	return begun, err
}

// hookedByKind runs the hooks of both proxies around fn, each with the group's
// hosts of its kind; neither without hosts, and none after it for a host that
// failed.
func (m mover) hookedByKind(ctx context.Context, group []config.Host, fn func() error) error {
	proxy, traefik := m.byKind(group)
	if err := m.hookFor(ctx, hookPreProxyReboot, proxy); err != nil {
		return err
	}
	if err := m.hookFor(ctx, hookPreTraefikReboot, traefik); err != nil {
		return err
	}
	err := fn()
	failed := failedHosts(err)
	up := filter(group, func(h config.Host) bool { return !slices.Contains(failed, h) })
	proxy, traefik = m.byKind(up)
	ctx = context.WithoutCancel(ctx) // as in hooked
	return errors.Join(err, m.hookFor(ctx, hookPostProxyReboot, proxy), m.hookFor(ctx, hookPostTraefikReboot, traefik))
}

func (eng *engine) hookFor(ctx context.Context, name string, hosts []config.Host) error {
	if len(hosts) == 0 {
		return nil
	}
	return eng.hook(ctx, name, hookOptions{hosts: hosts})
}

func (eng *engine) byKind(hosts []config.Host) (proxy, traefik []config.Host) {
	return filter(hosts, func(h config.Host) bool { return !eng.cfg.OnTraefik(h) }), filter(hosts, eng.cfg.OnTraefik)
}

// switchToProxy runs kamal-proxy and points it at the running containers, which
// join its network and are not restarted.
func (m mover) switchToProxy(ctx context.Context, h config.Host) error {
	proxy := m.proxyCommands(h)
	if err := m.send(ctx, h, commands.And(hostcmd.CreateNetwork(), proxy.MakeDirectory(),
		hostcmd.Server{Config: m.cfg}.MakeAppDirectory(), proxy.Run())); err != nil {
		return err
	}
	return m.adopt(ctx, h)
}

// adopt points kamal-proxy at what runs on a host.
func (m mover) adopt(ctx context.Context, h config.Host) error {
	if err := m.joinNetwork(ctx, h); err != nil {
		return err
	}
	roles := filter(m.spec.RolesOn(h), func(r *config.Role) bool { return r.Proxied })
	if err := inTurn(roles, func(r *config.Role) error { return m.adoptRole(ctx, h, r) }); err != nil {
		return err
	}
	return inTurn(m.accessoriesOn(h), func(c hostcmd.Accessory) error { return m.adoptAccessory(ctx, c) })
}

func (eng *engine) accessoriesOn(h config.Host) []hostcmd.Accessory {
	var list []hostcmd.Accessory
	for _, a := range eng.cfg.Accessories {
		if slices.Contains(a.Hosts, h) {
			list = append(list, eng.accessoryCommands(a, h))
		}
	}
	return list
}

// joinNetwork takes the service's running containers into the network, but for
// accessories that have one of their own.
func (m mover) joinNetwork(ctx context.Context, h config.Host) error {
	services := []string{m.cfg.Service}
	for _, c := range m.accessoriesOn(h) {
		if c.Accessory.Network == "" {
			services = append(services, c.Accessory.ContainerName)
		}
	}
	out, err := m.ask(ctx, h, hostcmd.Networks(services...))
	if err != nil {
		return err
	}
	return inTurn(hostcmd.ParseNetworks(out), func(c hostcmd.ContainerNetworks) error {
		if slices.Contains(c.Networks, layout.Network) {
			return nil
		}
		return m.send(ctx, h, hostcmd.ConnectNetwork(c.Name))
	})
}

// adoptRole points kamal-proxy at the role's running container.
func (m mover) adoptRole(ctx context.Context, h config.Host, r *config.Role) error {
	running, err := m.app.running(ctx, h, r)
	if err != nil || running.ID == "" {
		return err
	}
	v := m.appCommands(h, r).VersionOf(running.Name)
	at := m.files.at(v)
	if err := at.uploadErrorPages(ctx, h); err != nil {
		return err
	}
	if err := at.uploadCertificate(ctx, h, r.Name, r.Proxy.Certificate); err != nil {
		return err
	}
	began := time.Now()
	return m.proxyFailure(m.send(ctx, h, m.appCommands(h, r).ProxyDeploy(running.ID, v)), r.Name, v, began)
}

// adoptAccessory points kamal-proxy at an accessory's container, where it runs.
func (m mover) adoptAccessory(ctx context.Context, c hostcmd.Accessory) error {
	if !c.Accessory.Proxied {
		return nil
	}
	id, err := m.ask(ctx, c.Host, c.RunningID())
	if err != nil || id == "" {
		return err
	}
	return m.accessory.pointProxy(ctx, c)
}

// switchToTraefik runs Traefik. A container that has its labels leaves
// kamal-proxy's network before: Traefik can't reach it there, and isn't told of
// it later. One without them is booted anew in the same version.
func (m mover) switchToTraefik(ctx context.Context, h config.Host) error {
	boots, err := m.leaveNetworks(ctx, h)
	if err == nil {
		err = m.proxies.traefikOn(ctx, h, m.traefikCommands().Run())
	}
	if err != nil {
		return err
	}
	return inTurn(boots, func(boot func() error) error { return boot() })
}

// leaveNetworks takes the running containers of the host's proxied roles out of
// kamal-proxy's network where they have Traefik's labels. It gives what boots the
// others anew.
func (m mover) leaveNetworks(ctx context.Context, h config.Host) (boots []func() error, err error) {
	roles := filter(m.spec.RolesOn(h), func(r *config.Role) bool { return r.Proxied })
	err = inTurn(roles, func(r *config.Role) error {
		running, err := m.app.running(ctx, h, r)
		if err != nil || running.ID == "" {
			return err
		}
		labelled, err := m.leaveNetwork(ctx, h, r, running.Name)
		if !labelled {
			anew := m.app.at(m.appCommands(h, r).VersionOf(running.Name))
			boots = append(boots, func() error { return anew.bootOne(ctx, h, r) })
		}
		return err
	})
	return boots, err
}

// leaveNetwork takes a container with Traefik's labels out of kamal-proxy's
// network. It reports whether the container has them.
func (m mover) leaveNetwork(ctx context.Context, h config.Host, r *config.Role, container string) (labelled bool, err error) {
	out, err := m.ask(ctx, h, hostcmd.LookAtTraefik(r, container))
	if err != nil {
		return false, err
	}
	state := hostcmd.ParseTraefikState(out)
	if state.Labelled && state.InNetwork {
		err = m.send(ctx, h, hostcmd.DisconnectNetwork(container))
	}
	return state.Labelled, err
}

// bootOne boots one role on one host, with nothing around it.
func (a App) bootOne(ctx context.Context, h config.Host, r *config.Role) error {
	b := &appBoot{App: a.unstoppable().tracked()}
	return newRoleBoot(b, h, r).run(ctx)
}
