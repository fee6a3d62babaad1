package kamal

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// switchProxies moves every proxied host of a mixed fleet to the proxy that is
// its own, and points that at what runs.
func (d *Deployer) switchProxies(ctx context.Context, o RebootOptions) error {
	hosts := d.proxiedHosts()
	if err := d.on(hosts).checkBeforeSwitch(ctx); err != nil {
		return err
	}
	done := []config.Host{}
	return inTurn(o.groups(hosts), func(group []config.Host) error {
		err := d.hookedByKind(ctx, group, func() error {
			return d.onEach(ctx, "switching the proxy", group, d.switchProxyOn)
		})
		if err != nil {
			return d.on(hosts).partlyMoved("proxy reboot", done, group, err)
		}
		done = append(done, group...)
		return nil
	})
}

// hookedByKind runs the hooks of both proxies around fn, each with the group's
// hosts of its kind; neither without hosts, and none after it for a host that
// failed.
func (d *Deployer) hookedByKind(ctx context.Context, group []config.Host, fn func() error) error {
	proxy, traefik := d.byKind(group)
	if err := d.hookFor(ctx, HookPreProxyReboot, proxy); err != nil {
		return err
	}
	if err := d.hookFor(ctx, HookPreTraefikReboot, traefik); err != nil {
		return err
	}
	err := fn()
	failed := failedHosts(err)
	up := filter(group, func(h config.Host) bool { return !slices.Contains(failed, h) })
	proxy, traefik = d.byKind(up)
	ctx = context.WithoutCancel(ctx) // as in hooked
	return errors.Join(err, d.hookFor(ctx, HookPostProxyReboot, proxy), d.hookFor(ctx, HookPostTraefikReboot, traefik))
}

func (d *Deployer) hookFor(ctx context.Context, name string, hosts []config.Host) error {
	if len(hosts) == 0 {
		return nil
	}
	return d.hook(ctx, name, hookOptions{hosts: hosts})
}

func (d *Deployer) byKind(hosts []config.Host) (proxy, traefik []config.Host) {
	return filter(hosts, func(h config.Host) bool { return !d.cfg.OnTraefik(h) }), filter(hosts, d.cfg.OnTraefik)
}

// failedHosts are the hosts that a joined error names.
func failedHosts(err error) []config.Host {
	switch e := err.(type) {
	case nil:
		return nil
	case *HostError:
		return []config.Host{e.Host}
	case interface{ Unwrap() []error }:
		var hosts []config.Host
		for _, x := range e.Unwrap() {
			hosts = append(hosts, failedHosts(x)...)
		}
		return hosts
	case interface{ Unwrap() error }:
		return failedHosts(e.Unwrap())
	default:
		return nil
	}
}

// switchProxyOn replaces whatever proxy runs on a host by its own.
func (d *Deployer) switchProxyOn(ctx context.Context, h config.Host) error {
	if err := d.noteReboot(ctx, h, "Rebooted proxy"); err != nil {
		return err
	}
	if !d.cfg.OnTraefik(h) {
		if err := d.pullProxy(ctx, h); err != nil {
			return err
		}
	}
	return unbroken(ctx, func(ctx context.Context) error {
		if err := d.send(ctx, h, commands.And(
			d.traefikCommands().Stop().Optional(), d.traefikCommands().RemoveContainer(),
			d.proxyCommands(h).Stop().Optional(), d.proxyCommands(h).RemoveContainer())); err != nil {
			return err
		}
		if d.cfg.OnTraefik(h) {
			return d.switchToTraefik(ctx, h)
		}
		return d.switchToProxy(ctx, h)
	})
}

// switchToProxy runs kamal-proxy and points it at the running containers, which
// join its network and are not restarted.
func (d *Deployer) switchToProxy(ctx context.Context, h config.Host) error {
	proxy := d.proxyCommands(h)
	if err := d.send(ctx, h, commands.And(commands.CreateNetwork(), proxy.MakeDirectory(),
		commands.Server{Config: d.cfg}.MakeAppDirectory(), proxy.Run())); err != nil {
		return err
	}
	return d.adopt(ctx, h)
}

