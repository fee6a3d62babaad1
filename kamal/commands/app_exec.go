package commands

import (
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// ExecOptions say how to run a command line in a container.
type ExecOptions struct {
	// Line is the command line. The host's shell expands and splits it.
	Line string
	// Env are further variables.
	Env config.Pairs
	// Interactive connects the command to standard input, and to a terminal
	// when TTY is set too.
	Interactive, TTY bool
	// Detach leaves a new container running and prints its id.
	Detach bool
	// ID ends the name of a new container: 6 hexadecimal digits.
	ID string
}

// ExecNew runs a command line in a new container of a version.
func (a App) ExecNew(v config.Version, o ExecOptions) Cmd {
	c := o.lifetime(o.terminal(docker("run")))
	if !a.onTraefik() {
		c = c.Arg("--name", need(a.Role).ContainerPrefix+"-exec-"+string(v)+"-"+o.ID, "--network", layout.Network)
	}
	c = c.pairs("--env", a.Role.Env(a.Host).Clear).Arg("--env-file", layout.RoleEnvFile(a.Config, a.Role)).pairs("--env", o.Env)
	if !a.onTraefik() {
		c = c.logging(a.Role.Logging)
	}
	c = c.volumes(need(a.Config).Volumes...).options(a.Role.Options)
	return c.Arg(a.Config.ImageAt(v)).line(o.Line)
}

// ExecReuse runs a command line in the container of a version.
func (a App) ExecReuse(v config.Version, o ExecOptions) Cmd {
	return o.reuse(need(a.Role).ContainerName(v))
}

func (o ExecOptions) reuse(container string) Cmd {
	return o.terminal(docker("exec")).pairs("--env", o.Env).Arg(container).line(o.Line)
}

func (o ExecOptions) terminal(c Cmd) Cmd {
	switch {
	case o.Interactive && o.TTY:
		return c.Arg("-it")
	case o.Interactive:
		return c.Arg("-i")
	default:
		return c
	}
}

func (o ExecOptions) lifetime(c Cmd) Cmd {
	if o.Detach {
		return c.Arg("--detach")
	}
	return c.Arg("--rm")
}
