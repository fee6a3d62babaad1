package kamal

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// ServerExec runs a command line in the shell of every host. A command that
// fails on one does not stop the others; the errors are joined.
func (d *Deployer) ServerExec(ctx context.Context, o ExecOptions) ([]Result, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	found, err := gather(ctx, d, d.spec.Hosts, func(ctx context.Context, h config.Host) (Result, error) {
		text := fmt.Sprintf("Executed cmd '%s' on %s", o.Command, h)
		if err := d.send(ctx, h, d.record(ctx, text)); err != nil {
			return Result{Host: h, Err: err}, err
		}
		out, err := d.output(ctx, h, commands.Cmd{}.Word(commands.Raw(o.Command)), o.Raw != nil)
		return Result{Host: h, Text: out, Err: err}, err
	})
	return o.handOver(found, err)
}

// ServerExecInteractive gives the command line of the system's own ssh that runs
// a command line on the primary host, connected to a terminal; without a command
// it is a login shell.
func (d *Deployer) ServerExecInteractive(ctx context.Context, o ExecOptions) (commands.Cmd, error) {
	var cmd commands.Cmd
	if o.Command != "" {
		cmd = cmd.Word(commands.Raw(o.Command))
	}
	return d.interactive(ctx, d.spec.PrimaryHost, cmd)
}
