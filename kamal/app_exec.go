package kamal

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// ExecOptions say what to run where.
type ExecOptions struct {
	// Command is a command line; the host's shell expands and splits it.
	Command string
	// Reuse runs it in the container that is there, in place of a new one.
	Reuse bool
	// Detach leaves a new container running in the background.
	Detach bool
	// Env are further variables for it.
	Env config.Pairs
	// Version is that of the container; empty is the latest tag for a new one and
	// the running version otherwise.
	Version config.Version
	// TTY connects an interactive command to a terminal.
	TTY bool
	// Raw gets the bytes that the command prints, untouched, as they come, host
	// after host. It may be nil.
	Raw io.Writer
	// Pieces gets what the command prints for people, as it comes. It may be nil.
	// With Raw or Pieces, Result.Text stays empty; without, a command that prints
	// more than 16 MiB is ended, with [ErrOutputTooLong].
	Pieces func(Piece)
}

func (o ExecOptions) check() error {
	if o.Command == "" {
		return fmt.Errorf("%w: there is no command to run", ErrUsage)
	}
	return o.checkTogether()
}

// checkTogether refuses options that exclude each other.
func (o ExecOptions) checkTogether() error {
	switch {
	case o.Detach && o.Reuse:
		return fmt.Errorf("%w: a command in the container that is there can't be detached", ErrUsage)
	case o.Detach && o.Raw != nil:
		return fmt.Errorf("%w: a detached command has no output to pass on", ErrUsage)
	case o.Raw != nil && o.Pieces != nil:
		return fmt.Errorf("%w: output can't be passed on both raw and in pieces", ErrUsage)
	}
	return nil
}

// Exec runs a command line in a container of each role on every host: a new
// one, or the one that is there. A command that fails on one does not stop the
// others; the errors are joined.
func (a App) Exec(ctx context.Context, o ExecOptions) ([]Result, error) {
	if err := cmp.Or(a.made(), o.check()); err != nil {
		return nil, err
	}
	v, err := a.execVersion(ctx, o)
	if err != nil {
		return nil, err
	}
	a = a.at(v)
	if o.Reuse {
		return a.execRoles(ctx, o, func(ctx context.Context, p place, run func(commands.Cmd) part) error {
			return a.together(ctx, p.host, run(a.appCommands(p.host, p.role).ExecReuse(v, o.builder())))
		})
	}
	return a.execNew(ctx, o)
}

// execNew runs a command in new containers. Where one role is on a host, what makes it
// ready goes with that.
func (a App) execNew(ctx context.Context, o ExecOptions) ([]Result, error) {
	several := filter(a.spec.appHosts, func(h config.Host) bool { return len(a.spec.RolesOn(h)) > 1 })
	if err := a.onEach(ctx, StepLogIn, several, a.readyForExec); err != nil {
		return nil, err
	}
	return a.execRoles(ctx, o, func(ctx context.Context, p place, run func(commands.Cmd) part) error {
		cmd, err := a.newExec(p, o.builder())
		if err != nil {
			return err
		}
		if slices.Contains(several, p.host) {
			return a.together(ctx, p.host, run(cmd))
		}
		login, err := a.loginForExec(ctx, p.host)
		if err != nil {
			return err
		}
		file := layout.RoleEnvFile(a.cfg, p.role)
		missing := false
		if err := a.together(ctx, p.host, login, a.files.therePart(&missing, file), run(cmd)); err != nil || !missing {
			return err
		}
		if err := a.files.pushEnv(ctx, p.host, file, p.role.Env(p.host)); err != nil {
			return err
		}
		return a.together(ctx, p.host, run(cmd))
	})
}

// loginForExec logs a host in to the registry, as a part.
func (a App) loginForExec(ctx context.Context, h config.Host) (part, error) {
	if a.cfg.OnTraefik(h) {
		return part{}, nil
	}
	return a.registry.loginPart(ctx, h, a.cfg.Registry)
}

