package cli

import (
	"context"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

type buildFamily struct {
	Deliver buildDeliverCmd `cmd:"" name:"deliver" help:"Build the image, push it, pull it on the hosts."`
	Push    buildPushCmd    `cmd:"" name:"push" output:"TYPE" help:"Build the image and push it; --output TYPE exports it elsewhere [registry]."`
	Pull    doing           `cmd:"" name:"pull" help:"Pull the image on the hosts."`
	Create  doing           `cmd:"" name:"create" help:"Create the builder."`
	Remove  doing           `cmd:"" name:"remove" help:"Remove the builder."`
	Details buildDetailsCmd `cmd:"" name:"details" help:"Show the builder."`
	Dev     buildDevCmd     `cmd:"" name:"dev" output:"TYPE" help:"Build the working directory as it is; --output TYPE says where to [docker]."`
}

func newBuildFamily() (f buildFamily) {
	of := (*kamal.Deployer).Build
	f.Pull = does(of, kamal.Build.Pull)
	f.Create = does(of, kamal.Build.Create)
	f.Remove = does(of, kamal.Build.Remove)
	return f
}

type buildDeliverCmd struct{}

func (c *buildDeliverCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Build().Deliver(ctx, kamal.BuildOptions{})
}

type buildDetailsCmd struct{}

func (c *buildDetailsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	details, err := d.Build().Details(ctx)
	if err == nil {
		s.Answer(screen.Answer{Of: "build details", Data: details})
	}
	return err
}

type buildPushCmd struct {
	NoCache bool `name:"no-cache" help:"Build without the build cache."`
}

func (c *buildPushCmd) Run(ctx context.Context, d *kamal.Deployer, o *Common) error {
	return d.Build().Push(ctx, kamal.BuildOptions{Output: o.exportType(), NoCache: c.NoCache})
}

type buildDevCmd struct {
	NoCache bool `name:"no-cache" help:"Build without the build cache."`
}

func (c *buildDevCmd) Run(ctx context.Context, d *kamal.Deployer, o *Common) error {
	return d.Build().Dev(ctx, kamal.BuildOptions{Output: o.exportType(), NoCache: c.NoCache})
}
