package cli

import (
	"context"
	"strings"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

type appExecCmd struct {
	Command     []string `arg:"" name:"command" help:"The command, for the host's shell."`
	Interactive bool     `name:"interactive" short:"i" xor:"terminal-detach,terminal-raw" help:"On the primary host, with the terminal."`
	Reuse       bool     `name:"reuse" xor:"reuse-detach" help:"In the running container, not in a new one."`
	Env         []string `name:"env" short:"e" sep:"none" takes:"pairs" placeholder:"NAME:VALUE" help:"Environment of the command; several may follow."`
	Detach      bool     `name:"detach" xor:"terminal-detach,reuse-detach,raw-detach" help:"Don't wait for it."`
	Raw         bool     `name:"raw" xor:"terminal-raw,raw-detach" help:"The bytes of its standard output and nothing else."`
}

func (c *appExecCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session, s screen.Screen) error {
	o := kamal.ExecOptions{
		Command: commandLine(c.Command), Reuse: c.Reuse, Detach: c.Detach, Env: pairs(c.Env),
		Version: p.options.version(), TTY: screen.IsTerminal(p.in.stdin),
	}
	if c.Interactive {
		return p.interact(d.App().ExecInteractive(ctx, o))
	}
	_, err := d.App().Exec(ctx, outputOf(o, c.Raw, s, "app exec"))
	return err
}

// pairs splits NAME=VALUE words.
func pairs(words []string) config.Pairs {
	var list config.Pairs
	for _, word := range words {
		name, value, _ := strings.Cut(word, "=")
		list = list.Merge(config.Pairs{{Name: name, Value: value}})
	}
	return list
}
