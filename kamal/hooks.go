package kamal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/regular"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// The hooks that operations run, in files of these names in hooks_path.
const (
	HookPreConnect        = "pre-connect"
	HookPreBuild          = "pre-build"
	HookPreDeploy         = "pre-deploy"
	HookPostDeploy        = "post-deploy"
	HookPreAppBoot        = "pre-app-boot"
	HookPostAppBoot       = "post-app-boot"
	HookPreProxyReboot    = "pre-proxy-reboot"
	HookPostProxyReboot   = "post-proxy-reboot"
	HookPreTraefikReboot  = "pre-traefik-reboot"
	HookPostTraefikReboot = "post-traefik-reboot"
	HookDockerSetup       = "docker-setup"
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
func (d *Deployer) connect(ctx context.Context) error {
	if d.version != "" {
		if err := d.version.Check(); err != nil {
			return err
		}
	}
	if err := d.run.connect.take(ctx); err != nil {
		return err
	}
	defer d.run.connect.give()
	if d.run.connected {
		return d.run.connectErr
	}
	d.run.connected = true
	if d.version == "" {
		d = d.at(d.configured())
	}
	d.run.connectErr = d.hook(ctx, HookPreConnect, hookOptions{secrets: true})
	return d.run.connectErr
}

// configured is the configuration's version, or empty where there is none.
func (d *Deployer) configured() config.Version {
	v, err := d.cfg.Version()
	if err != nil {
		return ""
	}
	return v
}

// hook runs a hook, if there is one. A file that can't be executed is an error.
func (d *Deployer) hook(ctx context.Context, name string, o hookOptions) error {
	name, path, err := d.findHook(name)
	if err != nil || path == "" || d.skipHooks {
		return err
	}
	env, err := d.hookEnv(ctx, o)
	if err != nil {
		return &HookError{Hook: name, Err: err}
	}
	out := d.capture(Output{Live: d.cfg.HooksOutput.For(name) == "verbose"}, keepEnd)
	cmd := commands.Command(path)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = d.cfg.WorkDir, env, out, out
	d.emit(HookStarted{Hook: name})
	began := time.Now()
	err = d.local.Run(ctx, "", cmd)
	out.flush()
	output := out.text()
	if err != nil {
		err = &HookError{Hook: name, Output: output, Err: err}
	}
	d.emit(HookFinished{Hook: name, Output: output, Took: time.Since(began), Err: err})
	return err
}

// otherGeneration names the hook of the same place around the other proxy.
var otherGeneration = map[string]string{
	HookPreProxyReboot:    HookPreTraefikReboot,
	HookPostProxyReboot:   HookPostTraefikReboot,
	HookPreTraefikReboot:  HookPreProxyReboot,
	HookPostTraefikReboot: HookPostProxyReboot,
}

// findHook gives a hook's path, or nothing where there is none. Where Traefik has
// a say, the hook of the other proxy stands in for one that is not there, so that
// whoever wrote one pair is covered on both ways.
func (d *Deployer) findHook(name string) (found, path string, err error) {
	path, err = d.hookPath(name)
	other := otherGeneration[name]
	if err != nil || path != "" || other == "" || d.cfg.Fleet.Kind == config.FleetProxy {
		return name, path, err
	}
	path, err = d.hookPath(other)
	if path != "" && !d.skipHooks && d.run.first(name) {
		d.note("hook %s stands in for %s, which is not there", other, name)
	}
	return other, path, err
}

// hookPath gives the path of a hook, or nothing where there is none.
func (d *Deployer) hookPath(name string) (string, error) {
	path := filepath.Join(d.cfg.HooksPath, name)
	if !filepath.IsAbs(path) {
		path = filepath.Join(d.cfg.WorkDir, path)
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

func (d *Deployer) hookEnv(ctx context.Context, o hookOptions) ([]string, error) {
	hosts := o.hosts
	if len(hosts) == 0 && !o.group {
		hosts = d.spec.Hosts
	}
	env := []string{
		"KAMAL_RECORDED_AT=" + timestamp(time.Now()),
		"KAMAL_PERFORMER=" + d.performer(ctx),
		"KAMAL_VERSION=" + d.versionOrConfigured().String(),
		"KAMAL_SERVICE=" + d.cfg.Service,
		"KAMAL_SERVICE_VERSION=" + d.cfg.ServiceWithVersion(d.versionOrConfigured()),
		"KAMAL_HOSTS=" + joinHosts(hosts),
		"KAMAL_COMMAND=" + d.command,
	}
	if d.cfg.Destination != "" {
		env = append(env, "KAMAL_DESTINATION="+d.cfg.Destination)
	}
	if d.cfg.Fleet.Kind != config.FleetTraefik {
		env = append(env, fmt.Sprintf("KAMAL_LOCK=%t", d.holdsLock(ctx)))
		if len(d.spec.Asked) > 0 {
			env = append(env, "KAMAL_ROLES="+joinRoles(d.spec.Asked))
		}
	}
	if o.runtime != nil {
		env = append(env, fmt.Sprintf("KAMAL_RUNTIME=%d", int(o.runtime.Seconds())))
	}
	if !o.secrets {
		return env, nil
	}
	return d.withSecrets(ctx, env)
}

// withSecrets adds all secrets, as names of the environment, before env. One that
// is empty, though nobody said that it should be, is left out.
func (d *Deployer) withSecrets(ctx context.Context, env []string) ([]string, error) {
	names, err := d.cfg.Secrets.Names(ctx)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, name := range names {
		s, lacks, err := d.cfg.Secrets.Print(ctx, name)
		if err != nil {
			return nil, err
		}
		if lacks != nil {
			d.warnOnce(fmt.Sprintf("hooks get no %s: %v", name, lacks))
			continue
		}
		all = append(all, name+"="+s.Reveal())
	}
	return append(all, env...), nil
}

func (d *Deployer) versionOrConfigured() config.Version {
	if d.version != "" {
		return d.version
	}
	return d.configured()
}

func joinHosts(hosts []config.Host) string {
	names := make([]string, len(hosts))
	for i, h := range hosts {
		names[i] = h.String()
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
