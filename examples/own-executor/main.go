// Own-executor reaches hosts through the system's own ssh instead of package
// sshx, and shows which version of the app runs on each. Its arguments are given
// to ssh. Any transport will do: an Executor has one method.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// ssh is an executor: its arguments come before the host.
type ssh []string

// Run runs a command on a host.
func (s ssh) Run(ctx context.Context, host string, cmd commands.Cmd) error {
	c := exec.CommandContext(ctx, "ssh", slices.Concat(s, []string{"-o", "BatchMode=yes", host, cmd.Shell()})...)
	c.Stdin, c.Stdout, c.Stderr = cmd.Stdin, cmd.Stdout, cmd.Stderr
	err := c.Run()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	// ssh itself ends with 255 when it does not reach the host.
	if e, ok := errors.AsType[*exec.ExitError](err); ok && e.ExitCode() != 255 {
		return exit(e.ExitCode())
	}
	return err
}

// exit is a command's status, which kamal asks for.
type exit int

func (e exit) Error() string   { return fmt.Sprintf("exit status %d", int(e)) }
func (e exit) ExitStatus() int { return int(e) }

func main() {
	cfg, err := config.Load(context.Background(), config.Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	versions, err := kamal.New(cfg, ssh(os.Args[1:])).App().Version(context.Background())
	for _, v := range versions {
		fmt.Println(v.Host, v.Text)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
