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

	"github.com/kamal-go/kamal/internal/arch"
	"github.com/kamal-go/kamal/internal/hostcmd"
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

// Push builds the image of the configuration's version on this machine or
// the configured builder, and pushes it. A failure is a [BuildError], or a
// [HookError].
func (bd Build) Push(ctx context.Context, o BuildOptions) error {
	bd, err := bd.atConfigured()
	if err != nil {
		return err
	}
	return bd.push(ctx, o)
}

// Deliver is [Build.Push], then [Build.Pull].
func (bd Build) Deliver(ctx context.Context, o BuildOptions) error {
	bd, err := bd.atConfigured()
	if err != nil {
		return err
	}
	if err := bd.push(ctx, o); err != nil {
		return err
	}
	return bd.pull(ctx)
}

func (bd Build) push(ctx context.Context, o BuildOptions) error {
	ctx, cancel := limited(ctx, buildLimit)
	defer cancel()
	if err := bd.checkSecrets(ctx, bd.deliverySecrets(false)); err != nil {
		return err
	}
	if err := bd.connect(ctx); err != nil {
		return err
	}
	return bd.localStep(ctx, StepBuild, nil, func(ctx context.Context) error {
		err := bd.buildAndPush(ctx, o)
		if _, hook := errors.AsType[*HookError](err); err == nil || hook || ctx.Err() != nil {
			return err
		}
		return &BuildError{err}
	})
}

func (bd Build) buildAndPush(ctx context.Context, o BuildOptions) error {
	if err := bd.checkLocalDocker(ctx); err != nil {
		return err
	}
	builder, err := bd.builder(ctx)
	if err != nil {
		return err
	}
	if bd.cfg.Registry.Local() || !builder.Kind().Elsewhere() {
		if err := bd.registry.ready(ctx); err != nil {
			return err
		}
	}
	if err := bd.hook(ctx, hookPreBuild, hookOptions{}); err != nil {
		return err
	}
	if err := bd.tellUncommitted(ctx); err != nil {
		return err
	}
	dir, err := bd.buildDirectory(ctx)
	if err != nil {
		return err
	}
	return bd.withBuilderRegistry(ctx, builder, func(ctx context.Context) error {
		return bd.buildImage(ctx, builder, dir, o)
	})
}

// buildImage makes sure that there is a builder, and builds.
func (bd Build) buildImage(ctx context.Context, builder hostcmd.Builder, dir string, o BuildOptions) error {
	secrets, err := bd.builderSecrets(ctx)
	if err != nil {
		return err
	}
	if err := bd.checkDockerfile(); err != nil {
		return err
	}
	if err := bd.readyBuilder(ctx, builder, secrets); err != nil {
		return err
	}
	build := builder.Build(bd.version, commands.BuildOptions{Output: o.Output, NoCache: o.NoCache})
	build.Dir, build.Env = dir, append(build.Env, secrets...)
	return bd.live(ctx, build)
}

func (eng *engine) checkLocalDocker(ctx context.Context) error {
	if err := eng.send(ctx, here, hostcmd.Builder{Builder: commands.Builder{Config: eng.cfg}}.Tools()); err != nil {
		return fmt.Errorf("looking for docker and its buildx plugin on this machine: %w", err)
	}
	return nil
}

// builder gives the commands for building; which these are depends on this
// machine's architecture where a remote one takes part.
func (bd Build) builder(ctx context.Context) (hostcmd.Builder, error) {
	if err := bd.made(); err != nil {
		return hostcmd.Builder{}, err
	}
	b := hostcmd.Builder{Builder: commands.Builder{Config: bd.cfg}}
	if bd.cfg.Builder.Remote == "" {
		return b, nil
	}
	out, err := bd.ask(ctx, here, hostcmd.MachineArchitecture())
	b.Machine = arch.Of(out)
	return b, err
}

func (bd Build) builderSecrets(ctx context.Context) ([]string, error) {
	var env []string
	for _, name := range bd.cfg.Builder.Secrets {
		s, err := bd.cfg.Secrets.Lookup(ctx, name)
		if err != nil {
			return nil, err
		}
		env = append(env, name+"="+s.Reveal())
	}
	return env, nil
}

func (bd Build) tellUncommitted(ctx context.Context) error {
	if bd.cfg.Git().Root == "" {
		return nil
	}
	changes, err := bd.ask(ctx, here, hostcmd.Uncommitted(bd.cfg))
	if err != nil || changes == "" {
		return err
	}
	if bd.cfg.Builder.Context == "" {
		bd.warn(ctx, "building commit %s; these uncommitted changes are not in it:\n%s", config.Version(bd.cfg.Git().Commit).Short(), changes)
	} else {
		bd.warn(ctx, "building with uncommitted changes:\n%s", changes)
	}
	return nil
}

// readsDockerfile reports whether the image is built from a file of this machine.
func (eng *engine) readsDockerfile() bool {
	b := eng.cfg.Builder
	return !eng.run.withoutFiles && b.PackBuilder == "" && !strings.Contains(b.Context, "://")
}

func (bd Build) checkDockerfile() error {
	if !bd.readsDockerfile() {
		return nil
	}
	file := bd.cfg.Builder.Dockerfile
	if !filepath.IsAbs(file) {
		file = filepath.Join(bd.cfg.WorkDir, file)
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
func (bd Build) readyBuilder(ctx context.Context, b hostcmd.Builder, secrets []string) error {
	inspect := b.Inspect()
	if inspect.IsZero() {
		return nil
	}
	inspect.Env = secrets
	out, err := bd.ask(ctx, here, inspect)
	switch {
	case err == nil && b.Fits(out):
		return nil
	case err != nil && !missingBuilder(err):
		return err
	}
	bd.note(ctx, "making the builder %s", cmp.Or(b.Name(), "anew"))
	if err := bd.send(ctx, here, b.Remove()); err != nil && !missingBuilder(err) {
		return err
	}
	return bd.create(ctx, b)
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

func (bd Build) create(ctx context.Context, b hostcmd.Builder) error {
	create := b.Create()
	if create.IsZero() {
		return nil
	}
	if b.Kind().Elsewhere() {
		if err := bd.reachBuilder(ctx); err != nil {
			return err
		}
	}
	return bd.send(ctx, here, create)
}
