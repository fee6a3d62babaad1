package kamal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/regular"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// The hooks that operations run, in files of these names in hooks_path.
const (
	hookPreConnect        = "pre-connect"
	hookPreBuild          = "pre-build"
	hookPreDeploy         = "pre-deploy"
	hookPostDeploy        = "post-deploy"
	hookPreAppBoot        = "pre-app-boot"
	hookPostAppBoot       = "post-app-boot"
	hookPreProxyReboot    = "pre-proxy-reboot"
	hookPostProxyReboot   = "post-proxy-reboot"
	hookPreTraefikReboot  = "pre-traefik-reboot"
	hookPostTraefikReboot = "post-traefik-reboot"
	hookDockerSetup       = "docker-setup"
)

// hookOptions are what one hook is given beside what all are.
type hookOptions struct {
	hosts   []config.Host // empty: all hosts of the operation
	group   bool          // hosts counts even when it is empty
	runtime *time.Duration
	secrets bool
}

// connect runs hook pre-connect, once in the Deployer's life, before the first
// connection to any host.
func (eng *engine) connect(ctx context.Context) error {
	if eng.version != "" {
		if err := eng.version.Check(); err != nil {
			return err
		}
	}
	if eng.connecting(ctx) {
		return nil
	}
	if err := eng.run.connect.take(ctx); err != nil {
		return err
	}
	defer eng.run.connect.give()
	if eng.run.connected {
		return eng.run.connectErr
	}
	eng.run.connected = true
	if eng.version == "" {
		eng = eng.at(eng.configured())
	}
	eng.run.connectErr = eng.hook(context.WithValue(ctx, connectingKey{eng.run}, true), hookPreConnect, hookOptions{secrets: true})
	return eng.run.connectErr
}

type connectingKey struct{ *run }

// connecting reports whether hook pre-connect wants to connect, which need not wait for
// itself.
func (eng *engine) connecting(ctx context.Context) bool {
	return ctx.Value(connectingKey{eng.run}) != nil || slices.Contains(eng.run.delivery.hooksAround(ctx), hookPreConnect)
}

// configured is the configuration's version, or empty where there is none.
func (eng *engine) configured() config.Version {
	v, err := eng.cfg.Version()
	if err != nil {
		return ""
	}
	return v
}

// hook runs a hook, if there is one. A file that can't be executed is an error.
func (eng *engine) hook(ctx context.Context, name string, o hookOptions) error {
	return eng.operate(ctx, func(ctx context.Context) error { return eng.carryOutHook(ctx, name, o) })
}

func (eng *engine) carryOutHook(ctx context.Context, name string, o hookOptions) error {
	found, err := eng.findHook(ctx, name)
	if err != nil || found.isNone() || eng.skipHooks {
		return err
	}
	env, err := eng.hookEnv(ctx, o)
	if err != nil {
		return &HookError{Hook: found.name, Err: err}
	}
	for _, f := range found.funcs {
		err := eng.runHook(ctx, found.name, func(io.Writer) error { return eng.callHook(ctx, found.name, f, env) })
		if err != nil {
			return err
		}
	}
	if found.path == "" {
		return nil
	}
	return eng.runHook(ctx, found.name, func(out io.Writer) error {
		cmd := commands.Command(found.path)
		cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = eng.cfg.WorkDir, env, out, out
		return unlessInterrupted(ctx, eng.local.Run(ctx, "", cmd))
	})
}

// runHook carries a hook out, and tells of it.
func (eng *engine) runHook(ctx context.Context, name string, run func(out io.Writer) error) error {
	shown, _ := eng.cfg.HookOutputs.Get(name)
	out := eng.capture(ctx, here, Printed{Live: cmp.Or(shown, eng.cfg.HooksOutput) == "verbose"}, keepEnd)
	eng.emit(ctx, here, HookStarted{Hook: name})
	began := time.Now()
	err := run(out)
	out.flush()
	output := out.text()
	if err != nil {
		err = &HookError{Hook: name, Output: output, Err: err}
	}
	eng.emit(ctx, here, HookFinished{Hook: name, Output: output, Took: time.Since(began), Err: err})
	return err
}

// otherGeneration names the hook of the same place around the other proxy.
var otherGeneration = map[string]string{
	hookPreProxyReboot:    hookPreTraefikReboot,
	hookPostProxyReboot:   hookPostTraefikReboot,
	hookPreTraefikReboot:  hookPreProxyReboot,
	hookPostTraefikReboot: hookPostProxyReboot,
}

