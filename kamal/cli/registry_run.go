package cli

import (
	"context"

	"github.com/kamal-go/kamal/kamal"
)

func (o Places) options() kamal.RegistryOptions {
	return kamal.RegistryOptions{SkipLocal: o.SkipLocal, SkipRemote: o.SkipRemote}
}

func (c *registrySetupCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.RegistrySetup(ctx, c.options())
}

func (c *registryLoginCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.RegistryLogin(ctx, c.options())
}

func (c *registryLogoutCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.RegistryLogout(ctx, c.options())
}

func (c *registryRemoveCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.RegistryRemove(ctx, c.options())
}
