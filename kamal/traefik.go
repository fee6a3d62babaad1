package kamal

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

func (eng *engine) traefikCommands() hostcmd.Traefik {
	return hostcmd.Traefik{Traefik: commands.Traefik{Config: eng.cfg}}
}

// Boot boots Traefik on its hosts, where it does not run already. It
// holds the lock.
func (t Traefik) Boot(ctx context.Context) error {
	if err := t.wantsTraefik("traefik boot"); err != nil {
		return err
	}
	return t.lock.hold(ctx, func(ctx context.Context) error {
		if err := t.checks.fleet(ctx); err != nil {
			return err
		}
		if err := t.checks.beforeTraefik(ctx); err != nil {
			return err
		}
		return t.onEach(ctx, stepBootTraefik, t.spec.traefikHosts, func(ctx context.Context, h config.Host) error {
			return t.proxies.traefikOn(ctx, h, t.traefikCommands().Boot())
		})
	})
}

// Reboot replaces Traefik's container, with hooks around each group of
// hosts. It holds the lock.
func (t Traefik) Reboot(ctx context.Context, o RebootOptions) error {
	if err := t.wantsTraefik("traefik reboot"); err != nil {
		return err
	}
	if err := o.confirm(ctx, t.spec.traefikHosts); err != nil {
		return err
	}
	return t.lock.hold(ctx, func(ctx context.Context) error {
		if err := t.checks.fleet(ctx); err != nil {
			return err
		}
		if err := t.checks.beforeTraefik(ctx); err != nil {
			return err
		}
		return inTurn(o.groups(t.spec.traefikHosts), func(group []config.Host) error {
			ctx := inGroup(ctx, group)
			return t.hooked(ctx, hookPreTraefikReboot, hookPostTraefikReboot, group, func() error {
				return t.onEach(ctx, stepRebootTraefik, group, t.rebootOn)
			})
		})
	})
}

func (t Traefik) rebootOn(ctx context.Context, h config.Host) error {
	if err := t.proxies.noteReboot(ctx, h, "Rebooted traefik"); err != nil {
		return err
	}
	if err := t.proxies.pull(ctx, h, t.traefikCommands()); err != nil {
		return err
	}
	return unbroken(ctx, func(ctx context.Context) error {
		if err := t.send(ctx, h, commands.And(t.traefikCommands().Stop().Optional(), t.traefikCommands().RemoveContainer())); err != nil {
			return err
		}
		return t.proxies.traefikOn(ctx, h, t.traefikCommands().Run())
	})
}

// Start starts the stopped Traefik. It holds the lock.
func (t Traefik) Start(ctx context.Context) error {
	return t.change(ctx, stepStartTraefik, t.proxies.startTraefikOn)
}

// Stop stops Traefik. Where other services are behind one of them, none is
// stopped, unless it is forced. It holds the lock.
func (t Traefik) Stop(ctx context.Context, o ForceOptions) error {
	if err := t.wantsTraefik("traefik stop"); err != nil {
		return err
	}
	return t.proxies.stop(ctx, stepStopTraefik, o, t.spec.traefikHosts, t.proxies.stopTraefikOn)
}

// Restart stops and starts Traefik. It holds the lock.
func (t Traefik) Restart(ctx context.Context) error {
	return t.change(ctx, stepRestartTraefik, func(ctx context.Context, h config.Host) error {
		if err := t.proxies.stopTraefikOn(ctx, h); err != nil {
			return err
		}
		return t.proxies.startTraefikOn(ctx, h)
	})
}

// Remove removes Traefik: container, image, and its env file where that
// holds secrets. While another service is behind it on one of the hosts, it
// changes nothing and reports false, unless it is forced. It holds the lock.
func (t Traefik) Remove(ctx context.Context, o ForceOptions) (removed bool, err error) {
	if err := t.wantsTraefik("traefik remove"); err != nil {
		return false, err
	}
	err = t.lock.hold(ctx, func(ctx context.Context) error {
		if !o.Force {
			if others, err := t.neighbours.noteOthers(ctx, t.spec.traefikHosts); err != nil || others {
				return err
			}
		}
		removed = true
		return t.onEach(ctx, stepRemoveTraefik, t.spec.traefikHosts, t.proxies.removeTraefikOn)
	})
	return removed && err == nil, err
}

func (t Traefik) change(ctx context.Context, step Step, change func(context.Context, config.Host) error) error {
	if err := t.wantsTraefik("traefik"); err != nil {
		return err
	}
	return t.lock.hold(ctx, func(ctx context.Context) error {
		return t.onEach(ctx, step, t.spec.traefikHosts, func(ctx context.Context, h config.Host) error { return change(ctx, h) })
	})
}

func (p proxies) startTraefikOn(ctx context.Context, h config.Host) error {
	return p.send(ctx, h, commands.And(p.record(ctx, "Started traefik"), p.traefikCommands().Start()))
}

func (p proxies) stopTraefikOn(ctx context.Context, h config.Host) error {
	return p.send(ctx, h, commands.And(p.record(ctx, "Stopped traefik"), p.traefikCommands().Stop().Optional()))
}

func (p proxies) removeTraefikOn(ctx context.Context, h config.Host) error {
	var env commands.Cmd
	if p.cfg.Traefik != nil && len(p.cfg.Traefik.Env.Secret) > 0 {
		env = hostcmd.RemoveTraefikEnvFile(p.cfg)
	}
	return p.send(ctx, h, commands.And(
		p.record(ctx, "Stopped traefik"), p.traefikCommands().Stop().Optional(),
		p.record(ctx, "Removed traefik container"), p.traefikCommands().RemoveContainer(),
		p.record(ctx, "Removed traefik image"), p.traefikCommands().RemoveImage(), env))
}

// Details shows Traefik's container on its hosts.
func (t Traefik) Details(ctx context.Context) ([]Answer[[]commands.ListedContainer], error) {
	if err := t.wantsTraefik("traefik details"); err != nil {
		return nil, err
	}
	return read(hostcmd.ParseContainerList)(t.results(ctx, t.spec.traefikHosts, func(config.Host) commands.Cmd { return t.traefikCommands().Details() }))
}

// Logs gives Traefik's log of its hosts.
func (t Traefik) Logs(ctx context.Context, o LogOptions) ([]Result, error) {
	if err := t.wantsTraefik("traefik logs"); err != nil {
		return nil, err
	}
	return t.logResults(ctx, t.spec.traefikHosts, o, func(config.Host) commands.Cmd { return t.traefikCommands().Logs(o.builder()) })
}

// wantsTraefik refuses Traefik's commands where kamal-proxy is enabled.
func (eng *engine) wantsTraefik(command string) error {
	if err := eng.made(); err != nil {
		return err
	}
	if eng.cfg.Fleet.Kind != config.FleetTraefik {
		return fmt.Errorf("%w: `kamal %s` with kamal-proxy enabled: see `kamal proxy`", ErrUsage, command)
	}
	return nil
}
