package config

import (
	"context"
	"fmt"
	"io"
	"os/exec"

	"github.com/kamal-go/kamal/internal/bounded"
)

// run runs a command line of a secrets file and gives what it prints.
func (o Options) run(ctx context.Context, line string) (string, error) {
	if o.Command != nil {
		out, handled, err := o.Command(ctx, line)
		if handled || err != nil {
			return out, err
		}
	}
	out, err := o.shell(ctx, o.WorkDir, line, o.Environ)
	return string(out), err
}

// shell runs a command line with the shell, or with what stands in for it.
func (o Options) shell(ctx context.Context, dir, line string, env []string) ([]byte, error) {
	if o.Shell != nil {
		return o.Shell(ctx, dir, line, env)
	}
	var tail bounded.Tail
	command := bounded.Command{
		Args: bounded.Shell(line), Dir: dir, Env: env, Stdin: o.Stdin, Stderr: &tail, Limit: bounded.MaxOutput,
	}
	if o.Stderr != nil {
		command.Stderr = io.MultiWriter(&tail, o.Stderr)
	}
	out, err := command.Output(ctx)
	if text := tail.String(); err != nil && text != "" {
		return out, &commandError{err, text}
	}
	return out, err
}

// commandError is a failing command with what it said about it.
type commandError struct {
	err    error
	stderr string
}

func (e *commandError) Error() string { return fmt.Sprintf("%v: %s", e.err, e.stderr) }

func (e *commandError) Unwrap() error { return e.err }

// ExitCode is that of the command, or -1 when it did not run to its end.
func (e *commandError) ExitCode() int {
	if exit, ok := e.err.(*exec.ExitError); ok {
		return exit.ExitCode()
	}
	return -1
}
