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
		return "", d.Rollback(ctx, kamal.RollbackOptions{Version: config.Version(rest)})
	},
	"remove": done((*kamal.Deployer).Remove),

	"app-boot": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.AppBoot(ctx, kamal.AppOptions{Version: config.Version(rest)})
	},
	"app-start": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.AppStart(ctx, kamal.AppOptions{Version: config.Version(rest)})
	},
	"app-stop": done((*kamal.Deployer).AppStop),
	"app-live": done((*kamal.Deployer).AppLive),
	"app-maintenance": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.AppMaintenance(ctx, kamal.MaintenanceOptions{Message: rest})
	},
	"app-remove":                 done((*kamal.Deployer).AppRemove),
	"app-remove-containers":      done((*kamal.Deployer).AppRemoveContainers),
	"app-remove-images":          done((*kamal.Deployer).AppRemoveImages),
	"app-remove-app-directories": done((*kamal.Deployer).AppRemoveDirectories),
	"app-remove-container": named(func(d *kamal.Deployer, ctx context.Context, rest string) error {
		return d.AppRemoveContainer(ctx, config.Version(rest))
	}),
	"app-details": results(func(d *kamal.Deployer, ctx context.Context, _ string) ([]kamal.Result, error) {
		return d.AppDetails(ctx)
	}),
	"app-containers": results(func(d *kamal.Deployer, ctx context.Context, _ string) ([]kamal.Result, error) {
		return d.AppContainers(ctx)
	}),
	"app-images": results(func(d *kamal.Deployer, ctx context.Context, _ string) ([]kamal.Result, error) {
		return d.AppImages(ctx)
	}),
	"app-version": results(func(d *kamal.Deployer, ctx context.Context, _ string) ([]kamal.Result, error) {
		return d.AppVersion(ctx)
	}),
	"app-versions": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		versions, err := d.AppVersions(ctx)
		var b strings.Builder
		for _, v := range versions {
			fmt.Fprintf(&b, "%s running=%t complete=%t unproven=%t\n", v.Version, v.Running, v.Complete, v.Unproven)
		}
		return b.String(), err
	},
	"app-logs": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		return d.AppLogs(ctx, kamal.LogOptions{Grep: rest, Lines: 10, SkipTimestamps: rest != ""})
	}),
	"app-exec": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		return d.AppExec(ctx, kamal.ExecOptions{Command: rest})
	}),
	"app-exec-reuse": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		return d.AppExec(ctx, kamal.ExecOptions{Command: rest, Reuse: true, Env: config.Pairs{{Name: "A", Value: "b c"}}})
	}),
	"app-exec-detach": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		_, err := d.AppExec(ctx, kamal.ExecOptions{Command: rest, Detach: true})
		return nil, err
	}),
	"app-exec-interactive": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		cmd, err := d.AppExecInteractive(ctx, kamal.ExecOptions{Command: rest, TTY: true})
		return cmd.String(), err
	},
	"app-exec-interactive-reuse": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		cmd, err := d.AppExecInteractive(ctx, kamal.ExecOptions{Command: rest, Reuse: true, Env: config.Pairs{{Name: "A", Value: "b c"}}})
		return cmd.String(), err
	},
	"app-exec-version": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		return d.AppExec(ctx, kamal.ExecOptions{Command: rest, Version: "7", Env: config.Pairs{{Name: "A", Value: "b c"}, {Name: "EMPTY"}}})
	}),
	"app-exec-mixed-up": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		return d.AppExec(ctx, kamal.ExecOptions{Command: rest, Reuse: true, Detach: true})
	}),
	"app-stale-containers": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		return d.AppStaleContainers(ctx, kamal.StaleOptions{Stop: rest == "--stop"})
	}),

	"accessory-boot":    named((*kamal.Deployer).AccessoryBoot),
	"accessory-reboot":  named((*kamal.Deployer).AccessoryReboot),
	"accessory-start":   named((*kamal.Deployer).AccessoryStart),
	"accessory-stop":    named((*kamal.Deployer).AccessoryStop),
	"accessory-restart": named((*kamal.Deployer).AccessoryRestart),
	"accessory-remove":  named((*kamal.Deployer).AccessoryRemove),
	"accessory-upload":  named((*kamal.Deployer).AccessoryUpload),
	"accessory-pull":    named((*kamal.Deployer).AccessoryPullImage),

	"accessory-remove-container": named((*kamal.Deployer).AccessoryRemoveContainer),
	"accessory-remove-image":     named((*kamal.Deployer).AccessoryRemoveImage),
	"accessory-remove-directory": named((*kamal.Deployer).AccessoryRemoveServiceDirectory),

	"accessory-details": accessoryResults(func(d *kamal.Deployer, ctx context.Context, name string) ([]kamal.AccessoryResult, error) {
		return d.AccessoryDetails(ctx, name)
	}),
	"accessory-logs": accessoryResults(func(d *kamal.Deployer, ctx context.Context, name string) ([]kamal.AccessoryResult, error) {
		return d.AccessoryLogs(ctx, name, kamal.LogOptions{Since: "10m"})
	}),
	"accessory-exec": accessoryResults(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.AccessoryResult, error) {
		name, line, _ := strings.Cut(rest, " ")
		return d.AccessoryExec(ctx, name, kamal.ExecOptions{Command: line})
	}),
	"accessory-exec-reuse": accessoryResults(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.AccessoryResult, error) {
		name, line, _ := strings.Cut(rest, " ")
		return d.AccessoryExec(ctx, name, kamal.ExecOptions{Command: line, Reuse: true})
	}),
	"accessory-exec-mixed-up": accessoryResults(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.AccessoryResult, error) {
		return d.AccessoryExec(ctx, rest, kamal.ExecOptions{Reuse: true, Detach: true})
	}),
	"accessory-exec-interactive": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		cmd, err := d.AccessoryExecInteractive(ctx, rest, kamal.ExecOptions{TTY: true})
		return cmd.String(), err
	},
	"accessory-upgrade":   moves((*kamal.Deployer).AccessoryUpgrade),
	"accessory-downgrade": moves((*kamal.Deployer).AccessoryDowngrade),

	"proxy-boot":   done((*kamal.Deployer).ProxyBoot),
	"proxy-reboot": rolling((*kamal.Deployer).ProxyReboot),
	"proxy-start":  done((*kamal.Deployer).ProxyStart),
	"proxy-stop": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.ProxyStop(ctx, kamal.StopOptions{Force: rest == "--force"})
	},
	"proxy-restart": done((*kamal.Deployer).ProxyRestart),
	"proxy-remove": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		removed, err := d.ProxyRemove(ctx, kamal.RemoveOptions{Force: rest == "--force"})
		return fmt.Sprintf("removed: %t", removed), err
	},
	"proxy-remove-container": done((*kamal.Deployer).ProxyRemoveContainer),
	"proxy-remove-image":     done((*kamal.Deployer).ProxyRemoveImage),
	"proxy-remove-directory": done((*kamal.Deployer).ProxyRemoveDirectory),
	"proxy-details": results(func(d *kamal.Deployer, ctx context.Context, _ string) ([]kamal.Result, error) {
		return d.ProxyDetails(ctx)
	}),
	"proxy-logs": results(func(d *kamal.Deployer, ctx context.Context, _ string) ([]kamal.Result, error) {
		return d.ProxyLogs(ctx, kamal.LogOptions{})
	}),
	"boot-config-set": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.ProxyBootConfigSet(ctx, commands.BootConfig{HTTPPort: 8080, Debug: true, Version: rest})
	},
	"boot-config-get": results(func(d *kamal.Deployer, ctx context.Context, _ string) ([]kamal.Result, error) {
		return d.ProxyBootConfigGet(ctx)
	}),
	"boot-config-reset": done((*kamal.Deployer).ProxyBootConfigReset),

	"traefik-boot":    done((*kamal.Deployer).TraefikBoot),
	"traefik-reboot":  rolling((*kamal.Deployer).TraefikReboot),
	"traefik-restart": done((*kamal.Deployer).TraefikRestart),
	"traefik-start":   done((*kamal.Deployer).TraefikStart),
	"traefik-stop": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.TraefikStop(ctx, kamal.StopOptions{Force: rest == "--force"})
	},
	"traefik-remove": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		removed, err := d.TraefikRemove(ctx, kamal.RemoveOptions{Force: rest == "--force"})
		return fmt.Sprintf("removed: %t", removed), err
	},
	"upgrade":           rolling((*kamal.Deployer).Upgrade),
	"downgrade":         rolling((*kamal.Deployer).Downgrade),
	"proxy-upgrade":     rolling((*kamal.Deployer).ProxyUpgrade),
	"traefik-downgrade": rolling((*kamal.Deployer).TraefikDowngrade),

	"env-push":   done((*kamal.Deployer).EnvPush),
	"env-delete": done((*kamal.Deployer).EnvDelete),

	"prune-all": done((*kamal.Deployer).PruneAll),
	"prune-containers": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		return "", d.PruneContainers(ctx, kamal.PruneOptions{})
	},
	"prune-images": done((*kamal.Deployer).PruneImages),
	"registry-setup": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		return "", d.RegistrySetup(ctx, kamal.RegistryOptions{})
	},
	"registry-login": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.RegistryLogin(ctx, kamal.RegistryOptions{SkipLocal: rest == "-L", SkipRemote: rest == "-R"})
	},
	"registry-logout": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", d.RegistryLogout(ctx, kamal.RegistryOptions{SkipLocal: rest == "-L", SkipRemote: rest == "-R"})
	},
	"registry-remove": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		return "", d.RegistryRemove(ctx, kamal.RegistryOptions{})
	},
	"build-push": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		return "", d.BuildPush(ctx, kamal.BuildOptions{})
	},
	"build-dev": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		return "", d.BuildDev(ctx, kamal.BuildOptions{})
	},
	"build-details": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) { return d.BuildDetails(ctx) },
	"build-pull":    done((*kamal.Deployer).BuildPull),
	"build-create":  done((*kamal.Deployer).BuildCreate),
	"build-remove":  done((*kamal.Deployer).BuildRemove),

	"server-bootstrap": done((*kamal.Deployer).ServerBootstrap),
	"server-exec": results(func(d *kamal.Deployer, ctx context.Context, rest string) ([]kamal.Result, error) {
		return d.ServerExec(ctx, kamal.ExecOptions{Command: rest})
	}),
	"server-exec-interactive": func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		cmd, err := d.ServerExecInteractive(ctx, kamal.ExecOptions{Command: rest})
		return cmd.String(), err
	},
	"audit": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		_, err := d.Audit(ctx)
		return "", err
	},
	"lock-acquire": named((*kamal.Deployer).LockAcquire),
	"lock-release": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		released, err := d.LockRelease(ctx)
		return fmt.Sprintf("released: %t", released), err
	},
	"lock-status": func(ctx context.Context, d *kamal.Deployer, _ string) (string, error) {
		details, held, err := d.LockStatus(ctx)
		first, _, _ := strings.Cut(details, " at ")
		return fmt.Sprintf("held: %t %s", held, first), err
	},
}

func accessoryResults(do func(*kamal.Deployer, context.Context, string) ([]kamal.AccessoryResult, error)) operation {
	return func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		found, err := do(d, ctx, rest)
		var b strings.Builder
		for _, r := range found {
			fmt.Fprintf(&b, "%s %s: %s\n", r.Host, r.Accessory, r.Text)
		}
		return b.String(), err
	}
}

func rolling(do func(*kamal.Deployer, context.Context, kamal.RebootOptions) error) operation {
	return func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", do(d, ctx, kamal.RebootOptions{Rolling: rest == "--rolling"})
	}
}

func moves(do func(*kamal.Deployer, context.Context, string, kamal.RebootOptions) error) operation {
	return func(ctx context.Context, d *kamal.Deployer, rest string) (string, error) {
		return "", do(d, ctx, rest, kamal.RebootOptions{})
	}
}
