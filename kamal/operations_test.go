package kamal_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// operations are what scripts may name.
var operations = map[string]operation{
	"setup": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.Setup(ctx, kamal.DeployOptions{SkipPush: rest == "--skip-push"})
	},
	"deploy": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.Deploy(ctx, kamal.DeployOptions{SkipPush: rest == "--skip-push"})
	},
	"redeploy": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.Redeploy(ctx, kamal.DeployOptions{SkipPush: rest == "--skip-push"})
	},
	"rollback": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.Rollback(ctx, kamal.AppOptions{Version: config.Version(rest)})
	},
	"remove": done(whole, (*kamal.Deployer).Remove),

	"app-boot": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.App().Boot(ctx, kamal.AppOptions{Version: config.Version(rest)})
	},
	"app-start": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.App().Start(ctx, kamal.AppOptions{Version: config.Version(rest)})
	},
	"app-stop": done((*kamal.Deployer).App, kamal.App.Stop),
	"app-live": done((*kamal.Deployer).App, kamal.App.Live),
	"app-maintenance": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.App().Maintenance(ctx, kamal.MaintenanceOptions{Message: rest})
	},
	"app-remove":                 done((*kamal.Deployer).App, kamal.App.Remove),
	"app-remove-containers":      done((*kamal.Deployer).App, kamal.App.RemoveContainers),
	"app-remove-images":          done((*kamal.Deployer).App, kamal.App.RemoveImages),
	"app-remove-app-directories": done((*kamal.Deployer).App, kamal.App.RemoveAppDirectories),
	"app-remove-container": named(func(d *kamal.Deployer, ctx context.Context, rest string) error {
		return d.App().RemoveContainer(ctx, config.Version(rest))
	}),
	"app-details": results(func(d *kamal.Deployer, ctx context.Context, _ string) ([]kamal.Result, error) {
		return texts(d.App().Details(ctx))
	}),
	"app-containers": results(func(d *kamal.Deployer, ctx context.Context, _ string) ([]kamal.Result, error) {
		return texts(d.App().Containers(ctx))
	}),
	"app-images": results(func(d *kamal.Deployer, ctx context.Context, _ string) ([]kamal.Result, error) {
		return texts(d.App().Images(ctx))
	}),
	"app-version": results(func(d *kamal.Deployer, ctx context.Context, _ string) ([]kamal.Result, error) {
		return texts(d.App().Version(ctx))
	}),
	"app-versions": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		versions, err := d.App().Versions(ctx)
		var b strings.Builder
		for _, v := range versions {
			fmt.Fprintf(&b, "%s running=%t complete=%t unproven=%t\n", v.Version, v.Running, v.Complete, v.Unproven)
		}
		return b.String(), err
	},
	"app-logs": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		return d.App().Logs(ctx, kamal.LogOptions{Grep: rest, Lines: 10, SkipTimestamps: rest != ""})
	}),
	"app-exec": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		return d.App().Exec(ctx, kamal.ExecOptions{Command: rest})
	}),
	"app-exec-reuse": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		return d.App().Exec(ctx, kamal.ExecOptions{Command: rest, Reuse: true, Env: config.Pairs{{Name: "A", Value: "b c"}}})
	}),
	"app-exec-detach": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		_, err := d.App().Exec(ctx, kamal.ExecOptions{Command: rest, Detach: true})
		return nil, err
	}),
	"app-exec-interactive": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		cmd, err := d.App().ExecInteractive(ctx, kamal.ExecOptions{Command: rest, TTY: true})
		return cmd.String(), err
	},
	"app-exec-interactive-reuse": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		cmd, err := d.App().ExecInteractive(ctx, kamal.ExecOptions{Command: rest, Reuse: true, Env: config.Pairs{{Name: "A", Value: "b c"}}})
		return cmd.String(), err
	},
	"app-exec-version": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		return d.App().Exec(ctx, kamal.ExecOptions{Command: rest, Version: "7", Env: config.Pairs{{Name: "A", Value: "b c"}, {Name: "EMPTY"}}})
	}),
	"app-exec-mixed-up": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		return d.App().Exec(ctx, kamal.ExecOptions{Command: rest, Reuse: true, Detach: true})
	}),
	"app-stale-containers": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		found, err := d.App().StaleContainers(ctx, kamal.StaleOptions{Stop: rest == "--stop"})
		var b strings.Builder
		for _, c := range found {
			fmt.Fprintf(&b, "%s %s: %s, stopped: %t\n", c.Host, c.Role, c.Version, c.Stopped)
		}
		return b.String(), err
	},

	"accessory-boot":    accessory(kamal.Accessory.Boot),
	"accessory-reboot":  accessory(kamal.Accessory.Reboot),
	"accessory-start":   accessory(kamal.Accessory.Start),
	"accessory-stop":    accessory(kamal.Accessory.Stop),
	"accessory-restart": accessory(kamal.Accessory.Restart),
	"accessory-remove":  accessory(kamal.Accessory.Remove),
	"accessory-upload":  accessory(kamal.Accessory.Upload),

	"accessory-directories":              accessory(kamal.Accessory.Directories),
	"accessory-pull-image":               accessory(kamal.Accessory.PullImage),
	"accessory-remove-container":         accessory(kamal.Accessory.RemoveContainer),
	"accessory-remove-image":             accessory(kamal.Accessory.RemoveImage),
	"accessory-remove-service-directory": accessory(kamal.Accessory.RemoveServiceDirectory),

	"accessory-details": results(func(d *kamal.Deployer, ctx context.Context, name string) ([]kamal.Result, error) {
		return texts(d.Accessory(name).Details(ctx))
	}),
	"accessory-logs": results(func(d *kamal.Deployer, ctx context.Context, name string) ([]kamal.Result, error) {
		return d.Accessory(name).Logs(ctx, kamal.LogOptions{Since: "10m"})
	}),
	"accessory-exec": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		name, line, _ := strings.Cut(rest, " ")
		return d.Accessory(name).Exec(ctx, kamal.ExecOptions{Command: line})
	}),
	"accessory-exec-reuse": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		name, line, _ := strings.Cut(rest, " ")
		return d.Accessory(name).Exec(ctx, kamal.ExecOptions{Command: line, Reuse: true})
	}),
	"accessory-exec-mixed-up": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		return d.Accessory(rest).Exec(ctx, kamal.ExecOptions{Reuse: true, Detach: true})
	}),
	"accessory-exec-interactive": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		cmd, err := d.Accessory(rest).ExecInteractive(ctx, kamal.ExecOptions{TTY: true})
		return cmd.String(), err
	},
	"accessory-upgrade":   moves(kamal.Accessory.Upgrade),
	"accessory-downgrade": moves(kamal.Accessory.Downgrade),

	"proxy-boot":   done((*kamal.Deployer).Proxy, kamal.Proxy.Boot),
	"proxy-reboot": rolling((*kamal.Deployer).Proxy, kamal.Proxy.Reboot),
	"proxy-start":  done((*kamal.Deployer).Proxy, kamal.Proxy.Start),
	"proxy-stop": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.Proxy().Stop(ctx, kamal.ForceOptions{Force: rest == "--force"})
	},
	"proxy-restart": done((*kamal.Deployer).Proxy, kamal.Proxy.Restart),
	"proxy-remove": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		removed, err := d.Proxy().Remove(ctx, kamal.ForceOptions{Force: rest == "--force"})
		return fmt.Sprintf("removed: %t", removed), err
	},
	"proxy-remove-container":       done((*kamal.Deployer).Proxy, kamal.Proxy.RemoveContainer),
	"proxy-remove-image":           done((*kamal.Deployer).Proxy, kamal.Proxy.RemoveImage),
	"proxy-remove-proxy-directory": done((*kamal.Deployer).Proxy, kamal.Proxy.RemoveProxyDirectory),
	"proxy-details": results(func(d *kamal.Deployer, ctx context.Context, _ string) ([]kamal.Result, error) {
		return texts(d.Proxy().Details(ctx))
	}),
	"proxy-logs": results(func(d *kamal.Deployer, ctx context.Context, _ string) ([]kamal.Result, error) {
		return d.Proxy().Logs(ctx, kamal.LogOptions{})
	}),
	"proxy-boot-config-set": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.Proxy().BootConfigSet(ctx, commands.BootConfig{HTTPPort: 8080, Debug: true, Version: rest})
	},
	"proxy-boot-config-get": results(func(d *kamal.Deployer, ctx context.Context, _ string) ([]kamal.Result, error) {
		return texts(d.Proxy().BootConfigGet(ctx))
	}),
	"proxy-boot-config-reset": done((*kamal.Deployer).Proxy, kamal.Proxy.BootConfigReset),

	"traefik-boot":    done((*kamal.Deployer).Traefik, kamal.Proxy.Boot),
	"traefik-reboot":  rolling((*kamal.Deployer).Traefik, kamal.Proxy.Reboot),
	"traefik-restart": done((*kamal.Deployer).Traefik, kamal.Proxy.Restart),
	"traefik-start":   done((*kamal.Deployer).Traefik, kamal.Proxy.Start),
	"traefik-stop": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.Traefik().Stop(ctx, kamal.ForceOptions{Force: rest == "--force"})
	},
	"traefik-details": results(func(d *kamal.Deployer, ctx context.Context, _ string) ([]kamal.Result, error) {
		return texts(d.Traefik().Details(ctx))
	}),
	"traefik-logs": results(func(d *kamal.Deployer, ctx context.Context, _ string) ([]kamal.Result, error) {
		return d.Traefik().Logs(ctx, kamal.LogOptions{})
	}),
	"traefik-remove": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		removed, err := d.Traefik().Remove(ctx, kamal.ForceOptions{Force: rest == "--force"})
		return fmt.Sprintf("removed: %t", removed), err
	},
	"upgrade":           rolling(whole, (*kamal.Deployer).Upgrade),
	"downgrade":         rolling(whole, (*kamal.Deployer).Downgrade),
	"proxy-upgrade":     rolling((*kamal.Deployer).Proxy, kamal.Proxy.Upgrade),
	"traefik-downgrade": rolling((*kamal.Deployer).Traefik, kamal.Proxy.Downgrade),

	"env-push":   done((*kamal.Deployer).Env, kamal.Env.Push),
	"env-delete": done((*kamal.Deployer).Env, kamal.Env.Delete),

	"prune-all": done((*kamal.Deployer).Prune, kamal.Prune.All),
	"prune-containers": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		return "", d.Prune().Containers(ctx, kamal.PruneOptions{})
	},
	"prune-images": done((*kamal.Deployer).Prune, kamal.Prune.Images),
	"registry-setup": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		return "", d.Registry().Setup(ctx, kamal.RegistryOptions{})
	},
	"registry-login": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.Registry().Login(ctx, kamal.RegistryOptions{SkipLocal: rest == "-L", SkipRemote: rest == "-R"})
	},
	"registry-logout": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.Registry().Logout(ctx, kamal.RegistryOptions{SkipLocal: rest == "-L", SkipRemote: rest == "-R"})
	},
	"registry-remove": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		return "", d.Registry().Remove(ctx, kamal.RegistryOptions{})
	},
	"build-push": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		return "", d.Build().Push(ctx, kamal.BuildOptions{})
	},
	"build-deliver": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		return "", d.Build().Deliver(ctx, kamal.BuildOptions{})
	},
	"build-dev": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		return "", d.Build().Dev(ctx, kamal.BuildOptions{})
	},
	"build-details": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		details, err := d.Build().Details(ctx)
		return fmt.Sprintf("%s %q %q\n%s", details.Kind, details.Name, details.Builders, details.Text), err
	},
	"build-pull":   done((*kamal.Deployer).Build, kamal.Build.Pull),
	"build-create": done((*kamal.Deployer).Build, kamal.Build.Create),
	"build-remove": done((*kamal.Deployer).Build, kamal.Build.Remove),

	"server-bootstrap": done((*kamal.Deployer).Server, kamal.Server.Bootstrap),
	"server-exec": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		return d.Server().Exec(ctx, kamal.ExecOptions{Command: rest})
	}),
	"server-exec-interactive": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		cmd, err := d.Server().ExecInteractive(ctx, kamal.ExecOptions{Command: rest})
		return cmd.String(), err
	},
	"audit": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		_, err := d.Audit(ctx)
		return "", err
	},
	"lock-acquire": named(func(d *kamal.Deployer, ctx context.Context, rest string) error {
		return d.Lock().Acquire(ctx, rest)
	}),
	"lock-release": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		released, err := d.Lock().Release(ctx)
		return fmt.Sprintf("released: %t", released), err
	},
	"lock-status": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		lock, err := d.Lock().Status(ctx)
		first, _, _ := strings.Cut(lock.Details, " at ")
		return fmt.Sprintf("held: %t %s", lock.Held, first), err
	},
}

// whole is the Deployer itself, where a family is wanted.
func whole(d *kamal.Deployer) *kamal.Deployer { return d }

func accessory(do func(kamal.Accessory, context.Context) error) operation {
	return func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", do(d.Accessory(rest), ctx)
	}
}

func rolling[F any](family func(*kamal.Deployer) F, do func(F, context.Context, kamal.RebootOptions) error) operation {
	return func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", do(family(d), ctx, kamal.RebootOptions{Rolling: rest == "--rolling"})
	}
}

func moves(do func(kamal.Accessory, context.Context, kamal.RebootOptions) error) operation {
	return func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", do(d.Accessory(rest), ctx, kamal.RebootOptions{})
	}
}
