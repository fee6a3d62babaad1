package cli

import (
	"context"

	"github.com/kamal-go/kamal/kamal"
)

type envFamily struct {
	Push   envPushCmd   `cmd:"" name:"push" help:"Write the env files."`
	Delete envDeleteCmd `cmd:"" name:"delete" help:"Remove the env files."`
}

type envPushCmd struct{}

func (c *envPushCmd) Run(ctx context.Context, d *kamal.Deployer) error { return d.Env().Push(ctx) }

type envDeleteCmd struct{}

func (c *envDeleteCmd) Run(ctx context.Context, d *kamal.Deployer) error { return d.Env().Delete(ctx) }
