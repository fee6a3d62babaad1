package kamal

import (
	"cmp"
	"context"
	"fmt"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// mayRevert reports whether a failure puts hosts back that were switched already.
// What only the old version needs stays until nothing can fail any more.
func (a App) mayRevert() bool {
	return cmp.Or(a.onFailure, a.cfg.OnFailure) == config.OnFailureRollback
}

// cleanUpOn removes from a host what was left for a revert, where an old version
// ran.
func (b *appBoot) cleanUpOn(h config.Host) commands.Cmd {
	if !b.mayRevert() {
		return commands.Cmd{}
	}
	var cmds []commands.Cmd
	for _, r := range b.spec.RolesOn(h) {
		if b.progress.containerBefore(h, r) != "" {
			cmds = append(cmds, b.cleanUp(h, r))
		}
	}
	return commands.And(cmds...)
}

// revert puts the old version back on hosts that were switched already, after
// the boot failed on another. It is best effort: what fails is warned of, and the
// states tell the rest.
func (b *appBoot) revert(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commandLimit)
	defer cancel()
	var switched []place
	for _, s := range b.progress.states {
		if s.State == StateNew && s.Before != "" {
			switched = append(switched, place{s.Host, b.cfg.Role(s.Role)})
		}
	}
	if len(switched) == 0 {
		return
	}
	_ = b.localStep(ctx, stepPutBack, nil, func(ctx context.Context) error {
		return abreast(ctx, switched, func(ctx context.Context, p place) error {
			if err := b.revertRole(ctx, p.host, p.role); err != nil {
				b.warn(ctx, "%s %s: the old version could not be put back: %v", p.host, p.role.Name, err)
				return &HostError{p.host, err}
			}
			b.progress.set(p.host, p.role, StateReverted)
			return nil
		})
	})
}

// revertRole starts the old container, points the proxy at it, and stops the
// new one.
func (b *appBoot) revertRole(ctx context.Context, h config.Host, r *config.Role) error {
	app := b.appCommands(h, r)
	if b.cfg.OnTraefik(h) {
		return fmt.Errorf("not done on hosts of Traefik")
	}
	old := app.VersionOf(b.progress.containerBefore(h, r))
	if err := b.send(ctx, h, app.Start(old)); err != nil {
		return err
	}
	if app.BehindProxy() {
		if err := b.send(ctx, h, app.ProxyDeploy("", old)); err != nil {
			return err
		}
	}
	return b.send(ctx, h, app.Stop(b.version))
}
