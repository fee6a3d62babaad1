package cli

import (
	"context"

	"github.com/kamal-go/kamal/kamal"
)

func (c *buildDeliverCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.BuildDeliver(ctx, kamal.BuildOptions{})
}

func (c *buildPushCmd) Run(ctx context.Context, d *kamal.Deployer, o *Common) error {
	return d.BuildPush(ctx, kamal.BuildOptions{Output: o.exportType(), NoCache: c.NoCache})
}

func (c *buildDevCmd) Run(ctx context.Context, d *kamal.Deployer, o *Common) error {
	return d.BuildDev(ctx, kamal.BuildOptions{Output: o.exportType(), NoCache: c.NoCache})
}

func (c *buildPullCmd) Run(ctx context.Context, d *kamal.Deployer) error { return d.BuildPull(ctx) }

func (c *buildCreateCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.BuildCreate(ctx)
}

func (c *buildRemoveCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.BuildRemove(ctx)
}

func (c *buildDetailsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	text, err := d.BuildDetails(ctx)
	if err == nil {
		s.answer(answer{of: "build details", text: text})
	}
	return err
}
