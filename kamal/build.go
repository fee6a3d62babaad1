package kamal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/regular"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// buildLimit is how long a build may take.
const buildLimit = 4 * time.Hour

// BuildOptions change how the image is built.
type BuildOptions struct {
	// Output is buildx's type of output; empty is registry for a push, docker for
	// a build of the working directory.
	Output string
	// NoCache builds without the cache of earlier builds.
	NoCache bool
}

// BuildPush builds the image of the configuration's version on this machine or
// the configured builder, and pushes it. A failure is a [BuildError], or a
// [HookError].
func (d *Deployer) BuildPush(ctx context.Context, o BuildOptions) error {
	d, err := d.atConfigured()
	if err != nil {
		return err
	}
	return d.push(ctx, o)
}

// BuildDeliver is [Deployer.BuildPush], then [Deployer.BuildPull].
func (d *Deployer) BuildDeliver(ctx context.Context, o BuildOptions) error {
	d, err := d.atConfigured()
	if err != nil {
		return err
	}
	return d.deliver(ctx, o, false)
}

// deliver brings the image to the hosts.
func (d *Deployer) deliver(ctx context.Context, o BuildOptions, skipPush bool) error {
	if !skipPush {
		if err := d.push(ctx, o); err != nil {
			return err
		}
	}
	return d.pull(ctx)
}

func (d *Deployer) push(ctx context.Context, o BuildOptions) error {
	ctx, cancel := limited(ctx, buildLimit)
	defer cancel()
	if err := d.checkSecrets(ctx, d.deliverySecrets(false)); err != nil {
		return err
	}
	if err := d.connect(ctx); err != nil {
		return err
	}
	return d.localStep("building the image", nil, func() error {
		err := d.buildAndPush(ctx, o)
		if _, hook := errors.AsType[*HookError](err); err == nil || hook || ctx.Err() != nil {
			return err
		}
		return &BuildError{err}
	})
}

func (d *Deployer) buildAndPush(ctx context.Context, o BuildOptions) error {
	if err := d.checkLocalDocker(ctx); err != nil {
		return err
	}
	builder, err := d.builder(ctx)
	if err != nil {
		return err
	}
	if d.cfg.Registry.Local() || !builder.Remote() {
		if err := d.readyRegistry(ctx); err != nil {
			return err
		}
	}
	if err := d.hook(ctx, HookPreBuild, hookOptions{}); err != nil {
		return err
	}
	if err := d.tellUncommitted(ctx); err != nil {
		return err
	}
	dir, err := d.buildDirectory(ctx)
	if err != nil {
		return err
	}
	return d.withBuilderRegistry(ctx, builder, func(ctx context.Context) error {
		return d.build(ctx, builder, dir, o)
	})
}

// build makes sure that there is a builder, and builds.
func (d *Deployer) build(ctx context.Context, builder commands.Builder, dir string, o BuildOptions) error {
	secrets, err := d.builderSecrets(ctx)
	if err != nil {
		return err
	}
	if err := d.checkDockerfile(); err != nil {
		return err
	}
	if err := d.readyBuilder(ctx, builder, secrets); err != nil {
		return err
	}
	build := builder.Build(d.version, commands.BuildOptions{Output: o.Output, NoCache: o.NoCache})
	build.Dir, build.Env = dir, append(build.Env, secrets...)
	return d.live(ctx, build)
}

func (d *Deployer) checkLocalDocker(ctx context.Context) error {
	if err := d.send(ctx, here, commands.Builder{Config: d.cfg}.Tools()); err != nil {
		return fmt.Errorf("looking for docker and its buildx plugin on this machine: %w", err)
	}
	return nil
}

// builder gives the commands for building; which these are depends on this
// machine's architecture where a remote one takes part.
func (d *Deployer) builder(ctx context.Context) (commands.Builder, error) {
	b := commands.Builder{Config: d.cfg}
	if d.cfg.Builder.Remote == "" {
		return b, nil
	}
	out, err := d.ask(ctx, here, commands.MachineArchitecture())
	b.Machine = commands.ParseArchitecture(out)
	return b, err
}

func (d *Deployer) builderSecrets(ctx context.Context) ([]string, error) {
	var env []string
	for _, name := range d.cfg.Builder.Secrets {
		s, err := d.cfg.Secrets.Lookup(ctx, name)
		if err != nil {
			return nil, err
		}
		env = append(env, name+"="+s.Reveal())
	}
	return env, nil
}

func (d *Deployer) tellUncommitted(ctx context.Context) error {
	if d.cfg.Git().Root == "" {
		return nil
	}
	changes, err := d.ask(ctx, here, commands.Uncommitted(d.cfg))
	if err != nil || changes == "" {
		return err
	}
	if d.cfg.Builder.Context == "" {
		d.warn("building commit %s; these uncommitted changes are not in it:\n%s", config.Version(d.cfg.Git().Commit).Short(), changes)
	} else {
		d.warn("building with uncommitted changes:\n%s", changes)
	}
	return nil
}

func (d *Deployer) checkDockerfile() error {
	if d.cfg.Builder.Pack != nil || strings.Contains(d.cfg.Builder.Context, "://") {
		return nil
	}
	file := d.cfg.Builder.Dockerfile
	if !filepath.IsAbs(file) {
		file = filepath.Join(d.cfg.WorkDir, file)
	}
	info, err := os.Stat(file)
	if err != nil {
		return fmt.Errorf("looking for the Dockerfile: %w", err)
	}
	if err := regular.Check(info); err != nil {
		return fmt.Errorf("looking for the Dockerfile: %q is %w", file, err)
	}
	return nil
}

// readyBuilder makes the builder anew where it is missing or made for another
// machine.
func (d *Deployer) readyBuilder(ctx context.Context, b commands.Builder, secrets []string) error {
	inspect := b.Inspect()
	if inspect.IsZero() {
		return nil
	}
	inspect.Env = secrets
	out, err := d.ask(ctx, here, inspect)
	switch {
	case err == nil && b.Fits(out):
		return nil
	case err != nil && !missingBuilder(err):
		return err
	}
	d.note("making the builder %s", cmp.Or(b.Name(), "anew"))
	if err := d.send(ctx, here, b.Remove()); err != nil && !missingBuilder(err) {
		return err
	}
	return d.createBuilder(ctx, b)
}

// missingBuilder reports whether docker says that a builder or its context is
// not there.
func missingBuilder(err error) bool {
	e, ok := errors.AsType[*CommandError](err)
	if !ok || !exited(err) {
		return false
	}
	for _, text := range []string{"context not found", "no builder", "no compatible builder", "does not exist", "not found"} {
		if strings.Contains(e.Stderr, text) {
			return true
		}
	}
	return false
}

func (d *Deployer) createBuilder(ctx context.Context, b commands.Builder) error {
	create := b.Create()
	if create.IsZero() {
		return nil
	}
	if b.Remote() {
		if err := d.reachBuilder(ctx); err != nil {
			return err
		}
	}
	return d.send(ctx, here, create)
}
