package cli

import (
	"context"
	"strings"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

func (c *appExecCmd) Run(ctx context.Context, d *kamal.Deployer, p *project, s screen) error {
	o := kamal.ExecOptions{
		Command: commandLine(c.Command), Reuse: c.Reuse, Detach: c.Detach, Env: pairs(c.Env),
		Version: p.options.version(), TTY: isTerminal(p.in.stdin),
	}
	if c.Interactive {
		return p.interact(d.AppExecInteractive(ctx, o))
	}
	_, err := d.AppExec(ctx, outputOf(o, c.Raw, s, "app exec"))
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
