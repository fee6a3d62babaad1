package main

import (
	"context"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

func (b Building) options() kamal.DeployOptions {
	return kamal.DeployOptions{SkipPush: b.SkipPush, NoCache: b.NoCache}
}

func (c *setupCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	began := time.Now()
	return timed(s, d.Setup(ctx, c.options()), began)
}

func (c *deployCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	began := time.Now()
	return timed(s, d.Deploy(ctx, c.options()), began)
}

func (c *redeployCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	began := time.Now()
	return timed(s, d.Redeploy(ctx, c.options()), began)
}

func (c *rollbackCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	began := time.Now()
	return timed(s, d.Rollback(ctx, kamal.RollbackOptions{Version: config.Version(c.Version)}), began)
}
