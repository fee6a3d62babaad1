package kamal

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
)

// lostError is a host that was lost while the proxy switched over.
type lostError struct{ error }

func (e *lostError) Unwrap() error { return e.error }

func isUnhealthy(err error) bool {
	_, ok := errors.AsType[*UnhealthyError](err)
	return ok
}

// giveUp stops the new container, and tells what became of it. The old one was
// not touched. A container that only an interruption kept from coming up has not
// failed.
func (b *roleBoot) giveUp(ctx context.Context, err error) error {
	if _, lost := errors.AsType[*lostError](err); lost {
		return err
	}
	if !exited(err) && !b.knowsName(ctx) {
		b.progress.set(b.host, b.role, StateUnknown)
		return err
	}
	interrupted := ctx.Err() != nil
	if b.primary && b.barrier.close() && !interrupted {
		b.warn(ctx, "no other role is booted, for %s did not come up on %s", b.role.Name, b.host)
	}
	ended, _ := errors.AsType[*UnhealthyError](err)
	if ended != nil && !ended.Ended {
		ended = nil
	}
	if stopErr := b.stopNew(ctx, ended, !interrupted); stopErr != nil {
		if b.isLost(b.host) && !exited(err) {
			b.progress.set(b.host, b.role, StateUnknown)
			return err // which says that the host can't be reached
		}
		return errors.Join(err, stopErr)
	}
	b.progress.update(b.host, b.role, func(s *RoleState) { s.State, s.Interrupted = StateOld, interrupted })
	return err
}

// knowsName finds out whether the container that had the new one's name has it still,
// where nothing was heard of its end.
func (b *roleBoot) knowsName(ctx context.Context) bool {
	if b.makeWay == "" {
		return true
	}
	ctx, cancel := b.cleanupOn(ctx, b.host, cleanupLimit)
	defer cancel()
	out, err := b.ask(ctx, b.host, b.app.State(b.version))
	if err == nil && hostcmd.ParseStates(out)[b.role.Name].Existing.ID != b.found.Existing.ID {
		b.makeWay = ""
	}
	return err == nil
}

// stopNew stops the new container, once. What became of it is told before.
func (b *roleBoot) stopNew(ctx context.Context, ended *UnhealthyError, tell bool) error {
	if b.stopped || b.makeWay != "" { // what has its name is not new
		return nil
	}
	lost := b.isLost(b.host)
	ctx, cancel := b.cleanupOn(ctx, b.host, cleanupLimit+layout.StopTimeout(b.cfg, b.role, b.host))
	defer cancel()
	if tell && !lost {
		b.newcomer().report(ctx, ended)
	}
	out, err := b.ask(ctx, b.host, commands.Or(b.app.Stop(b.version), b.app.StillRunning(b.version)))
	if err == nil && len(hostcmd.ParseStillRunning(out)) > 0 {
		err = fmt.Errorf("docker did not stop it: type `docker stop %s` there", b.role.ContainerName(b.version))
	}
	if err != nil {
		return fmt.Errorf("stopping the new container: %w", err)
	}
	b.stopped = true
	return nil
}

// callOff stops a new container that does not stay up while the proxy waits for
// it. It reports whether the proxy has not turned to it before: then the proxy's
// answer counts, and nothing is done.
func (b *roleBoot) callOff(ctx context.Context, ended *UnhealthyError) bool {
	if serves, err := b.proxyServes(ctx); err != nil || serves {
		return false
	}
	if !b.takeClaim(ctx) {
		return false
	}
	// From here on the old container is not stopped together with the switch.
	if serves, err := b.proxyServes(ctx); err != nil || serves {
		return false
	}
	if b.stopNew(ctx, ended, true) != nil {
		return false
	}
	if serves, err := b.proxyServes(ctx); err == nil && serves {
		b.pointBack(ctx)
	}
	return true
}

// takeClaim reports whether the switch has not gone on to stop the old container.
func (b *roleBoot) takeClaim(ctx context.Context) bool {
	ctx, cancel := b.cleanupOn(ctx, b.host, cleanupLimit)
	defer cancel()
	b.claimed = b.send(ctx, b.host, b.claim().Take()) == nil
	return b.claimed
}

// proxyServes reports whether the proxy sends requests to the new container.
func (b *roleBoot) proxyServes(ctx context.Context) (bool, error) {
	ctx, cancel := cleanup(ctx)
	defer cancel()
	out, err := b.ask(ctx, b.host, hostcmd.ProxyServices())
	return strings.Contains(out, b.id), err
}

// pointBack makes the proxy send requests to the old container again, when it turned
// to the new one just before that was stopped.
func (b *roleBoot) pointBack(ctx context.Context) {
	if b.old == "" {
		return
	}
	old := b.app.VersionOf(b.old)
	if err := b.send(ctx, b.host, b.app.ProxyDeploy("", old)); err != nil {
		b.warn(ctx, "%s %s: the proxy could not be pointed at version %s again: %v", b.host, b.role.Name, bootedAs(old).Short(), err)
	}
}
