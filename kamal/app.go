package kamal

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// AppStart starts the stopped containers of a version, the configuration's
// unless one is asked for, and points the proxy at them. It holds the lock.
func (d *Deployer) AppStart(ctx context.Context, o AppOptions) error {
	v := o.Version
	if v == "" {
		var err error
		if v, err = d.cfg.Version(); err != nil {
			return err
		}
	}
	d = d.at(v)
	return d.changeRoles(ctx, "starting the app", d.startRole)
}

// AppStop stops the running containers, after taking them away from the proxy.
// It holds the lock.
func (d *Deployer) AppStop(ctx context.Context) error {
	return d.changeRoles(ctx, "stopping the app", d.stopRole)
}

// changeRoles does something to each role of every host, role after role, and
// holds the lock.
func (d *Deployer) changeRoles(ctx context.Context, step string, change func(context.Context, config.Host, *config.Role) error) error {
	return d.withLock(ctx, func(ctx context.Context) error {
		return d.onEach(ctx, step, d.spec.AppHosts, func(ctx context.Context, h config.Host) error {
			roles := d.spec.RolesOn(h)
			apply := func(r *config.Role) error { return change(ctx, h, r) }
			if d.cfg.Boot.ParallelRoles {
				return all(roles, apply)
			}
			return inTurn(roles, apply)
		})
	})
}

func (d *Deployer) startRole(ctx context.Context, h config.Host, r *config.Role) error {
	app := d.appCommands(h, r)
	text := "Started app version " + d.version.String()
	if err := d.send(ctx, h, d.record(ctx, text)); err != nil {
		return err
	}
	if err := d.try(ctx, h, app.Start(d.version)); err != nil || !app.BehindProxy() {
		return err
	}
	running, err := d.running(ctx, h, r)
	if err != nil {
		return err
	}
	if running.ID == "" {
		return fmt.Errorf("%s does not run, so the proxy can't be pointed at it: there may be no container of version %s", r.Name, d.version)
	}
	n := newcomer{
		Deployer: d, host: h, container: running.Name, role: r.Name, version: bootedAs(app.VersionOf(running.Name)), logLines: reportLines,
	}
	return n.behindProxy(ctx, app.ProxyDeploy(running.ID, app.VersionOf(running.Name)))
}

func (d *Deployer) stopRole(ctx context.Context, h config.Host, r *config.Role) error {
	app := d.appCommands(h, r)
	running, err := d.running(ctx, h, r)
	if err != nil {
		return err
	}
	if err := d.send(ctx, h, d.recordFor(ctx, r, "Stopped app")); err != nil {
		return err
	}
	if app.BehindProxy() && running.ID != "" {
		if err := d.try(ctx, h, app.ProxyRemove()); err != nil {
			return err
		}
	}
	ctx, cancel := stopLimit(ctx, r)
	defer cancel()
	return d.try(ctx, h, app.StopRunning())
}

// AppLive ends the maintenance of the app: the proxy sends requests to it again.
// It holds the lock.
func (d *Deployer) AppLive(ctx context.Context) error {
	return d.eachProxied(ctx, "going live", func(app commands.App) commands.Cmd { return app.ProxyLive() })
}

// MaintenanceOptions change how the app goes into maintenance.
type MaintenanceOptions struct {
	// DrainTimeout is how long running requests may take; 0 is the configuration's.
	DrainTimeout time.Duration
	// Message is shown to visitors; empty leaves the choice to the proxy.
	Message string
}

// AppMaintenance makes the proxy answer in the app's place. It holds the lock.
func (d *Deployer) AppMaintenance(ctx context.Context, o MaintenanceOptions) error {
	drain := orElse(o.DrainTimeout, d.cfg.DrainTimeout)
	return d.eachProxied(ctx, "going into maintenance", func(app commands.App) commands.Cmd {
		return app.ProxyMaintenance(drain, o.Message)
	})
}

// eachProxied does something in the proxy for each proxied role. On Traefik's
// hosts it can't be done, and half an app in maintenance helps nobody.
func (d *Deployer) eachProxied(ctx context.Context, step string, cmd func(commands.App) commands.Cmd) error {
	if len(d.spec.TraefikHosts) > 0 {
		return fmt.Errorf("%w: %s run Traefik, which knows no maintenance", ErrUsage, joinHosts(d.spec.TraefikHosts))
	}
	return d.withLock(ctx, func(ctx context.Context) error {
		return d.onEach(ctx, step, d.spec.ProxyHosts, func(ctx context.Context, h config.Host) error {
			roles := filter(d.spec.RolesOn(h), func(r *config.Role) bool { return r.Proxied })
			return all(roles, func(r *config.Role) error { return d.send(ctx, h, cmd(d.appCommands(h, r))) })
		})
	})
}

// AppDetails shows the containers of each role on every host.
func (d *Deployer) AppDetails(ctx context.Context) ([]Result, error) {
	return d.roleResults(ctx, func(ctx context.Context, p place) (string, error) {
		return d.ask(ctx, p.host, d.appCommands(p.host, p.role).Details())
	})
}

// AppContainers shows all containers of the app on every host, in any state.
func (d *Deployer) AppContainers(ctx context.Context) ([]Result, error) {
	return d.results(ctx, d.spec.AppHosts, func(h config.Host) commands.Cmd {
		return commands.App{Config: d.cfg, Host: h}.Containers()
	})
}

