package cli

import (
	"context"

	"github.com/kamal-go/kamal/kamal"
)

func (c *serverBootstrapCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.ServerBootstrap(ctx)
}

func (c *serverExecCmd) Run(ctx context.Context, d *kamal.Deployer, p *project, s screen) error {
	o := kamal.ExecOptions{
		Command: commandLine(c.Command), TTY: isTerminal(p.in.stdin),
	}
	if c.Interactive {
		return p.interact(d.ServerExecInteractive(ctx, o))
	}
	if o.Command == "" {
		return &usageError{command: p.command, msg: "there is no command to run", hint: "-i without a command is a shell"}
	}
	_, err := d.ServerExec(ctx, outputOf(o, c.Raw, s, "server exec"))
	return err
}
