package kamal

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// PruneOptions say how much a prune leaves.
type PruneOptions struct {
	// Retain is how many stopped containers stay; 0 is the configuration's number.
	Retain int
}

// All removes old containers, then the images that nothing needs any more.
// It holds the lock.
func (p Prune) All(ctx context.Context) error {
	return p.lock.hold(ctx, func(ctx context.Context) error { return p.all(ctx) })
}

// Containers removes stopped containers of the service, all roles and
// destinations together, but for the newest. It holds the lock.
func (p Prune) Containers(ctx context.Context, o PruneOptions) error {
	if err := p.made(); err != nil {
		return err
	}
	if o.Retain < 0 {
		return fmt.Errorf("%w: retaining %d containers: at least 1 must stay", ErrUsage, o.Retain)
	}
	retain := o.Retain
	if retain == 0 {
		retain = p.cfg.RetainContainers
	}
	return p.lock.hold(ctx, func(ctx context.Context) error {
		return p.onEach(ctx, stepPruneContainers, p.deployedHosts(), func(ctx context.Context, h config.Host) error {
			return p.together(ctx, h, p.containers(ctx, h, retain))
		})
	})
}

// Images removes images of the service that have lost their tag, tags that
// no container was made from, and env files of roles that are no more. It holds the lock.
func (p Prune) Images(ctx context.Context) error {
	return p.lock.hold(ctx, func(ctx context.Context) error {
		return p.onEach(ctx, stepPruneImages, p.deployedHosts(), func(ctx context.Context, h config.Host) error {
			return p.together(ctx, h, p.images(ctx, h)...)
		})
	})
}

// all is the step of a deploy.
func (p Prune) all(ctx context.Context) error {
	return p.onEach(ctx, StepPrune, p.deployedHosts(), func(ctx context.Context, h config.Host) error {
		return p.together(ctx, h, p.parts(ctx, h)...)
	})
}

// parts prune a host.
func (p Prune) parts(ctx context.Context, h config.Host) []part {
	return append([]part{p.containers(ctx, h, p.cfg.RetainContainers)}, p.images(ctx, h)...)
}

// deployedHosts leaves out hosts of Traefik without roles, on which a deploy does
// nothing.
func (eng *engine) deployedHosts() []config.Host {
	return filter(eng.specifics().hosts, func(h config.Host) bool { return !eng.cfg.OnTraefik(h) || len(eng.cfg.RolesOn(h)) > 0 })
}

func (p Prune) containers(ctx context.Context, h config.Host, retain int) part {
	prune := hostcmd.Prune{Config: p.cfg, Host: h}
	cmd := commands.Then(prune.Leftovers(), prune.Containers(retain))
	return p.inUse(ctx, h, commands.And(p.record(ctx, "Pruned containers"), cmd))
}

func (p Prune) images(ctx context.Context, h config.Host) []part {
	prune := hostcmd.Prune{Config: p.cfg, Host: h}
	former := hostcmd.Traces{Config: p.cfg, Host: h}.FormerRoles()
	return []part{
		{cmd: commands.And(p.record(ctx, "Pruned images"), prune.Dangling(), former)},
		p.inUse(ctx, h, prune.Images()),
	}
}

// inUse is a part that may fail for something that is still in use: that is worth a
// note.
func (p Prune) inUse(ctx context.Context, h config.Host, cmd commands.Cmd) part {
	return part{cmd: cmd, optional: true, failed: func(_ string, err error) error {
		if !exited(err) {
			return err
		}
		p.emit(ctx, h, Note{Text: fmt.Sprintf("something could not be pruned: %v", err)})
		return nil
	}}
}
