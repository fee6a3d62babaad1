package kamal

import (
	"context"

	"github.com/kamal-go/kamal/kamal/config"
)

// Remove takes everything of the service off the hosts: app, proxy unless other
// apps need it, accessories with their data, and registry sessions. The audit
// log stays. It holds the lock.
func (d *Deployer) Remove(ctx context.Context) error {
	return d.withLock(ctx, func(ctx context.Context, d *Deployer) error {
		return inTurn([]func(context.Context) error{
			d.removeFirst, d.removeSecond, d.removeAccessories, d.removeSessions,
		}, func(step func(context.Context) error) error { return step(ctx) })
	})
}

// removeFirst and removeSecond are the app and its proxy; Traefik goes first.
func (d *Deployer) removeFirst(ctx context.Context) error {
	if d.cfg.Fleet.Kind == config.FleetTraefik {
		return d.TraefikRemove(ctx)
	}
	return d.removeApp(ctx)
}

func (d *Deployer) removeSecond(ctx context.Context) error {
	if d.cfg.Fleet.Kind == config.FleetTraefik {
		return d.removeApp(ctx)
	}
	_, err := d.ProxyRemove(ctx, RemoveOptions{})
	return err
}

func (d *Deployer) removeAccessories(ctx context.Context) error {
	return d.AccessoryRemove(ctx, AllAccessories)
}

func (d *Deployer) removeSessions(ctx context.Context) error {
	return d.RegistryRemove(ctx, RegistryOptions{SkipLocal: true})
}
