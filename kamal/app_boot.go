package kamal

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// AppOptions say which version of the app an operation works on.
type AppOptions struct {
	// Version is the one asked for. Empty means what the operation documents.
	Version config.Version
}

// AppBoot boots the app on all hosts, in groups where the configuration has a
// boot limit, replacing what runs. Without a version it boots the one that
// carries the latest tag. It holds the lock.
//
// A container that does not get healthy is stopped, and what ran before goes on
// serving; the error is a [BootError] that says which host is in which state.
func (d *Deployer) AppBoot(ctx context.Context, o AppOptions) error {
	v := o.Version
	if v == "" {
		v = d.cfg.LatestTag()
	}
	if err := d.checkSecrets(ctx, d.bootSecrets()); err != nil {
		return err
	}
	d = d.at(v)
	return d.withLock(ctx, func(ctx context.Context) error {
		if err := d.checkBeforeBoot(ctx); err != nil {
			return err
		}
		return d.bootApp(ctx)
	})
}

// bootApp prepares all hosts, boots them group by group, and marks the version
// as the latest.
func (d *Deployer) bootApp(ctx context.Context) error {
	if err := d.onEach(ctx, "preparing the hosts", d.hostsToPrepare(), d.prepareHost); err != nil {
		return err
	}
	if d.progress == nil {
		d = d.tracked()
	}
	boot := &appBoot{Deployer: d}
	if len(d.spec.Roles) > 1 && d.spec.PrimaryRole != nil {
		boot.barrier = newBarrier()
	}
	if err := boot.groups(ctx); err != nil {
		if ctx.Err() != nil && d.progress.allNew() {
			return d.progress.failed(errors.Join(err, boot.tagAnyway(ctx)))
		}
		if d.mayRevert() {
			boot.revert(ctx)
		}
		return d.progress.failed(err)
	}
	if err := d.onEach(ctx, "tagging the latest image", d.spec.AppHosts, d.tagLatest); err != nil {
		return err
	}
	return boot.cleanUpAll(ctx)
}

// tagAnyway marks the version as the latest after an interruption that met a boot
// which had got through everywhere: it is what runs.
func (d *Deployer) tagAnyway(ctx context.Context) error {
	ctx, cancel := cleanup(ctx)
	defer cancel()
	return d.onEach(ctx, "tagging the latest image", d.spec.AppHosts, d.tagLatest)
}

func (d *Deployer) tagLatest(ctx context.Context, h config.Host) error {
	text := "Tagging " + d.cfg.ImageAt(d.version) + " as the latest image"
	return d.send(ctx, h, commands.And(d.record(ctx, text), commands.App{Config: d.cfg, Host: h}.TagLatest(d.version)))
}

// appBoot is one boot of the app over all hosts.
type appBoot struct {
	*Deployer
	barrier *barrier
}

// groups boots the hosts group by group. A failure ends it after its group,
// unless all hosts have to finish.
func (b *appBoot) groups(ctx context.Context) error {
	groups := [][]config.Host{b.spec.AppHosts}
	if size := b.cfg.Boot.GroupSize(len(b.cfg.Hosts())); size > 0 {
		groups = slices.Collect(slices.Chunk(b.spec.AppHosts, size))
	}
	var errs []error
	for _, group := range groups {
		err := b.group(ctx, group)
		if err == nil {
			err = b.wait(ctx, b.cfg.Boot.Wait)
		}
		errs = append(errs, err)
		if err != nil && (!b.allGroups || ctx.Err() != nil) {
			break
		}
	}
	return errors.Join(errs...)
}

func (b *appBoot) group(ctx context.Context, hosts []config.Host) error {
	if err := b.hook(ctx, HookPreAppBoot, hookOptions{hosts: hosts, group: true}); err != nil {
		return err
	}
	err := b.onEach(ctx, "booting the app", hosts, b.host)
	if err != nil {
		return err
	}
	return b.hook(ctx, HookPostAppBoot, hookOptions{hosts: hosts, group: true})
}

// host boots the roles of a host, one after the other unless the configuration
// wants them all at once.
func (b *appBoot) host(ctx context.Context, h config.Host) error {
	roles := b.spec.RolesOn(h)
	boot := func(r *config.Role) error {
		return newRoleBoot(b, h, r).run(ctx)
	}
	if b.cfg.Boot.ParallelRoles {
		return all(roles, boot)
	}
	return inTurn(roles, boot)
}

// wait is a pause that gives something on a host time. A rehearsal leaves it out.
func (d *Deployer) wait(ctx context.Context, t time.Duration) error {
	if d.run.rehearsed {
		return ctx.Err()
	}
	return pause(ctx, t)
}

// pause waits, unless ctx ends before.
func pause(ctx context.Context, t time.Duration) error {
	if t <= 0 {
		return context.Cause(ctx)
	}
	timer := time.NewTimer(t)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
