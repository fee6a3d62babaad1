package kamal

import (
	"context"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// StaleOptions say what to do with stale containers.
type StaleOptions struct {
	// Stop stops them; otherwise they are only told of.
	Stop bool
}

// StaleContainer is a container of another version than the running one that
// still runs.
type StaleContainer struct {
	Host    config.Host
	Role    string
	Version config.Version
	// Stopped says that it ran until now.
	Stopped bool
}

// StaleContainers finds containers of other versions than the running one
// that still run. Stopping them holds the lock.
func (a App) StaleContainers(ctx context.Context, o StaleOptions) ([]StaleContainer, error) {
	if err := a.made(); err != nil {
		return nil, err
	}
	if !o.Stop {
		return a.stale(ctx, false, a.notServing)
	}
	var found []StaleContainer
	err := a.lock.hold(ctx, func(ctx context.Context) (err error) {
		found, err = a.stale(ctx, true, a.notServing)
		return err
	})
	return found, err
}

// stopStale is the step of a deploy. What may serve, or may be about to, is left to
// the boot, which stops it once the new container has taken over.
func (a App) stopStale(ctx context.Context) error {
	return a.onEach(ctx, stepStopStale, a.spec.appHosts, func(ctx context.Context, h config.Host) error {
		if f, known := a.progress.foundOn(h); !known || f.early && f.anyStale() {
			if err := a.together(ctx, h, a.statePart(h, false)); err != nil {
				return err
			}
		}
		found, _ := a.progress.foundOn(h)
		stopped := 0
		err := inTurn(a.spec.RolesOn(h), func(r *config.Role) error {
			stale, err := a.surelyStale(ctx, a.appCommands(h, r), found.states[r.Name])
			if err != nil {
				return err
			}
			stopped += len(stale)
			_, err = a.staleOf(ctx, h, r, stale, true)
			return err
		})
		if stopped > 0 {
			a.progress.forget(h)
		}
		return err
	})
}

// statesWith finds out what of the app is on hosts, together with what takes the lock.
// Only on the primary host it is taken by then: see [Lock.holdAfter]. It is of no use
// before a hook of that name.
func (a App) statesWith(ctx context.Context, lock partsFunc, before string) partsFunc {
	if a.hasHook(ctx, before) {
		return lock
	}
	return func(ctx context.Context, h config.Host) []part {
		parts := lock.on(ctx, h)
		if slices.Contains(a.spec.appHosts, h) {
			parts = append(parts, a.statePart(h, lock != nil && h != a.spec.primaryHost))
		}
		return parts
	}
}

// statePart finds out what of the roles is on a host, for the boot and for what
// comes before it.
func (a App) statePart(h config.Host, early bool) part {
	var ask []commands.Cmd
	for _, r := range a.spec.RolesOn(h) {
		ask = append(ask, a.appCommands(h, r).State(a.version))
	}
	return part{cmd: commands.And(ask...), ask: func(out string) error {
		states := hostcmd.ParseStates(out)
		a.progress.find(h, finding{states, early})
		for _, r := range a.spec.RolesOn(h) {
			before := bootedAs(a.appCommands(h, r).VersionOf(states[r.Name].Running.Name))
			a.progress.update(h, r, func(s *RoleState) { s.Before = before })
		}
		return nil
	}}
}

// choice chooses which of the containers of a role that run are stale.
type choice func(context.Context, hostcmd.App, hostcmd.State) ([]hostcmd.Container, error)

func (a App) stale(ctx context.Context, stop bool, choose choice) ([]StaleContainer, error) {
	found, err := gather(ctx, a.engine, a.spec.appHosts, func(ctx context.Context, h config.Host) ([]StaleContainer, error) {
		roles := a.spec.RolesOn(h)
		var ask []commands.Cmd
		for _, r := range roles {
			ask = append(ask, a.appCommands(h, r).RunningState())
		}
		out, err := a.ask(ctx, h, commands.And(ask...))
		if err != nil {
			return nil, err
		}
		states := hostcmd.ParseStates(out)
		var found []StaleContainer
		err = inTurn(roles, func(r *config.Role) error {
			stale, err := choose(ctx, a.appCommands(h, r), states[r.Name])
			if err != nil {
				return err
			}
			results, err := a.staleOf(ctx, h, r, stale, stop)
			found = append(found, results...)
			return err
		})
		return found, err
	})
	return flatten(found), err
}

// surelyStale are none where it is in doubt which of them serves. A boot that was cut
// short has left it so: the proxy may have turned to its container, or do so yet, and
// still be waiting for the requests of the one before.
func (a App) surelyStale(_ context.Context, app hostcmd.App, state hostcmd.State) ([]hostcmd.Container, error) {
	if state.Doubtful && app.BehindProxy() {
		return nil, nil
	}
	return state.Stale, nil
}

// notServing are the containers that run besides the one that serves. Where that is
// in doubt the proxy knows which it is.
func (a App) notServing(ctx context.Context, app hostcmd.App, state hostcmd.State) ([]hostcmd.Container, error) {
	if !state.Doubtful || !app.BehindProxy() {
		return state.Stale, nil
	}
	out, err := a.askOptional(ctx, app.Host, hostcmd.ProxyServices())
	if err != nil {
		return nil, err
	}
	for i, c := range state.Stale {
		if strings.Contains(out, c.ID) {
			return slices.Concat([]hostcmd.Container{state.Running}, state.Stale[:i], state.Stale[i+1:]), nil
		}
	}
	return state.Stale, nil
}

func (a App) staleOf(ctx context.Context, h config.Host, r *config.Role, stale []hostcmd.Container, stop bool) ([]StaleContainer, error) {
	var found []StaleContainer
	for _, c := range stale {
		v := a.appCommands(h, r).VersionOf(c.Name)
		if stop {
			limited, cancel := a.stopLimit(ctx, h, r)
			err := a.try(limited, h, a.appCommands(h, r).Stop(v))
			cancel()
			if err != nil {
				return found, err
			}
		}
		found = append(found, StaleContainer{Host: h, Role: r.Name, Version: v, Stopped: stop})
	}
	return found, nil
}
