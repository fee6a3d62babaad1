package cli

import (
	"context"

	"github.com/kamal-go/kamal/kamal"
)

type registryFamily struct {
	Setup  registrySetupCmd  `cmd:"" name:"setup" help:"Log in, or start the local registry."`
	Login  registryLoginCmd  `cmd:"" name:"login" help:"Log in."`
	Logout registryLogoutCmd `cmd:"" name:"logout" help:"Log out."`
	Remove registryRemoveCmd `cmd:"" name:"remove" help:"Log out, or remove the local registry."`
}

// places say where a login counts.
type places struct {
	SkipLocal  bool `name:"skip-local" short:"L" help:"Not on this machine."`
	SkipRemote bool `name:"skip-remote" short:"R" help:"Not on the hosts."`
}

func (o places) options() kamal.RegistryOptions {
	return kamal.RegistryOptions{SkipLocal: o.SkipLocal, SkipRemote: o.SkipRemote}
}

type registrySetupCmd struct {
	places `embed:""`
}

func (c *registrySetupCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Registry().Setup(ctx, c.options())
}

type registryLoginCmd struct {
	places `embed:""`
}

func (c *registryLoginCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Registry().Login(ctx, c.options())
}

type registryLogoutCmd struct {
	places `embed:""`
}

func (c *registryLogoutCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Registry().Logout(ctx, c.options())
}

type registryRemoveCmd struct {
	places `embed:""`
}

func (c *registryRemoveCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Registry().Remove(ctx, c.options())
}
