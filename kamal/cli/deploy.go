package cli

import (
	"context"
	"time"

	"github.com/kamal-go/kamal/internal/screen"
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

func (c *setupCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session, s screen.Screen) error {
	began := time.Now()
	return p.timed(s, d.Setup(ctx, c.options()), began)
}

type deployCmd struct {
	building `embed:""`
}

func (c *deployCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session, s screen.Screen) error {
	began := time.Now()
	return p.timed(s, d.Deploy(ctx, c.options()), began)
}

type redeployCmd struct {
	building `embed:""`
}

func (c *redeployCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session, s screen.Screen) error {
	began := time.Now()
	return p.timed(s, d.Redeploy(ctx, c.options()), began)
}

type rollbackCmd struct {
	Version string `arg:"" name:"version" optional:"" help:"The version to go back to [the one before the current]."`
}

func (c *rollbackCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session, s screen.Screen) error {
	began := time.Now()
	return p.timed(s, d.Rollback(ctx, kamal.RollbackOptions{Version: config.Version(c.Version)}), began)
}
