package kamal

import (
	"context"
	"fmt"
	"io"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// ServerExec runs a command line in the shell of every host. A command that
// fails on one does not stop the others; the errors are joined.
func (d *Deployer) ServerExec(ctx context.Context, o ExecOptions) ([]Result, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	outlet := d.outlet(o.Raw, o.Pieces, hostPieces(d.spec.Hosts))
	return gather(ctx, d, d.spec.Hosts, func(ctx context.Context, h config.Host) (Result, error) {
		out, err := outlet.of(Piece{Host: h}, func(to io.Writer) (string, error) {
			text := fmt.Sprintf("Executed cmd '%s' on %s", o.Command, h)
			if err := d.send(ctx, h, d.record(ctx, text)); err != nil {
				return "", err
			}
			return d.output(ctx, h, commands.Cmd{}.Word(commands.Raw(o.Command)), to)
		})
		return Result{Host: h, Text: out, Err: err}, err
	})
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
