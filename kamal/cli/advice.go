package cli

import (
	"github.com/kamal-go/kamal/internal/advice"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal/config"
)

// advised puts to an error what to do about it.
func (p *Session) advised(err error) error {
	if err == nil {
		return nil
	}
	call := p.call()
	call.Interrupted = isA[*screen.Interrupted](err)
	return &screen.Advised{Err: err, Next: p.mask(call.For(err))}
}

// call is how the command line was read.
func (p *Session) call() advice.Call {
	c := advice.Call{Command: p.commandPath(), Words: p.line.Words}
	for _, o := range p.line.Options {
		option := []string{"--" + o.Flag.Name}
		switch {
		case o.Flag.Name == "config-file":
			c.Project = append(c.Project, "-c", o.Values[0])
			continue
		case o.Flag.Name == "destination":
			c.Project = append(c.Project, "-d", o.Values[0])
			continue
		case !o.Flag.IsBool():
			option = nil
			for _, v := range o.Values {
				option = append(option, "--"+o.Flag.Name+"="+v)
			}
		case o.Values[0] == "false":
			option[0] += "=false"
		}
		c.Options = append(c.Options, option...)
	}
	if p.cfg != nil {
		c.Container = containerName(p.cfg)
	}
	return c
}

// containerName gives the names of the containers of a configuration's roles.
func containerName(cfg *config.Config) func(string, config.Version) string {
	return func(role string, v config.Version) string {
		for _, r := range cfg.Roles {
			if r.Name == role {
				return r.ContainerName(v)
			}
		}
		return role
	}
}
