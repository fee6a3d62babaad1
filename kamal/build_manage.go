package kamal

import (
	"context"
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/kamal/commands"
)

// BuildCreate makes the builder that the configuration asks for.
func (d *Deployer) BuildCreate(ctx context.Context) error {
	b, err := d.builder(ctx)
	if err != nil {
		return err
	}
	return d.createBuilder(ctx, b)
}

// BuildRemove removes the builder.
func (d *Deployer) BuildRemove(ctx context.Context) error {
	b, err := d.builder(ctx)
	if err != nil || b.Remove().IsZero() {
		return err
	}
	return d.send(ctx, here, b.Remove())
}

// BuildDetails shows the kind of the builder, and which builders there are.
func (d *Deployer) BuildDetails(ctx context.Context) (string, error) {
	b, err := d.builder(ctx)
	if err != nil {
		return "", err
	}
	out, err := d.ask(ctx, here, b.Details())
	return fmt.Sprintf("Builder: %s\n%s", b.Kind(), out), err
}

// BuildDev builds the working directory as it is, uncommitted files included,
// for a try on this machine. Tags end in -dirty; nothing is pushed unless Output
// says so.
func (d *Deployer) BuildDev(ctx context.Context, o BuildOptions) error {
	d, err := d.atConfigured()
	if err != nil {
		return err
	}
	if err := d.checkSecrets(ctx, d.cfg.Builder.Secrets); err != nil {
		return err
	}
	ctx, cancel := limited(ctx, buildLimit)
	defer cancel()
	return d.localStep("building the working directory", nil, func() error {
		if err := d.buildDev(ctx, o); err != nil {
			return &BuildError{err}
		}
		return nil
	})
}

func (d *Deployer) buildDev(ctx context.Context, o BuildOptions) error {
	if err := d.checkLocalDocker(ctx); err != nil {
		return err
	}
	if o.Output == "" {
		o.Output = "docker"
	}
	b, err := d.builder(ctx)
	if err != nil {
		return err
	}
	secrets, err := d.builderSecrets(ctx)
	if err != nil {
		return err
	}
	if err := d.checkDockerfile(); err != nil {
		return err
	}
	if err := d.tellUncommittedInContext(ctx, b); err != nil {
		return err
	}
	build := b.Build(d.version, commands.BuildOptions{Output: o.Output, NoCache: o.NoCache, Dirty: true})
	build.Dir, build.Env = d.cfg.WorkDir, append(build.Env, secrets...)
	return d.live(ctx, build)
}

// tellUncommittedInContext warns of files that the build sees and git does not
// have as they are.
func (d *Deployer) tellUncommittedInContext(ctx context.Context, b commands.Builder) error {
	if d.cfg.Git().Root == "" {
		return nil
	}
	list := b.BuildContextFiles()
	list.Dir = d.cfg.WorkDir
	files, err := d.askOptional(ctx, here, list)
	if err != nil {
		return err
	}
	changes, err := d.ask(ctx, here, commands.Uncommitted(d.cfg))
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
		d.warn("these files go into the image as they are here, not as git has them:\n%s", strings.Join(found, "\n"))
	}
	return nil
}
