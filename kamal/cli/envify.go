package cli

import (
	"context"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

type envifyCmd struct {
	SkipPush bool `name:"skip-push" short:"P" help:"Leave the hosts alone."`
}

func (c *envifyCmd) Run(ctx context.Context, p *Session, s screen.Screen) error {
	file, rendered, err := config.Envify(ctx, p.loading(p.options.ConfigFile, p.options.Destination))
	if err != nil {
		return err
	}
	if !rendered {
		s.Event(kamal.Note{Text: "There is no template for " + file + ", so nothing was done"})
		return nil
	}
	s.Event(kamal.Note{Text: "Wrote " + file})
	if c.SkipPush {
		return nil
	}
	d, err := p.deployer(ctx)
	if err != nil {
		return err
	}
	return d.Env().Push(ctx)
}
