package kamal

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Start starts the stopped containers of a version, the configuration's
// unless one is asked for, and points the proxy at them. It holds the lock.
func (a App) Start(ctx context.Context, o AppOptions) error {
	if err := a.made(); err != nil {
		return err
	}
	v := o.Version
	if v == "" {
		var err error
		if v, err = a.cfg.Version(); err != nil {
			return err
		}
	}
	a = a.at(v)
	return a.changeRoles(ctx, stepStartApp, a.startRole)
}

// Stop stops the running containers, after taking them away from the proxy.
// It holds the lock.
func (a App) Stop(ctx context.Context) error {
	return a.changeRoles(ctx, stepStopApp, a.stopRole)
}

// changeRoles does something to each role of every host, role after role, and
// holds the lock.
func (a App) changeRoles(ctx context.Context, step Step, change func(context.Context, config.Host, *config.Role) error) error {
	return a.lock.hold(ctx, func(ctx context.Context) error {
		return a.onEach(ctx, step, a.spec.appHosts, func(ctx context.Context, h config.Host) error {
			roles := a.spec.RolesOn(h)
			apply := func(ctx context.Context, r *config.Role) error { return change(ctx, h, r) }
			if a.cfg.Boot.ParallelRoles {
				return abreast(ctx, roles, apply)
			}
			return inTurn(roles, func(r *config.Role) error { return apply(ctx, r) })
		})
	})
}

func (a App) startRole(ctx context.Context, h config.Host, r *config.Role) error {
	app := a.appCommands(h, r)
	text := "Started app version " + string(a.version)
	if err := a.send(ctx, h, a.record(ctx, text)); err != nil {
		return err
	}
	if err := a.try(ctx, h, app.Start(a.version)); err != nil || !app.BehindProxy() {
		return err
	}
	running, err := a.running(ctx, h, r)
	if err != nil {
		return err
	}
	if running.ID == "" {
		return fmt.Errorf("%s does not run, so the proxy can't be pointed at it: there may be no container of version %s", r.Name, a.version)
	}
	n := newcomer{
		engine: a.engine, host: h, container: running.Name, role: r.Name, version: bootedAs(app.VersionOf(running.Name)), logLines: reportLines,
	}
	return n.behindProxy(ctx, app.ProxyDeploy(running.ID, app.VersionOf(running.Name)))
}

func (a App) stopRole(ctx context.Context, h config.Host, r *config.Role) error {
	app := a.appCommands(h, r)
	running, err := a.running(ctx, h, r)
	if err != nil {
		return err
	}
	if err := a.send(ctx, h, a.recordFor(ctx, r, "Stopped app")); err != nil {
		return err
	}
	if app.BehindProxy() && running.ID != "" {
		if err := a.try(ctx, h, app.ProxyRemove()); err != nil {
			return err
		}
	}
	ctx, cancel := a.stopLimit(ctx, h, r)
	defer cancel()
	return a.try(ctx, h, app.StopRunning())
}

// Live ends the maintenance of the app: the proxy sends requests to it again.
// It holds the lock.
func (a App) Live(ctx context.Context) error {
	return a.eachProxied(ctx, stepGoLive, func(app hostcmd.App) commands.Cmd { return app.ProxyLive() })
}

// MaintenanceOptions change how the app goes into maintenance.
type MaintenanceOptions struct {
	// DrainTimeout is how long running requests may take; 0 is the configuration's.
	DrainTimeout time.Duration
	// Message is shown to visitors; empty leaves the choice to the proxy.
	Message string
}

// Maintenance makes the proxy answer in the app's place. It holds the lock.
func (a App) Maintenance(ctx context.Context, o MaintenanceOptions) error {
	if err := a.made(); err != nil {
		return err
	}
	if o.DrainTimeout < 0 {
		return fmt.Errorf("%w: requests may not take %s to end: the time can't be negative", ErrUsage, o.DrainTimeout)
	}
	drain := orElse(o.DrainTimeout, a.cfg.DrainTimeout)
	return a.eachProxied(ctx, stepGoIntoMaintenance, func(app hostcmd.App) commands.Cmd {
		return app.ProxyMaintenance(drain, o.Message)
	})
}

// eachProxied does something in the proxy for each proxied role. On Traefik's
// hosts it can't be done, and half an app in maintenance helps nobody.
func (a App) eachProxied(ctx context.Context, step Step, cmd func(hostcmd.App) commands.Cmd) error {
	if len(a.specifics().traefikHosts) > 0 {
		return fmt.Errorf("%w: %s run Traefik, which knows no maintenance", ErrUsage, joinHosts(a.spec.traefikHosts))
	}
	return a.lock.hold(ctx, func(ctx context.Context) error {
		return a.onEach(ctx, step, a.spec.proxyHosts, func(ctx context.Context, h config.Host) error {
			roles := filter(a.spec.RolesOn(h), func(r *config.Role) bool { return r.Proxied })
			return abreast(ctx, roles, func(ctx context.Context, r *config.Role) error { return a.send(ctx, h, cmd(a.appCommands(h, r))) })
		})
	})
}

// Details shows the containers of each role on every host.
func (a App) Details(ctx context.Context) ([]Answer[[]commands.ListedContainer], error) {
	return read(hostcmd.ParseContainerList)(a.roleResults(ctx, func(ctx context.Context, p place) (string, error) {
		return a.ask(ctx, p.host, a.appCommands(p.host, p.role).Details())
	}))
}

