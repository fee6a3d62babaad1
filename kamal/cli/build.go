package cli

type buildFamily struct {
	Deliver buildDeliverCmd `cmd:"" name:"deliver" help:"Build the image, push it, pull it on the hosts."`
	Push    buildPushCmd    `cmd:"" name:"push" output:"TYPE" help:"Build the image and push it; --output TYPE exports it elsewhere [registry]."`
	Pull    buildPullCmd    `cmd:"" name:"pull" help:"Pull the image on the hosts."`
	Create  buildCreateCmd  `cmd:"" name:"create" help:"Create the builder."`
	Remove  buildRemoveCmd  `cmd:"" name:"remove" help:"Remove the builder."`
	Details buildDetailsCmd `cmd:"" name:"details" help:"Show the builder."`
	Dev     buildDevCmd     `cmd:"" name:"dev" output:"TYPE" help:"Build the working directory as it is; --output TYPE says where to [docker]."`
}

type (
	buildDeliverCmd struct{}
	buildPullCmd    struct{}
	buildCreateCmd  struct{}
	buildRemoveCmd  struct{}
	buildDetailsCmd struct{}
)

type buildPushCmd struct {
	NoCache bool `name:"no-cache" help:"Build without the build cache."`
}

type buildDevCmd struct {
	NoCache bool `name:"no-cache" help:"Build without the build cache."`
}
