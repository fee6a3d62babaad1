package kamal

import (
	"context"
	"slices"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// envFile is an env file of a host.
type envFile struct {
	path string
	env  config.Env
}

// Push writes the env files of roles, accessories and Traefik on their hosts.
// A secret that can't be found stops it before the first file. It holds the lock.
func (e Env) Push(ctx context.Context) error {
	if err := e.made(); err != nil {
		return err
	}
	var names secretNames
	for _, h := range e.spec.hosts {
		for _, f := range e.all(h) {
			names.addEnv(f.env)
		}
	}
	if err := e.checkSecrets(ctx, names); err != nil {
		return err
	}
	return e.lock.hold(ctx, func(ctx context.Context) error {
		return e.onEach(ctx, stepPushEnv, e.spec.hosts, func(ctx context.Context, h config.Host) error {
			if err := e.noteOnAppHost(ctx, h, "Pushed env files"); err != nil {
				return err
			}
			return inTurn(e.all(h), func(f envFile) error { return e.files.pushEnv(ctx, h, f.path, f.env) })
		})
	})
}

// Delete removes the env files from the hosts. It holds the lock.
func (e Env) Delete(ctx context.Context) error {
	return e.lock.hold(ctx, func(ctx context.Context) error {
		return e.onEach(ctx, stepDeleteEnv, e.spec.hosts, func(ctx context.Context, h config.Host) error {
			if err := e.noteOnAppHost(ctx, h, "Deleted env files"); err != nil {
				return err
			}
			var paths []string
			for _, f := range e.all(h) {
				paths = append(paths, f.path)
			}
			if !e.isTraefikHost(h) && proxiedRole(e.cfg, h) {
				paths = append(paths, layout.TraefikEnvFile(e.cfg))
			}
			paths, err := e.withoutShared(ctx, h, paths)
			if err != nil {
				return err
			}
			return e.send(ctx, h, hostcmd.Server{Config: e.cfg}.RemoveFiles(paths...))
		})
	})
}

// withoutShared leaves Traefik's env file out where others are behind Traefik.
func (e Env) withoutShared(ctx context.Context, h config.Host, paths []string) ([]string, error) {
	shared := layout.TraefikEnvFile(e.cfg)
	if !slices.Contains(paths, shared) {
		return paths, nil
	}
	others, err := e.neighbours.othersBehind(ctx, h, false, true)
	if err != nil || others == "" {
		return paths, err
	}
	e.emit(ctx, h, Note{Text: "Traefik's env file stays, for other services are behind it: " + others})
	return filter(paths, func(p string) bool { return p != shared }), nil
}

func (e Env) noteOnAppHost(ctx context.Context, h config.Host, text string) error {
	if !slices.Contains(e.spec.appHosts, h) {
		return nil
	}
	return e.send(ctx, h, e.record(ctx, text))
}

// needsPush reports whether a push writes the env file of an accessory. On a host
// of Traefik without roles one without secrets is left to its boot.
func (e Env) needsPush(h config.Host, a *config.Accessory) bool {
	return !e.cfg.OnTraefik(h) || len(e.cfg.RolesOn(h)) > 0 || len(a.Env.Secret) > 0 || !e.writesEnv()
}

// all are the env files that a host may have.
func (e Env) all(h config.Host) []envFile {
	var files []envFile
	for _, r := range e.spec.RolesOn(h) {
		files = append(files, envFile{layout.RoleEnvFile(e.cfg, r), r.Env(h)})
	}
	for _, a := range e.cfg.Accessories {
		if slices.Contains(a.Hosts, h) && e.needsPush(h, a) {
			files = append(files, envFile{layout.AccessoryEnvFile(e.cfg, a), a.Env})
		}
	}
	if e.isTraefikHost(h) {
		files = append(files, envFile{layout.TraefikEnvFile(e.cfg), e.cfg.Traefik.Env})
	}
	return files
}
