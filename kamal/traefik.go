package kamal

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

func (d *Deployer) traefikCommands() commands.Traefik { return commands.Traefik{Config: d.cfg} }

// TraefikBoot boots Traefik on its hosts, where it does not run already. It
// holds the lock.
func (d *Deployer) TraefikBoot(ctx context.Context) error {
	if err := d.wantsTraefik("traefik boot"); err != nil {
		return err
	}
	return d.withLock(ctx, func(ctx context.Context) error {
		if err := d.checkFleet(ctx); err != nil {
			return err
		}
		if err := d.checkTraefik(ctx); err != nil {
			return err
		}
		return d.onEach(ctx, "booting Traefik", d.spec.TraefikHosts, d.bootTraefikOn)
	})
}

// TraefikReboot replaces Traefik's container, with hooks around each group of
// hosts. It holds the lock.
func (d *Deployer) TraefikReboot(ctx context.Context, o RebootOptions) error {
	if err := d.wantsTraefik("traefik reboot"); err != nil {
		return err
	}
	return d.withLock(ctx, func(ctx context.Context) error {
		if err := d.checkFleet(ctx); err != nil {
			return err
		}
		if err := d.checkTraefik(ctx); err != nil {
			return err
		}
		return inTurn(o.groups(d.spec.TraefikHosts), func(group []config.Host) error {
			return d.hooked(ctx, HookPreTraefikReboot, HookPostTraefikReboot, group, func() error {
				return d.onEach(ctx, "rebooting Traefik", group, d.rebootTraefikOn)
			})
		})
	})
}

func (d *Deployer) rebootTraefikOn(ctx context.Context, h config.Host) error {
	if err := d.noteReboot(ctx, h, "Rebooted traefik"); err != nil {
		return err
	}
	return unbroken(ctx, func(ctx context.Context) error {
		if err := d.send(ctx, h, commands.And(d.traefikCommands().Stop().Optional(), d.traefikCommands().RemoveContainer())); err != nil {
			return err
		}
		return d.traefikOn(ctx, h, d.traefikCommands().Run())
	})
}

// TraefikStart starts the stopped Traefik. It holds the lock.
func (d *Deployer) TraefikStart(ctx context.Context) error {
	return d.changeTraefik(ctx, "starting Traefik", d.startTraefikOn)
}

// TraefikStop stops Traefik. Where other services are behind one of them, none is
// stopped, unless it is forced. It holds the lock.
func (d *Deployer) TraefikStop(ctx context.Context, o StopOptions) error {
	if err := d.wantsTraefik("traefik stop"); err != nil {
		return err
	}
	return d.stopProxies(ctx, "stopping Traefik", o, d.spec.TraefikHosts, d.stopTraefikOn)
}

// TraefikRestart stops and starts Traefik. It holds the lock.
func (d *Deployer) TraefikRestart(ctx context.Context) error {
	return d.changeTraefik(ctx, "restarting Traefik", func(ctx context.Context, h config.Host) error {
		if err := d.stopTraefikOn(ctx, h); err != nil {
			return err
		}
		return d.startTraefikOn(ctx, h)
	})
}

// TraefikRemove removes Traefik: container, image, and its env file where that
// holds secrets. While another service is behind it on one of the hosts, it
// changes nothing and reports false, unless it is forced. It holds the lock.
func (d *Deployer) TraefikRemove(ctx context.Context, o RemoveOptions) (removed bool, err error) {
	if err := d.wantsTraefik("traefik remove"); err != nil {
		return false, err
	}
	err = d.withLock(ctx, func(ctx context.Context) error {
		if !o.Force {
			if others, err := d.noteOthers(ctx, d.spec.TraefikHosts); err != nil || others {
				return err
			}
		}
		removed = true
		return d.onEach(ctx, "removing Traefik", d.spec.TraefikHosts, d.removeTraefikOn)
	})
	return removed && err == nil, err
}

// TraefikRemoveContainer removes Traefik's stopped container. It holds the lock.
func (d *Deployer) TraefikRemoveContainer(ctx context.Context) error {
	return d.changeTraefik(ctx, "removing Traefik's container", func(ctx context.Context, h config.Host) error {
		return d.send(ctx, h, commands.And(d.record(ctx, "Removed traefik container"), d.traefikCommands().RemoveContainer()))
	})
}

// TraefikRemoveImage removes Traefik's image. It holds the lock.
func (d *Deployer) TraefikRemoveImage(ctx context.Context) error {
	return d.changeTraefik(ctx, "removing Traefik's image", func(ctx context.Context, h config.Host) error {
		return d.send(ctx, h, commands.And(d.record(ctx, "Removed traefik image"), d.traefikCommands().RemoveImage()))
	})
}

func (d *Deployer) changeTraefik(ctx context.Context, step string, change func(context.Context, config.Host) error) error {
	if err := d.wantsTraefik("traefik"); err != nil {
		return err
	}
	return d.withLock(ctx, func(ctx context.Context) error {
		return d.onEach(ctx, step, d.spec.TraefikHosts, func(ctx context.Context, h config.Host) error { return change(ctx, h) })
	})
}

func (d *Deployer) startTraefikOn(ctx context.Context, h config.Host) error {
	return d.send(ctx, h, commands.And(d.record(ctx, "Started traefik"), d.traefikCommands().Start()))
}

func (d *Deployer) stopTraefikOn(ctx context.Context, h config.Host) error {
	return d.send(ctx, h, commands.And(d.record(ctx, "Stopped traefik"), d.traefikCommands().Stop().Optional()))
}

func (d *Deployer) removeTraefikOn(ctx context.Context, h config.Host) error {
	var env commands.Cmd
	if d.cfg.Traefik != nil && len(d.cfg.Traefik.Env.Secret) > 0 {
		env = d.traefikCommands().RemoveEnvFile()
	}
	return d.send(ctx, h, commands.And(
		d.record(ctx, "Stopped traefik"), d.traefikCommands().Stop().Optional(),
		d.record(ctx, "Removed traefik container"), d.traefikCommands().RemoveContainer(),
		d.record(ctx, "Removed traefik image"), d.traefikCommands().RemoveImage(), env))
}

// TraefikDetails shows Traefik's container on its hosts.
func (d *Deployer) TraefikDetails(ctx context.Context) ([]Result, error) {
	if err := d.wantsTraefik("traefik details"); err != nil {
		return nil, err
	}
	return d.results(ctx, d.spec.TraefikHosts, func(config.Host) commands.Cmd { return d.traefikCommands().Details() })
}

// TraefikLogs gives Traefik's log of its hosts.
func (d *Deployer) TraefikLogs(ctx context.Context, o LogOptions) ([]Result, error) {
	if err := d.wantsTraefik("traefik logs"); err != nil {
		return nil, err
	}
	return d.logResults(ctx, d.spec.TraefikHosts, o, func(config.Host) commands.Cmd { return d.traefikCommands().Logs(o.builder()) })
}

// TraefikFollow hands on the lines of Traefik's logs as they come.
func (d *Deployer) TraefikFollow(ctx context.Context, o LogOptions, line LineFunc) error {
	if err := d.wantsTraefik("traefik logs"); err != nil {
		return err
	}
	return d.ProxyFollow(ctx, o, line)
}

// wantsTraefik refuses Traefik's commands where kamal-proxy is enabled.
func (d *Deployer) wantsTraefik(command string) error {
	if d.cfg.Fleet.Kind != config.FleetTraefik {
		return fmt.Errorf("%w: `kamal %s` with kamal-proxy enabled: see `kamal proxy`", ErrUsage, command)
	}
	return nil
}
