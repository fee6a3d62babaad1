package cli

import (
	"context"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

type serverFamily struct {
	Bootstrap doing         `cmd:"" name:"bootstrap" help:"Install Docker where it is not there."`
	Exec      serverExecCmd `cmd:"" name:"exec" words:"command" help:"Run a command on the hosts."`
}

func newServerFamily() (f serverFamily) {
	f.Bootstrap = does((*kamal.Deployer).Server, kamal.Server.Bootstrap)
	return f
}

type serverExecCmd struct {
	Command     []string `arg:"" name:"command" optional:"" help:"The command, for the host's shell."`
	Interactive bool     `name:"interactive" short:"i" xor:"terminal-raw" help:"On the primary host, with the terminal; without a command a shell."`
	Raw         bool     `name:"raw" xor:"terminal-raw" help:"The bytes of its standard output and nothing else."`
}

func (c *serverExecCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session, s screen.Screen) error {
	o := kamal.ExecOptions{
		Command: commandLine(c.Command), TTY: screen.IsTerminal(p.in.stdin),
	}
	if c.Interactive {
		return p.interact(d.Server().ExecInteractive(ctx, o))
	}
	if o.Command == "" {
		return &cmdline.UsageError{Command: p.line.Command, Msg: "there is no command to run", Advice: "a shell there: kamal server exec -i"}
	}
	_, err := d.Server().Exec(ctx, outputOf(o, c.Raw, s, "server exec"))
	return err
}
