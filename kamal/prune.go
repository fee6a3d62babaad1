package kamal

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// PruneOptions say how much a prune leaves.
type PruneOptions struct {
	// Retain is how many stopped containers stay; 0 is the configuration's number.
	Retain int
}

// PruneAll removes old containers, then the images that nothing needs any more.
// It holds the lock.
func (d *Deployer) PruneAll(ctx context.Context) error {
	return d.withLock(ctx, func(ctx context.Context) error { return d.pruneAll(ctx) })
}

// PruneContainers removes stopped containers of the service, all roles and
// destinations together, but for the newest. It holds the lock.
func (d *Deployer) PruneContainers(ctx context.Context, o PruneOptions) error {
	if o.Retain < 0 {
		return fmt.Errorf("%w: retaining %d containers: at least 1 must stay", ErrUsage, o.Retain)
	}
	retain := o.Retain
	if retain == 0 {
		retain = d.cfg.RetainContainers
	}
	return d.withLock(ctx, func(ctx context.Context) error {
		return d.onEach(ctx, "pruning containers", d.deployedHosts(), func(ctx context.Context, h config.Host) error {
			return d.pruneContainers(ctx, h, retain)
		})
	})
}

// PruneImages removes images of the service that have lost their tag, tags that
// no container was made from, and env files of roles that are no more. It holds the lock.
func (d *Deployer) PruneImages(ctx context.Context) error {
	return d.withLock(ctx, func(ctx context.Context) error {
		return d.onEach(ctx, "pruning images", d.deployedHosts(), d.pruneImages)
	})
}

// pruneAll is the step of a deploy.
func (d *Deployer) pruneAll(ctx context.Context) error {
	return d.onEach(ctx, "pruning old containers and images", d.deployedHosts(), func(ctx context.Context, h config.Host) error {
		if err := d.pruneContainers(ctx, h, d.cfg.RetainContainers); err != nil {
			return err
		}
		return d.pruneImages(ctx, h)
	})
}

// deployedHosts leaves out hosts of Traefik without roles, on which a deploy does
// nothing.
func (d *Deployer) deployedHosts() []config.Host {
	return filter(d.spec.Hosts, func(h config.Host) bool { return !d.cfg.OnTraefik(h) || len(d.cfg.RolesOn(h)) > 0 })
}

func (d *Deployer) pruneContainers(ctx context.Context, h config.Host, retain int) error {
	prune := commands.Prune{Config: d.cfg, Host: h}
	cmd := commands.Then(prune.Leftovers(), prune.Containers(retain))
	return d.pruneStep(ctx, h, commands.And(d.record(ctx, "Pruned containers"), cmd))
}

func (d *Deployer) pruneImages(ctx context.Context, h config.Host) error {
	prune := commands.Prune{Config: d.cfg, Host: h}
	former := commands.Traces{Config: d.cfg, Host: h}.FormerRoles()
	if err := d.send(ctx, h, commands.And(d.record(ctx, "Pruned images"), prune.Dangling(), former)); err != nil {
		return err
	}
	return d.pruneStep(ctx, h, prune.Images())
}

// pruneStep runs a command that may fail for something that is still in use:
// that is worth a note.
func (d *Deployer) pruneStep(ctx context.Context, h config.Host, cmd commands.Cmd) error {
	err := d.send(ctx, h, cmd)
	if exited(err) {
		d.emit(Note{Host: h, Text: fmt.Sprintf("something could not be pruned: %v", err)})
		return nil
	}
	return err
}
