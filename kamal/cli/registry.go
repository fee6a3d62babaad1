package cli

import (
	"context"

	"github.com/kamal-go/kamal/kamal"
)

type registryFamily struct {
	Setup  registryDoing `cmd:"" name:"setup" help:"Log in, or start the local registry."`
	Login  registryDoing `cmd:"" name:"login" help:"Log in."`
	Logout registryDoing `cmd:"" name:"logout" help:"Log out."`
	Remove registryDoing `cmd:"" name:"remove" help:"Log out, or remove the local registry."`
}

func newRegistryFamily() (f registryFamily) {
	f.Setup.do = kamal.Registry.Setup
	f.Login.do = kamal.Registry.Login
	f.Logout.do = kamal.Registry.Logout
	f.Remove.do = kamal.Registry.Remove
	return f
}

// registryDoing does one thing with the registry.
type registryDoing struct {
	SkipLocal  bool `name:"skip-local" short:"L" help:"Not on this machine."`
	SkipRemote bool `name:"skip-remote" short:"R" help:"Not on the hosts."`
	do         func(kamal.Registry, context.Context, kamal.RegistryOptions) error
}

func (c *registryDoing) Run(ctx context.Context, d *kamal.Deployer) error {
	return c.do(d.Registry(), ctx, kamal.RegistryOptions{SkipLocal: c.SkipLocal, SkipRemote: c.SkipRemote})
}
