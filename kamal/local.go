package kamal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/kamal-go/kamal/kamal/commands"
)

// Local is an [Executor] that runs commands on this machine, whatever the host.
// A simple command is started directly, without any shell; a joined one needs
// /bin/sh. The zero value uses the process's own environment and directory.
type Local struct {
	// Dir is where commands without a Dir of their own run.
	Dir string
	// Environ is the environment, each NAME=value; nil is the process's own.
	Environ []string
}

// localWait is how long a cancelled command may take to end by itself.
const localWait = 5 * time.Second

// Run implements [Executor]. A cancelled command gets an interrupt first and is
// killed five seconds later.
func (l Local) Run(ctx context.Context, _ string, cmd commands.Cmd) error {
	c, byShell := l.command(ctx, cmd)
	c.Dir = l.Dir
	if cmd.Dir != "" {
		c.Dir = cmd.Dir
	}
	c.Env = l.Environ
	if c.Env == nil {
		c.Env = os.Environ()
	}
	c.Env = append(c.Env[:len(c.Env):len(c.Env)], cmd.Env...)
	c.Stdin, c.Stdout, c.Stderr = cmd.Stdin, cmd.Stdout, cmd.Stderr
	c.WaitDelay = localWait
	ended := interruptFirst(c, byShell)
	err := c.Run()
	if ctx.Err() != nil {
		ended()
		return fmt.Errorf("running on this machine: %w", context.Cause(ctx))
	}
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		return localExit{e}
	}
	return err
}

func (l Local) command(ctx context.Context, cmd commands.Cmd) (c *exec.Cmd, byShell bool) {
	if args := cmd.Args(); len(args) > 0 {
		return exec.CommandContext(ctx, args[0], args[1:]...), false
	}
	cmd.Dir, cmd.Env = "", nil
	return exec.CommandContext(ctx, "/bin/sh", "-c", cmd.Shell()), true
}

type localExit struct{ *exec.ExitError }

// ExitStatus is the command's status, or -1 when a signal ended it.
func (e localExit) ExitStatus() int { return e.ExitCode() }

func (e localExit) Unwrap() error { return e.ExitError }

var _ Executor = Local{}
