package config

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// finish checks a tree and makes the configuration of it.
func (r *reader) finish(ctx context.Context, tree *yaml11.Node) (*Config, error) {
	if len(r.problems) > 0 {
		return nil, r.problems.sorted()
	}
	r.root = value{node: tree, field: root, pos: yaml11.Position{File: r.opts.File}}
	if r.lacksDestination() {
		return nil, r.problems
	}
	r.kind = fleetOf(r.root)
	r.check(r.root)
	for _, file := range r.files {
		r.checkForms(value{node: file, field: root})
	}
	git, gitErr := r.opts.Git(ctx, r.opts.WorkDir)
	r.config = &Config{
		Destination: r.opts.Destination, Environ: r.opts.Environ, WorkDir: r.opts.WorkDir,
		git: git, tree: tree,
	}
	r.read()
	if r.disk {
		r.checkHooks()
	}
	if len(r.problems) > 0 {
		return nil, r.problems.sorted()
	}
	r.config.version, r.config.versionErr = r.version(gitErr)
	r.sortWarnings()
	r.readSecrets(ctx, tree)
	r.config.Warnings = r.warnings
	return r.config, nil
}

// readSecrets makes ready to look secrets up. Files that can't be read are an error
// for those only who need a secret.
func (r *reader) readSecrets(ctx context.Context, tree *yaml11.Node) {
	path := ""
	if r.disk {
		path = r.config.SecretsPath
	}
	secrets := newSecrets(r.opts, path, !r.disk || r.older(tree))
	r.keepTold(secrets)
	secrets.used = r.config.neededNames()
	r.config.Secrets = secrets
	r.config.hideTexts()
	secrets.knowAtHand(ctx)
	if warnings, err := secrets.warnings(); err == nil {
		r.warnings = append(r.warnings, warnings...)
	}
}

// read makes the configuration, section by section. Later ones need what the
// earlier ones made.
func (r *reader) read() {
	r.readTop()
	r.readRegistry()
	r.readBuilder()
	r.readEnv()
	r.readServers()
	r.readAccessories()
	r.readFleet()
	r.readProxies()
	r.readSSH()
	r.readSections()
	r.readAliases()
	r.checkRoles()
	r.checkEnv()
}

// lacksDestination reports whether a destination is required but not given. All
// other problems would be consequences of that.
func (r *reader) lacksDestination() bool {
	v := r.root.get("require_destination")
	if !v.flag() || r.opts.Destination != "" {
		return false
	}
	e := r.fail(v, "a destination is required")
	if names := r.opts.destinations(); r.disk && len(names) > 0 {
		e.suggest("the destinations are %s", strings.Join(names, ", "))
	}
	return true
}

// destinations are the names of the files beside the base file.
func (o Options) destinations() []string {
	base := strings.TrimSuffix(filepath.Base(o.File), filepath.Ext(o.File)) + "."
	entries, _ := os.ReadDir(filepath.Dir(o.in(o.File)))
	var names []string
	for _, e := range entries {
		name, ok := strings.CutPrefix(e.Name(), base)
		if name, yml := strings.CutSuffix(name, ".yml"); ok && yml && name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// checkHooks refuses hooks that would silently not run.
func (r *reader) checkHooks() {
	if r.kind != FleetProxy {
		return
	}
	for _, place := range []string{"pre", "post"} {
		hook := filepath.Join(r.config.HooksPath, place+"-traefik-reboot")
		if _, err := os.Stat(r.opts.in(hook)); err == nil {
			e := &FieldError{File: filepath.ToSlash(hook), Message: "this hook is of Kamal 1 and would not run", order: len(r.sources)}
			e.suggest("rename it to %s-proxy-reboot", place)
			r.problems = append(r.problems, e)
		}
	}
}
