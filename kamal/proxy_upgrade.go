package kamal

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/kamal/config"
)

// Upgrade is the part of [Deployer.Upgrade] that moves proxy and app. The
// lock is held for the steps between the hooks of each group.
func (px Proxy) Upgrade(ctx context.Context, o RebootOptions) error {
	return px.mover.moveProxies(ctx, upgrading, "proxy upgrade", o)
}

// Downgrade is the part of [Deployer.Downgrade] that moves proxy and app.
// The lock is held for the steps between the hooks of each group.
func (px Proxy) Downgrade(ctx context.Context, o RebootOptions) error {
	if err := px.made(); err != nil {
		return err
	}
	if px.cfg.Fleet == config.FleetMixed {
		return fmt.Errorf("%w: `kamal traefik downgrade` with kamal-proxy enabled: see `kamal downgrade`", ErrUsage)
	}
	return px.mover.moveProxies(ctx, downgrading, "traefik downgrade", o)
}

func (m mover) moveProxies(ctx context.Context, dir direction, command string, o RebootOptions) error {
	hosts, err := m.movable(dir, command)
	if err != nil {
		return err
	}
	m = m.on(hosts)
	hosts = m.spec.hosts
	if dir.traefik {
		hosts = m.spec.appHosts
	}
	if err := m.neighbours.confirm(ctx, o, hosts); err != nil {
		return err
	}
	if err := m.checkBeforeMove(ctx, nil); err != nil {
		return err
	}
	done := []config.Host{}
	return inTurn(o.groups(hosts), func(group []config.Host) error {
		ctx := inGroup(ctx, group)
		err := m.hookedMove(ctx, dir, group, func() error {
			return m.lock.hold(ctx, func(ctx context.Context) error { return m.on(group).moveProxy(ctx, dir) })
		})
		if err != nil {
			return m.on(hosts).partlyMoved(command, done, group, err)
		}
		done = append(done, group...)
		return nil
	})
}
