package cli

import (
	"context"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// building are the options of deploys for their builds.
type building struct {
	SkipPush bool `name:"skip-push" short:"P" help:"Don't build: the image is in the registry."`
	NoCache  bool `name:"no-cache" help:"Build without the build cache."`
	// OnFailure is the configuration's when it is empty.
	OnFailure string `name:"on-failure" enum:",leave,rollback" default:"" placeholder:"leave|rollback" help:"What becomes of hosts that were switched when another fails."`
}

func (b building) options() kamal.DeployOptions {
	return kamal.DeployOptions{SkipPush: b.SkipPush, NoCache: b.NoCache, OnFailure: config.OnFailure(b.OnFailure)}
}

type setupCmd struct {
	building `embed:""`
}

func (c *setupCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session) error {
	return p.served(ctx, d.Setup(ctx, c.options()), firstVisitLimit)
}

type deployCmd struct {
	building `embed:""`
}

func (c *deployCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session) error {
	return p.served(ctx, d.Deploy(ctx, c.options()), visitLimit)
}

type redeployCmd struct {
	building `embed:""`
}

func (c *redeployCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session) error {
	return p.served(ctx, d.Redeploy(ctx, c.options()), visitLimit)
}

type rollbackCmd struct {
	Version string `arg:"" name:"version" optional:"" help:"The version to go back to [the one before the current]."`
}

func (c *rollbackCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session) error {
	return p.served(ctx, d.Rollback(ctx, kamal.AppOptions{Version: config.Version(c.Version)}), visitLimit)
}