// hook is what is to be done for a hook.
type hook struct {
	name  string
	funcs []hookFunc
	path  string // of the file; empty without one
}

func (h hook) isNone() bool { return len(h.funcs) == 0 && h.path == "" }

// findHook gives a hook, or none where there is none. Where Traefik has a say, the
// hook of the other proxy stands in for one that is not there, so that whoever wrote
// one pair is covered on both ways.
func (eng *engine) findHook(ctx context.Context, name string) (hook, error) {
	found, err := eng.hookOf(name)
	other := otherGeneration[name]
	if err != nil || !found.isNone() || other == "" || eng.cfg.Fleet == config.FleetProxy {
		return found, err
	}
	found, err = eng.hookOf(other)
	if !found.isNone() && !eng.skipHooks && eng.run.first(name) {
		eng.note(ctx, "hook %s stands in for %s, which is not there", other, name)
	}
	return found, err
}

// hasHook reports whether a hook is going to run.
func (eng *engine) hasHook(ctx context.Context, name string) bool {
	hook, err := eng.findHook(ctx, name)
	return !eng.skipHooks && (err != nil || !hook.isNone())
}

func (eng *engine) hookOf(name string) (hook, error) {
	path, err := eng.hookPath(name)
	return hook{name, eng.hookFuncs(name), path}, err
}

// hookPath gives the path of a hook, or nothing where there is none.
func (eng *engine) hookPath(name string) (string, error) {
	if eng.run.withoutFiles {
		return "", nil
	}
	path := filepath.Join(eng.cfg.HooksPath, name)
	if !filepath.IsAbs(path) {
		path = filepath.Join(eng.cfg.WorkDir, path)
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err == nil {
		err = regular.Check(info)
	}
	if err != nil {
		return "", fmt.Errorf("looking for hook %q: %w", name, err)
	}
	return path, nil
}

func (eng *engine) hookEnv(ctx context.Context, o hookOptions) ([]string, error) {
	hosts := o.hosts
	if len(hosts) == 0 && !o.group {
		hosts = eng.spec.hosts
	}
	env := []string{
		"KAMAL_RECORDED_AT=" + timestamp(time.Now()),
		"KAMAL_PERFORMER=" + eng.performer(ctx),
		"KAMAL_VERSION=" + string(eng.versionOrConfigured()),
		"KAMAL_SERVICE=" + eng.cfg.Service,
		"KAMAL_SERVICE_VERSION=" + eng.cfg.Service + "@" + eng.versionOrConfigured().Short(),
		"KAMAL_HOSTS=" + joinHosts(hosts),
		"KAMAL_COMMAND=" + eng.command,
	}
	if eng.cfg.Destination != "" {
		env = append(env, "KAMAL_DESTINATION="+eng.cfg.Destination)
	}
	if eng.cfg.Fleet != config.FleetTraefik {
		env = append(env, fmt.Sprintf("KAMAL_LOCK=%t", eng.holdsLock(ctx)))
		if len(eng.spec.asked) > 0 {
			env = append(env, "KAMAL_ROLES="+joinRoles(eng.spec.asked))
		}
	}
	if o.runtime != nil {
		env = append(env, fmt.Sprintf("KAMAL_RUNTIME=%d", int(o.runtime.Seconds())))
	}
	if !o.secrets {
		return env, nil
	}
	return eng.withSecrets(ctx, env)
}

// withSecrets adds all secrets, as names of the environment, before env. One that
// is empty, though nobody said that it should be, is left out.
func (eng *engine) withSecrets(ctx context.Context, env []string) ([]string, error) {
	names, err := eng.cfg.Secrets.Names(ctx)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, name := range names {
		s, lacks, err := eng.cfg.Secrets.Print(ctx, name)
		if err != nil {
			return nil, err
		}
		if lacks != nil {
			eng.warnOnce(ctx, fmt.Sprintf("hooks get no %s: %v", name, lacks))
			continue
		}
		all = append(all, name+"="+s.Reveal())
	}
	return append(all, env...), nil
}

func (eng *engine) versionOrConfigured() config.Version {
	if eng.version != "" {
		return eng.version
	}
	return eng.configured()
}

func joinHosts(hosts []config.Host) string {
	names := make([]string, len(hosts))
	for i, h := range hosts {
		names[i] = string(h)
	}
	return strings.Join(names, ",")
}

func joinRoles(roles []*config.Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = r.Name
	}
	return strings.Join(names, ",")
}

// timestamp writes a time as locks, audit logs and hooks have it.
func timestamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
