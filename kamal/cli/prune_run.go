package cli

import (
	"context"

	"github.com/kamal-go/kamal/kamal"
)

func (c *pruneAllCmd) Run(ctx context.Context, d *kamal.Deployer) error { return d.PruneAll(ctx) }

func (c *pruneImagesCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.PruneImages(ctx)
}

func (c *pruneContainersCmd) Run(ctx context.Context, d *kamal.Deployer, p *project) error {
	if c.Retain == nil {
		return d.PruneContainers(ctx, kamal.PruneOptions{})
	}
	if *c.Retain < 1 {
		return &usageError{command: p.command, msg: "option \"--retain\" must be at least 1"}
	}
	return d.PruneContainers(ctx, kamal.PruneOptions{Retain: int(*c.Retain)})
}