// AppImages shows the app's images on every host.
func (d *Deployer) AppImages(ctx context.Context) ([]Result, error) {
	return d.results(ctx, d.spec.AppHosts, func(h config.Host) commands.Cmd {
		return commands.App{Config: d.cfg, Host: h}.Images()
	})
}

// AppVersion gives the version that runs on every host, in its first role; an
// empty text where nothing runs.
func (d *Deployer) AppVersion(ctx context.Context) ([]Result, error) {
	return gather(ctx, d, d.spec.AppHosts, func(ctx context.Context, h config.Host) (Result, error) {
		r := d.spec.RolesOn(h)[0]
		running, err := d.running(ctx, h, r)
		return Result{Host: h, Text: d.appCommands(h, r).VersionOf(running.Name).String(), Err: err}, err
	})
}

// runningVersion is the version that runs on the primary host in its first
// role, or the configuration's where nothing runs.
func (d *Deployer) runningVersion(ctx context.Context) (config.Version, error) {
	if d.spec.PrimaryRole != nil {
		running, err := d.running(ctx, d.spec.PrimaryHost, d.spec.PrimaryRole)
		if err != nil {
			return "", err
		}
		if v := d.appCommands(d.spec.PrimaryHost, d.spec.PrimaryRole).VersionOf(running.Name); v != "" {
			return v, nil
		}
	}
	return d.cfg.Version()
}

// AppRemove stops the app and removes its containers, images and folders from
// the hosts. It holds the lock.
func (d *Deployer) AppRemove(ctx context.Context) error {
	return d.withLock(ctx, func(ctx context.Context) error { return d.removeApp(ctx) })
}

func (d *Deployer) removeApp(ctx context.Context) error {
	return inTurn([]func(context.Context) error{
		d.AppStop, d.AppRemoveContainers, d.AppRemoveImages, d.AppRemoveDirectories,
	}, func(step func(context.Context) error) error { return step(ctx) })
}

// AppRemoveContainer removes the stopped containers of one version. It holds
// the lock.
func (d *Deployer) AppRemoveContainer(ctx context.Context, v config.Version) error {
	return d.at(v).changeRolesAtOnce(ctx, "removing containers of version "+v.String(), func(ctx context.Context, h config.Host, r *config.Role) error {
		text := "Removed app container with version " + v.String()
		return d.send(ctx, h, commands.And(d.recordFor(ctx, r, text), d.appCommands(h, r).Remove(v)))
	})
}

// AppRemoveContainers removes all stopped containers of the app. It holds the
// lock.
func (d *Deployer) AppRemoveContainers(ctx context.Context) error {
	return d.changeRolesAtOnce(ctx, "removing containers", func(ctx context.Context, h config.Host, r *config.Role) error {
		return d.send(ctx, h, commands.And(d.recordFor(ctx, r, "Removed all app containers"), d.appCommands(h, r).RemoveAll()))
	})
}

func (d *Deployer) changeRolesAtOnce(ctx context.Context, step string, change func(context.Context, config.Host, *config.Role) error) error {
	return d.withLock(ctx, func(ctx context.Context) error {
		return d.onEach(ctx, step, d.spec.AppHosts, func(ctx context.Context, h config.Host) error {
			return all(d.spec.RolesOn(h), func(r *config.Role) error { return change(ctx, h, r) })
		})
	})
}

// AppRemoveImages removes the service's images that no container uses, on hosts
// all of whose roles are asked for. It holds the lock.
func (d *Deployer) AppRemoveImages(ctx context.Context) error {
	return d.withLock(ctx, func(ctx context.Context) error {
		return d.onEach(ctx, "removing images", d.wholeHosts(), func(ctx context.Context, h config.Host) error {
			return d.send(ctx, h, commands.And(d.record(ctx, "Removed all app images"), commands.App{Config: d.cfg, Host: h}.RemoveImages()))
		})
	})
}

// AppRemoveDirectories removes the app's folders and the env files of its roles,
// of those too that the configuration no longer has, on hosts all of whose roles are asked for. It holds the lock.
func (d *Deployer) AppRemoveDirectories(ctx context.Context) error {
	return d.withLock(ctx, func(ctx context.Context) error {
		return d.onEach(ctx, "removing the app's folders", d.wholeHosts(), func(ctx context.Context, h config.Host) error {
			app := commands.App{Config: d.cfg, Host: h}
			env := commands.Then(app.RemoveEnvFiles(), commands.Traces{Config: d.cfg, Host: h}.FormerRoles())
			if d.cfg.OnTraefik(h) {
				return d.send(ctx, h, env)
			}
			return d.send(ctx, h, commands.Then(
				app.RemoveDirectory().Quiet(), d.record(ctx, "Removed "+d.cfg.AppDirectory()),
				app.RemoveProxyDirectory().Quiet(), env))
		})
	})
}

// wholeHosts are the hosts all of whose roles are asked for.
func (d *Deployer) wholeHosts() []config.Host {
	return filter(d.spec.AppHosts, func(h config.Host) bool {
		return !slices.ContainsFunc(d.cfg.RolesOn(h), func(r *config.Role) bool { return !slices.Contains(d.spec.Roles, r) })
	})
}
