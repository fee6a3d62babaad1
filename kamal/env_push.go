package kamal

import (
	"context"
	"slices"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// envFile is an env file of a host.
type envFile struct {
	path string
	env  config.Env
}

// EnvPush writes the env files of roles, accessories and Traefik on their hosts.
// A secret that can't be found stops it before the first file. It holds the lock.
func (d *Deployer) EnvPush(ctx context.Context) error {
	var names secretNames
	for _, h := range d.spec.Hosts {
		for _, f := range d.allEnvFiles(h) {
			names.addEnv(f.env)
		}
	}
	if err := d.checkSecrets(ctx, names); err != nil {
		return err
	}
	return d.withLock(ctx, func(ctx context.Context) error {
		return d.onEach(ctx, "pushing env files", d.spec.Hosts, func(ctx context.Context, h config.Host) error {
			if err := d.noteOnAppHost(ctx, h, "Pushed env files"); err != nil {
				return err
			}
			return inTurn(d.allEnvFiles(h), func(f envFile) error { return d.pushEnv(ctx, h, f.path, f.env) })
		})
	})
}

// EnvDelete removes the env files from the hosts. It holds the lock.
func (d *Deployer) EnvDelete(ctx context.Context) error {
	return d.withLock(ctx, func(ctx context.Context) error {
		return d.onEach(ctx, "deleting env files", d.spec.Hosts, func(ctx context.Context, h config.Host) error {
			if err := d.noteOnAppHost(ctx, h, "Deleted env files"); err != nil {
				return err
			}
			var paths []string
			for _, f := range d.allEnvFiles(h) {
				paths = append(paths, f.path)
			}
			if !d.isTraefikHost(h) && proxiedRole(d.cfg, h) {
				paths = append(paths, d.traefikCommands().EnvFile())
			}
			paths, err := d.withoutShared(ctx, h, paths)
			if err != nil {
				return err
			}
			return d.send(ctx, h, commands.Server{Config: d.cfg}.RemoveFiles(paths...))
		})
	})
}

// withoutShared leaves Traefik's env file out where others are behind Traefik.
func (d *Deployer) withoutShared(ctx context.Context, h config.Host, paths []string) ([]string, error) {
	shared := d.traefikCommands().EnvFile()
	if !slices.Contains(paths, shared) {
		return paths, nil
	}
	others, err := d.othersBehind(ctx, h, false, true)
	if err != nil || others == "" {
		return paths, err
	}
	d.emit(Note{Host: h, Text: "Traefik's env file stays, for other services are behind it: " + others})
	return filter(paths, func(p string) bool { return p != shared }), nil
}

func (d *Deployer) noteOnAppHost(ctx context.Context, h config.Host, text string) error {
	if !slices.Contains(d.spec.AppHosts, h) {
		return nil
	}
	return d.send(ctx, h, d.record(ctx, text))
}

// needsPush reports whether a push writes the env file of an accessory. On a host
// of Traefik without roles one without secrets is left to its boot.
func (d *Deployer) needsPush(h config.Host, a *config.Accessory) bool {
	return !d.cfg.OnTraefik(h) || len(d.cfg.RolesOn(h)) > 0 || len(a.Env.Secret) > 0 || !d.writesEnv()
}

// allEnvFiles are the env files that a host may have.
func (d *Deployer) allEnvFiles(h config.Host) []envFile {
	var files []envFile
	for _, r := range d.spec.RolesOn(h) {
		files = append(files, envFile{r.EnvFile(), r.Env(h)})
	}
	for _, a := range d.cfg.Accessories {
		if slices.Contains(a.Hosts, h) && d.needsPush(h, a) {
			files = append(files, envFile{a.EnvFile(), a.Env})
		}
	}
	if d.isTraefikHost(h) {
		files = append(files, envFile{d.traefikCommands().EnvFile(), d.cfg.Traefik.Env})
	}
	return files
}
