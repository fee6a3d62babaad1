package kamal

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// AppOptions say which version of the app an operation works on.
type AppOptions struct {
	// Version is the one asked for. Empty means what the operation documents.
	Version config.Version
}

// Boot boots the app on all hosts, in groups where the configuration has a
// boot limit, replacing what runs. Without a version it boots the one that
// carries the latest tag. It holds the lock.
//
// A container that does not get healthy is stopped, and what ran before goes on
// serving; the error is a [BootError] that says which host is in which state.
func (a App) Boot(ctx context.Context, o AppOptions) error {
	if err := a.made(); err != nil {
		return err
	}
	v := o.Version
	if v == "" {
		v = layout.LatestTag(a.cfg)
	}
	if err := a.checkSecrets(ctx, a.bootSecrets()); err != nil {
		return err
	}
	a = a.at(v).tracked()
	a.expectInput(a.spec.appHosts) // the env files
	before := func(ctx context.Context, last partsFunc) error {
		return a.checks.beforeBoot(ctx, a.statesWith(ctx, last, hookPreAppBoot))
	}
	return a.lock.holdAfter(ctx, before, a.bootReleasing)
}

// boot prepares all hosts, boots them group by group, and marks the version
// as the latest.
func (a App) boot(ctx context.Context) error { return a.bootReleasing(ctx, nil) }

// bootReleasing is boot as the last that is done under a lock.
func (a App) bootReleasing(ctx context.Context, release partsFunc) error {
	return a.bootWith(ctx, around{step: stepTagLatest, release: release})
}

// around is what hosts do together with a boot.
type around struct {
	// before goes with the run of a host's first role. It may be nil.
	before func(context.Context, config.Host) ([]part, error)
	// step is that of marking the version as the latest, with which after goes on hosts.
	step  Step
	hosts []config.Host
	after partsFunc
	// release gives the lock back together with that. It may be nil.
	release partsFunc
}

// bootWith is boot with more to do.
func (a App) bootWith(ctx context.Context, with around) error {
	if err := a.onEach(ctx, stepPrepareHosts, a.hostsToPrepare(), a.prepareHost); err != nil {
		return err
	}
	if a.progress == nil {
		a = a.tracked()
	}
	boot := &appBoot{App: a, around: with}
	if len(a.spec.roles) > 1 && a.spec.primaryRole != nil {
		boot.barrier = newBarrier()
	}
	if err := boot.groups(ctx); err != nil {
		if ctx.Err() != nil && a.progress.allNew() {
			return a.progress.failed(errors.Join(err, boot.tagAnyway(ctx)))
		}
		if a.mayRevert() {
			boot.revert(ctx)
		}
		return a.progress.failed(err)
	}
	return boot.end(ctx)
}

// end marks the version as the latest where it was booted, removes what only older
// ones needed, and does what comes with it.
func (b *appBoot) end(ctx context.Context) error {
	release := b.mayRelease()
	booted := func(h config.Host) bool { return slices.Contains(b.spec.appHosts, h) }
	hosts := filter(b.spec.hosts, func(h config.Host) bool {
		return booted(h) || slices.Contains(b.around.hosts, h) || release != nil && h == b.spec.primaryHost
	})
	return b.onEach(ctx, b.around.step, hosts, func(ctx context.Context, h config.Host) error {
		var parts []part
		if booted(h) {
			parts = append(parts, b.tagPart(ctx, h, release != nil), part{cmd: b.cleanUpOn(h)})
		}
		if slices.Contains(b.around.hosts, h) {
			parts = append(parts, b.around.after(ctx, h)...)
		}
		return b.together(ctx, h, append(parts, release.on(ctx, h)...)...)
	})
}

// mayRelease gives what releases the lock together with the tags, unless more than those
// goes to other hosts: that may come late, when another deploy is on already.
func (b *appBoot) mayRelease() partsFunc {
	more := func(h config.Host) bool { return h != b.spec.primaryHost && !b.cleanUpOn(h).IsZero() }
	if b.around.after != nil || slices.ContainsFunc(b.spec.appHosts, more) {
		return nil
	}
	return b.around.release
}

// tagPart marks the version as the latest on a host, where the lock may be released
// meanwhile only as long as no other deploy has come to it.
func (b *appBoot) tagPart(ctx context.Context, h config.Host, releasing bool) part {
	tag := part{cmd: b.tagLatest(ctx, h)}
	switch {
	case releasing && h == b.spec.primaryHost:
		tag.limit = quietLimit
	case releasing:
		tag.cmd = b.appCommands(h, b.spec.RolesOn(h)[0]).UnlessOvertaken(b.version, tag.cmd)
	}
	return tag
}

// tagAnyway marks the version as the latest after an interruption that met a boot
// which had got through everywhere: it is what runs.
func (a App) tagAnyway(ctx context.Context) error {
	ctx, cancel := cleanup(ctx)
	defer cancel()
	return a.onEach(ctx, stepTagLatest, a.spec.appHosts, func(ctx context.Context, h config.Host) error {
		return a.send(ctx, h, a.tagLatest(ctx, h))
	})
}

func (a App) tagLatest(ctx context.Context, h config.Host) commands.Cmd {
	text := "Tagging " + a.cfg.ImageAt(a.version) + " as the latest image"
	return commands.And(a.record(ctx, text), a.appCommands(h, nil).TagLatest(a.version))
}

// appBoot is one boot of the app over all hosts.
type appBoot struct {
	App
	around  around
	barrier *barrier
}

// groups boots the hosts group by group. A failure ends it after its group,
// unless all hosts have to finish.
func (b *appBoot) groups(ctx context.Context) error {
	groups := [][]config.Host{b.spec.appHosts}
	if size := groupSize(b.cfg.Boot, len(b.cfg.Hosts())); size > 0 {
		groups = slices.Collect(slices.Chunk(b.spec.appHosts, size))
	}
	var errs []error
	for i, group := range groups {
		if i > 0 {
			b.progress.forget(group...)
		}
		err := b.group(inGroup(ctx, group), group)
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
	b.forgetBefore(ctx, hookPreAppBoot, hosts)
	if err := b.hook(ctx, hookPreAppBoot, hookOptions{hosts: hosts, group: true}); err != nil {
		return err
	}
	err := b.onEach(ctx, StepBootApp, hosts, b.host)
	if err != nil {
		return err
	}
	return b.hook(ctx, hookPostAppBoot, hookOptions{hosts: hosts, group: true})
}

// forgetBefore drops what was found on hosts if there is a hook: it may change that.
func (eng *engine) forgetBefore(ctx context.Context, name string, hosts []config.Host) {
	if eng.hasHook(ctx, name) {
		eng.progress.forget(hosts...)
	}
}

// host boots the roles of a host, one after the other unless the configuration
// wants them all at once.
func (b *appBoot) host(ctx context.Context, h config.Host) error {
	roles := b.spec.RolesOn(h)
	boot := func(ctx context.Context, r *config.Role) error {
		return newRoleBoot(b, h, r).run(ctx)
	}
	if b.cfg.Boot.ParallelRoles {
		return abreast(ctx, roles, boot)
	}
	return inTurn(roles, func(r *config.Role) error { return boot(ctx, r) })
}

// wait is a pause that gives something on a host time. A rehearsal leaves it out.
func (eng *engine) wait(ctx context.Context, t time.Duration) error {
	if eng.run.rehearsed {
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

// groupSize is the number of hosts that boot at once, of all hosts; 0 is no limit.
func groupSize(b config.Boot, allHosts int) int {
	if b.Limit == 0 || !b.Percent {
		return b.Limit
	}
	return max(1, allHosts*b.Limit/100)
}