// Containers shows all containers of the app on every host, in any state.
func (a App) Containers(ctx context.Context) ([]Answer[[]commands.ListedContainer], error) {
	return read(hostcmd.ParseContainerList)(a.results(ctx, a.specifics().appHosts, func(h config.Host) commands.Cmd {
		return a.appCommands(h, nil).Containers()
	}))
}

// Images shows the app's images on every host.
func (a App) Images(ctx context.Context) ([]Answer[[]commands.ListedImage], error) {
	return read(hostcmd.ParseImageList)(a.results(ctx, a.specifics().appHosts, func(h config.Host) commands.Cmd {
		return a.appCommands(h, nil).Images()
	}))
}

// Version gives the version that runs on every host, in its first role; an
// empty text where nothing runs.
func (a App) Version(ctx context.Context) ([]Answer[config.Version], error) {
	return read(func(text string) config.Version { return config.Version(text) })(gather(ctx, a.engine, a.specifics().appHosts, func(ctx context.Context, h config.Host) (Result, error) {
		r := a.spec.RolesOn(h)[0]
		running, err := a.running(ctx, h, r)
		return Result{Host: h, Text: string(a.appCommands(h, r).VersionOf(running.Name)), Err: err}, err
	}))
}

// runningVersion is the version that runs on the primary host in its first
// role, or the configuration's where nothing runs.
func (a App) runningVersion(ctx context.Context) (config.Version, error) {
	if a.spec.primaryRole != nil {
		if err := a.ahead(ctx); err != nil {
			return "", err
		}
		running, err := a.running(ctx, a.spec.primaryHost, a.spec.primaryRole)
		if err != nil {
			return "", err
		}
		if v := a.appCommands(a.spec.primaryHost, a.spec.primaryRole).VersionOf(running.Name); v != "" {
			return v, nil
		}
	}
	return a.cfg.Version()
}

// Remove stops the app and removes its containers, images and folders from
// the hosts. It holds the lock.
func (a App) Remove(ctx context.Context) error {
	return a.lock.hold(ctx, func(ctx context.Context) error { return a.remove(ctx) })
}

func (a App) remove(ctx context.Context) error {
	return inTurn([]func(context.Context) error{
		a.Stop, a.RemoveContainers, a.RemoveImages, a.RemoveAppDirectories,
	}, func(step func(context.Context) error) error { return step(ctx) })
}

// RemoveContainer removes the stopped containers of one version. It holds
// the lock.
func (a App) RemoveContainer(ctx context.Context, v config.Version) error {
	return a.at(v).changeRolesAtOnce(about(ctx, string(v)), stepRemoveVersion, func(ctx context.Context, h config.Host, r *config.Role) error {
		text := "Removed app container with version " + string(v)
		return a.send(ctx, h, commands.And(a.recordFor(ctx, r, text), a.appCommands(h, r).Remove(v)))
	})
}

// RemoveContainers removes all stopped containers of the app. It holds the
// lock.
func (a App) RemoveContainers(ctx context.Context) error {
	return a.changeRolesAtOnce(ctx, stepRemoveContainers, func(ctx context.Context, h config.Host, r *config.Role) error {
		return a.send(ctx, h, commands.And(a.recordFor(ctx, r, "Removed all app containers"), a.appCommands(h, r).RemoveAll()))
	})
}

func (a App) changeRolesAtOnce(ctx context.Context, step Step, change func(context.Context, config.Host, *config.Role) error) error {
	return a.lock.hold(ctx, func(ctx context.Context) error {
		return a.onEach(ctx, step, a.spec.appHosts, func(ctx context.Context, h config.Host) error {
			return abreast(ctx, a.spec.RolesOn(h), func(ctx context.Context, r *config.Role) error { return change(ctx, h, r) })
		})
	})
}

// RemoveImages removes the service's images that no container uses, on hosts
// all of whose roles are asked for. It holds the lock.
func (a App) RemoveImages(ctx context.Context) error {
	return a.lock.hold(ctx, func(ctx context.Context) error {
		return a.onEach(ctx, stepRemoveImages, a.wholeHosts(), func(ctx context.Context, h config.Host) error {
			return a.send(ctx, h, commands.And(a.record(ctx, "Removed all app images"), a.appCommands(h, nil).RemoveImages()))
		})
	})
}

// RemoveAppDirectories removes the app's folders and the env files of its roles,
// of those too that the configuration no longer has, on hosts all of whose roles are asked for. It holds the lock.
func (a App) RemoveAppDirectories(ctx context.Context) error {
	return a.lock.hold(ctx, func(ctx context.Context) error {
		return a.onEach(ctx, stepRemoveAppFolders, a.wholeHosts(), func(ctx context.Context, h config.Host) error {
			app := a.appCommands(h, nil)
			env := commands.Then(app.RemoveEnvFiles(), hostcmd.Traces{Config: a.cfg, Host: h}.FormerRoles())
			if a.cfg.OnTraefik(h) {
				return a.send(ctx, h, env)
			}
			return a.send(ctx, h, commands.Then(
				app.RemoveDirectory().Quiet(), a.record(ctx, "Removed "+layout.AppDirectory(a.cfg)),
				app.RemoveProxyDirectory().Quiet(), env))
		})
	})
}

// wholeHosts are the hosts all of whose roles are asked for.
func (eng *engine) wholeHosts() []config.Host {
	return filter(eng.spec.appHosts, func(h config.Host) bool {
		return !slices.ContainsFunc(eng.cfg.RolesOn(h), func(r *config.Role) bool { return !slices.Contains(eng.spec.roles, r) })
	})
}