// readyForExec logs a host in, and writes the env files that are not there yet.
func (a App) readyForExec(ctx context.Context, h config.Host) error {
	login, err := a.loginForExec(ctx, h)
	if err != nil {
		return err
	}
	var files, missing []string
	for _, r := range a.spec.RolesOn(h) {
		files = append(files, layout.RoleEnvFile(a.cfg, r))
	}
	if err := a.together(ctx, h, login, a.files.missingPart(&missing, files...)); err != nil {
		return err
	}
	roles := filter(a.spec.RolesOn(h), func(r *config.Role) bool { return slices.Contains(missing, layout.RoleEnvFile(a.cfg, r)) })
	return inTurn(roles, func(r *config.Role) error { return a.files.pushEnv(ctx, h, layout.RoleEnvFile(a.cfg, r), r.Env(h)) })
}

// newExec gives the command for a new container.
func (a App) newExec(p place, o commands.ExecOptions) (commands.Cmd, error) {
	id, err := a.hex(6)
	if err != nil {
		return commands.Cmd{}, err
	}
	o.ID = id
	return a.appCommands(p.host, p.role).ExecNew(a.version, o), nil
}

// execVersion is the version whose container a command runs in.
func (a App) execVersion(ctx context.Context, o ExecOptions) (config.Version, error) {
	switch {
	case o.Version != "":
		return o.Version, nil
	case o.Reuse:
		return a.runningVersion(ctx)
	default:
		return layout.LatestTag(a.cfg), nil
	}
}

// execRoles runs a command for each role on every host, and notes it in the audit log
// before: send gets what makes a part of it.
func (a App) execRoles(ctx context.Context, o ExecOptions, send func(ctx context.Context, p place, run func(commands.Cmd) part) error) ([]Result, error) {
	out := a.outlet(o.Raw, o.Pieces, a.placePieces())
	return a.roleResults(ctx, func(ctx context.Context, p place) (string, error) {
		return out.of(p.piece(), func(to io.Writer) (text string, err error) {
			err = send(ctx, p, func(cmd commands.Cmd) part {
				said := fmt.Sprintf("Executed cmd '%s' on app version %s", o.Command, a.version)
				note := a.record(ctx, said)
				if o.Reuse {
					note = a.recordFor(ctx, p.role, said)
				}
				return outputPart(commands.And(note, cmd), to, &text)
			})
			return text, err
		})
	})
}

func (o ExecOptions) builder() commands.ExecOptions {
	return commands.ExecOptions{Line: o.Command, Env: o.Env, Detach: o.Detach}
}

// ExecInteractive gives the command line of the system's own ssh that runs a
// command line on the primary host in its first role, connected to a terminal.
// What must be there on the host is made before.
func (a App) ExecInteractive(ctx context.Context, o ExecOptions) (commands.Cmd, error) {
	if err := cmp.Or(a.made(), o.check()); err != nil {
		return commands.Cmd{}, err
	}
	if o.Detach || o.Raw != nil {
		return commands.Cmd{}, fmt.Errorf("%w: an interactive command can't be detached, nor its output passed on raw", ErrUsage)
	}
	if a.spec.primaryRole == nil {
		return commands.Cmd{}, fmt.Errorf("%w: no role runs on %s", ErrUsage, a.spec.primaryHost)
	}
	v, err := a.execVersion(ctx, o)
	if err != nil {
		return commands.Cmd{}, err
	}
	a = a.at(v)
	p := place{a.spec.primaryHost, a.spec.primaryRole}
	terminal := o.builder()
	terminal.Interactive, terminal.TTY = true, o.TTY
	if o.Reuse {
		return a.interactive(ctx, p.host, a.appCommands(p.host, p.role).ExecReuse(v, terminal))
	}
	if err := a.connect(ctx); err != nil {
		return commands.Cmd{}, err
	}
	if err := a.readyForExec(ctx, p.host); err != nil {
		return commands.Cmd{}, err
	}
	cmd, err := a.newExec(p, terminal)
	if err != nil {
		return commands.Cmd{}, err
	}
	return a.interactive(ctx, p.host, cmd)
}