// adopt points kamal-proxy at what runs on a host.
func (d *Deployer) adopt(ctx context.Context, h config.Host) error {
	if err := d.joinNetwork(ctx, h); err != nil {
		return err
	}
	roles := filter(d.spec.RolesOn(h), func(r *config.Role) bool { return r.Proxied })
	if err := inTurn(roles, func(r *config.Role) error { return d.adoptRole(ctx, h, r) }); err != nil {
		return err
	}
	return inTurn(d.accessoriesOn(h), func(c commands.Accessory) error { return d.adoptAccessory(ctx, c) })
}

func (d *Deployer) accessoriesOn(h config.Host) []commands.Accessory {
	var list []commands.Accessory
	for _, a := range d.cfg.Accessories {
		if slices.Contains(a.Hosts, h) {
			list = append(list, d.accessoryCommands(a, h))
		}
	}
	return list
}

// joinNetwork takes the service's running containers into the network, but for
// accessories that have one of their own.
func (d *Deployer) joinNetwork(ctx context.Context, h config.Host) error {
	services := []string{d.cfg.Service}
	for _, c := range d.accessoriesOn(h) {
		if c.Accessory.Network == "" {
			services = append(services, c.Accessory.ContainerName)
		}
	}
	out, err := d.ask(ctx, h, commands.Networks(services...))
	if err != nil {
		return err
	}
	return inTurn(commands.ParseNetworks(out), func(c commands.ContainerNetworks) error {
		if slices.Contains(c.Networks, commands.Network) {
			return nil
		}
		return d.send(ctx, h, commands.ConnectNetwork(c.Name))
	})
}

// adoptRole points kamal-proxy at the role's running container.
func (d *Deployer) adoptRole(ctx context.Context, h config.Host, r *config.Role) error {
	running, err := d.running(ctx, h, r)
	if err != nil || running.ID == "" {
		return err
	}
	v := d.appCommands(h, r).VersionOf(running.Name)
	at := d.at(v)
	if err := at.uploadErrorPages(ctx, h); err != nil {
		return err
	}
	if err := at.uploadCertificate(ctx, h, r.Name, r.Certificate()); err != nil {
		return err
	}
	began := time.Now()
	return d.proxyFailure(d.send(ctx, h, d.appCommands(h, r).ProxyDeploy(running.ID, v)), r.Name, v, began)
}

// adoptAccessory points kamal-proxy at an accessory's container, where it runs.
func (d *Deployer) adoptAccessory(ctx context.Context, c commands.Accessory) error {
	if c.Accessory.Proxy == nil {
		return nil
	}
	id, err := d.ask(ctx, c.Host, c.RunningID())
	if err != nil || id == "" {
		return err
	}
	return d.proxyAccessory(ctx, c)
}

// switchToTraefik runs Traefik. A container that has its labels leaves
// kamal-proxy's network before: Traefik can't reach it there, and isn't told of
// it later. One without them is booted anew in the same version.
func (d *Deployer) switchToTraefik(ctx context.Context, h config.Host) error {
	var boots []func() error
	roles := filter(d.spec.RolesOn(h), func(r *config.Role) bool { return r.Proxied })
	err := inTurn(roles, func(r *config.Role) error {
		running, err := d.running(ctx, h, r)
		if err != nil || running.ID == "" {
			return err
		}
		labelled, err := d.leaveNetwork(ctx, h, r, running.Name)
		if !labelled {
			anew := d.at(d.appCommands(h, r).VersionOf(running.Name))
			boots = append(boots, func() error { return anew.bootOne(ctx, h, r) })
		}
		return err
	})
	if err == nil {
		err = d.traefikOn(ctx, h, d.traefikCommands().Run())
	}
	if err != nil {
		return err
	}
	return inTurn(boots, func(boot func() error) error { return boot() })
}

// leaveNetwork takes a container with Traefik's labels out of kamal-proxy's
// network. It reports whether the container has them.
func (d *Deployer) leaveNetwork(ctx context.Context, h config.Host, r *config.Role, container string) (labelled bool, err error) {
	out, err := d.ask(ctx, h, d.appCommands(h, r).TraefikState(container))
	if err != nil {
		return false, err
	}
	state := commands.ParseTraefikState(out)
	if state.Labelled && state.InNetwork {
		err = d.send(ctx, h, commands.DisconnectNetwork(container))
	}
	return state.Labelled, err
}

// bootOne boots one role on one host, with nothing around it.
func (d *Deployer) bootOne(ctx context.Context, h config.Host, r *config.Role) error {
	b := &appBoot{Deployer: d.unstoppable().tracked()}
	return newRoleBoot(b, h, r).run(ctx)
}
