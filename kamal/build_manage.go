package kamal

import (
	"context"
	"strings"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
)

// Create makes the builder that the configuration asks for.
func (bd Build) Create(ctx context.Context) error {
	b, err := bd.builder(ctx)
	if err != nil {
		return err
	}
	return bd.create(ctx, b)
}

// Remove removes the builder.
func (bd Build) Remove(ctx context.Context) error {
	b, err := bd.builder(ctx)
	if err != nil || b.Remove().IsZero() {
		return err
	}
	return bd.send(ctx, here, b.Remove())
}

// BuilderDetails are what there is to build images with.
type BuilderDetails struct {
	// Kind and Name are those of the builder that the configuration asks for. It has
	// no name where docker builds by itself, or pack does.
	Kind, Name string
	// Builders are the names of all that docker has here.
	Builders []string
	// Text is what docker or pack says of them.
	Text string
}

// Details gives the kind of the builder, and which builders there are.
func (bd Build) Details(ctx context.Context) (BuilderDetails, error) {
	b, err := bd.builder(ctx)
	if err != nil {
		return BuilderDetails{}, err
	}
	out, err := bd.ask(ctx, here, b.Details())
	return BuilderDetails{Kind: string(b.Kind()), Name: b.Name(), Builders: hostcmd.ParseBuilders(out), Text: out}, err
}

// Dev builds the working directory as it is, uncommitted files included,
// for a try on this machine. Tags end in -dirty; nothing is pushed unless Output
// says so.
func (bd Build) Dev(ctx context.Context, o BuildOptions) error {
	bd, err := bd.atConfigured()
	if err != nil {
		return err
	}
	if err := bd.checkSecrets(ctx, bd.cfg.Builder.Secrets); err != nil {
		return err
	}
	ctx, cancel := limited(ctx, buildLimit)
	defer cancel()
	return bd.localStep(ctx, stepBuildDev, nil, func(ctx context.Context) error {
		if err := bd.dev(ctx, o); err != nil {
			return &BuildError{err}
		}
		return nil
	})
}

func (bd Build) dev(ctx context.Context, o BuildOptions) error {
	if err := bd.checkLocalDocker(ctx); err != nil {
		return err
	}
	if o.Output == "" {
		o.Output = "docker"
	}
	b, err := bd.builder(ctx)
	if err != nil {
		return err
	}
	secrets, err := bd.builderSecrets(ctx)
	if err != nil {
		return err
	}
	if err := bd.checkDockerfile(); err != nil {
		return err
	}
	if err := bd.tellUncommittedInContext(ctx, b); err != nil {
		return err
	}
	build := b.Build(bd.version, commands.BuildOptions{Output: o.Output, NoCache: o.NoCache, Dirty: true})
	build.Dir, build.Env = bd.cfg.WorkDir, append(build.Env, secrets...)
	return bd.live(ctx, build)
}

// tellUncommittedInContext warns of files that the build sees and git does not
// have as they are.
func (bd Build) tellUncommittedInContext(ctx context.Context, b hostcmd.Builder) error {
	if bd.cfg.Git().Root == "" {
		return nil
	}
	list := b.BuildContextFiles()
	list.Dir = bd.cfg.WorkDir
	files, err := bd.askOptional(ctx, here, list)
	if err != nil {
		return err
	}
	changes, err := bd.ask(ctx, here, hostcmd.Uncommitted(bd.cfg))
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for line := range strings.Lines(files) {
		seen[strings.TrimPrefix(strings.TrimSpace(line), "./")] = true
	}
	var found []string
	for line := range strings.Lines(changes) {
		if f := strings.Fields(line); len(f) >= 2 && seen[f[len(f)-1]] {
			found = append(found, strings.TrimRight(line, "\n"))
		}
	}
	if len(found) > 0 {
		bd.warn(ctx, "these files go into the image as they are here, not as git has them:\n%s", strings.Join(found, "\n"))
	}
	return nil
}
