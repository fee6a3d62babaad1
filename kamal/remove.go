package kamal

import (
	"context"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Remove takes everything of the service off the hosts: app, proxy unless others
// need it, accessories with their data, containers of roles that the configuration
// no longer has, registry sessions, and all files. The audit log stays. It holds
// the lock.
func (d *Deployer) Remove(ctx context.Context) error {
	return d.orZero().lock.hold(ctx, func(ctx context.Context) error {
		return inTurn([]func(context.Context) error{
			d.removeFirst, d.removeFormer, d.removeSecond, d.removeAccessories, d.removeSessions, d.removeTraces,
		}, func(step func(context.Context) error) error { return step(ctx) })
	})
}

// removeFirst and removeSecond are the app and its proxy; Traefik goes first.
func (d *Deployer) removeFirst(ctx context.Context) error {
	if d.cfg.Fleet == config.FleetTraefik {
		_, err := d.traefik.Remove(ctx, ForceOptions{})
		return err
	}
	return d.app.remove(ctx)
}

func (d *Deployer) removeSecond(ctx context.Context) error {
	if d.cfg.Fleet == config.FleetTraefik {
		return d.app.remove(ctx)
	}
	_, err := d.proxy.Remove(ctx, ForceOptions{})
	return err
}

func (d *Deployer) removeAccessories(ctx context.Context) error {
	return d.accessory.of(AllAccessories).Remove(ctx)
}

// removeSessions ends the sessions at the app's registry and at those of
// accessories.
func (d *Deployer) removeSessions(ctx context.Context) error {
	if err := d.registry.Remove(ctx, RegistryOptions{SkipLocal: true}); err != nil {
		return err
	}
	for _, a := range d.cfg.Accessories {
		own := a.Registry
		if own.Server == d.cfg.Registry.Server {
			continue
		}
		err := d.accessory.onHostsOf(ctx, stepLogOutAccessory, a, func(ctx context.Context, c hostcmd.Accessory) error {
			return d.registry.logout(ctx, c.Host, own)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// emptiedHosts are the hosts from which all of the service goes: those that don't
// keep a role that was not asked for.
func (d *Deployer) emptiedHosts() []config.Host {
	whole := d.wholeHosts()
	return filter(d.spec.hosts, func(h config.Host) bool { return len(d.cfg.RolesOn(h)) == 0 || slices.Contains(whole, h) })
}

// removeFormer removes the containers of roles that the configuration no longer
// has on the host, and those of commands that were left running.
func (d *Deployer) removeFormer(ctx context.Context) error {
	return all(d.emptiedHosts(), func(h config.Host) error {
		out, err := d.ask(ctx, h, hostcmd.AllNeighbours())
		if err != nil {
			return &HostError{h, err}
		}
		former := filter(hostcmd.ParseNeighbours(out), func(n hostcmd.Neighbour) bool { return d.isFormer(h, n) })
		if len(former) == 0 {
			return nil
		}
		return d.onEach(ctx, stepRemoveFormerRoles, []config.Host{h}, func(ctx context.Context, h config.Host) error {
			return inTurn(former, func(n hostcmd.Neighbour) error { return d.removeContainer(ctx, h, n) })
		})
	})
}

func (d *Deployer) isFormer(h config.Host, n hostcmd.Neighbour) bool {
	roles := d.cfg.RolesOn(h)
	if n.Service != d.cfg.Service {
		return false
	}
	if n.Role == "" { // a command's container has the labels of its image only
		return slices.ContainsFunc(roles, func(r *config.Role) bool { return strings.HasPrefix(n.Name, r.ContainerPrefix+"-exec-") })
	}
	return n.Destination == d.cfg.Destination && !slices.ContainsFunc(roles, func(r *config.Role) bool { return r.Name == n.Role })
}

func (d *Deployer) removeContainer(ctx context.Context, h config.Host, n hostcmd.Neighbour) error {
	var forget commands.Cmd
	if n.Role != "" && !d.cfg.OnTraefik(h) {
		forget = hostcmd.Traces{Config: d.cfg, Host: h}.ForgetRole(n.Role).Quiet().Optional()
	}
	return d.send(ctx, h, commands.And(d.record(ctx, "Removed container "+n.Name), forget, hostcmd.RemoveContainer(n.Name)))
}

// removeTraces removes files and folders.
func (d *Deployer) removeTraces(ctx context.Context) error {
	return d.onEach(ctx, stepRemoveRest, d.emptiedHosts(), func(ctx context.Context, h config.Host) error {
		return d.send(ctx, h, hostcmd.Traces{Config: d.cfg, Host: h}.Remove())
	})
}
