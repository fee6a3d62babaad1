package cli

import (
	"context"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/kamal"
)

type pruneFamily struct {
	All        pruneAllCmd        `cmd:"" name:"all" help:"Prune containers, then images."`
	Images     pruneImagesCmd     `cmd:"" name:"images" help:"Remove images that no container uses."`
	Containers pruneContainersCmd `cmd:"" name:"containers" help:"Remove stopped containers but the newest."`
}

type pruneAllCmd struct{}

func (c *pruneAllCmd) Run(ctx context.Context, d *kamal.Deployer) error { return d.Prune().All(ctx) }

type pruneImagesCmd struct{}

func (c *pruneImagesCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Prune().Images(ctx)
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
