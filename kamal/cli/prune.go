package cli

import (
	"context"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/kamal"
)

type pruneFamily struct {
	All        doing              `cmd:"" name:"all" help:"Prune containers, then images."`
	Images     doing              `cmd:"" name:"images" help:"Remove images that no container uses."`
	Containers pruneContainersCmd `cmd:"" name:"containers" help:"Remove stopped containers but the newest."`
}

func newPruneFamily() (f pruneFamily) {
	of := (*kamal.Deployer).Prune
	f.All = does(of, kamal.Prune.All)
	f.Images = does(of, kamal.Prune.Images)
	return f
}

type pruneContainersCmd struct {
	Retain *uint `name:"retain" placeholder:"N" help:"How many stay, at least 1 [retain_containers]."`
}

func (c *pruneContainersCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session) error {
	if c.Retain == nil {
		return d.Prune().Containers(ctx, kamal.PruneOptions{})
	}
	if *c.Retain < 1 {
		return &cmdline.UsageError{Command: p.line.Command, Msg: "option \"--retain\" must be at least 1"}
	}
	return d.Prune().Containers(ctx, kamal.PruneOptions{Retain: int(*c.Retain)})
}
