package kamal

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Exec runs a command line in the shell of every host. A command that
// fails on one does not stop the others; the errors are joined.
func (s Server) Exec(ctx context.Context, o ExecOptions) ([]Result, error) {
	if err := cmp.Or(s.made(), o.check()); err != nil {
		return nil, err
	}
	outlet := s.outlet(o.Raw, o.Pieces, hostPieces(s.spec.hosts))
	return gather(ctx, s.engine, s.spec.hosts, func(ctx context.Context, h config.Host) (Result, error) {
		out, err := outlet.of(Piece{Host: h}, func(to io.Writer) (string, error) {
			text := fmt.Sprintf("Executed cmd '%s' on %s", o.Command, h)
			if err := s.send(ctx, h, s.record(ctx, text)); err != nil {
				return "", err
			}
			return s.output(ctx, h, commands.Cmd{}.Word(commands.Raw(o.Command)), to)
		})
		return Result{Host: h, Text: out, Err: err}, err
	})
}

// ExecInteractive gives the command line of the system's own ssh that runs
// a command line on the primary host, connected to a terminal; without a command
// it is a login shell.
func (s Server) ExecInteractive(ctx context.Context, o ExecOptions) (commands.Cmd, error) {
	if err := s.made(); err != nil {
		return commands.Cmd{}, err
	}
	var cmd commands.Cmd
	if o.Command != "" {
		cmd = cmd.Word(commands.Raw(o.Command))
	}
	return s.interactive(ctx, s.spec.primaryHost, cmd)
}
