package kamal

import (
	"context"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

func (eng *engine) traefikCommands() hostcmd.Proxy {
	return hostcmd.Proxy{Proxy: commands.Proxy{Config: eng.cfg, Traefik: true}}
}

// rebootTraefik replaces Traefik's container, with hooks around each group of hosts.
func (px Proxy) rebootTraefik(ctx context.Context, o RebootOptions) error {
	if err := o.confirm(ctx, px.spec.traefikHosts); err != nil {
		return err
	}
	return px.lock.hold(ctx, func(ctx context.Context) error {
		if err := px.checks.fleet(ctx); err != nil {
			return err
		}
		if err := px.checks.beforeTraefik(ctx); err != nil {
			return err
		}
		return inTurn(o.groups(px.spec.traefikHosts), func(group []config.Host) error {
			ctx := inGroup(ctx, group)
			return px.hooked(ctx, hookPreTraefikReboot, hookPostTraefikReboot, group, func() error {
				return px.onEach(ctx, stepRebootTraefik, group, px.rebootTraefikOn)
			})
		})
	})
}

func (px Proxy) rebootTraefikOn(ctx context.Context, h config.Host) error {
	if err := px.proxies.noteReboot(ctx, h, "Rebooted traefik"); err != nil {
		return err
	}
	if err := px.proxies.pull(ctx, h, px.traefikCommands()); err != nil {
		return err
	}
	return unbroken(ctx, func(ctx context.Context) error {
		if err := px.send(ctx, h, commands.And(px.traefikCommands().Stop().Optional(), px.traefikCommands().RemoveContainer())); err != nil {
			return err
		}
		return px.proxies.traefikOn(ctx, h, px.traefikCommands().Run())
	})
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
