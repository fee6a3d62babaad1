package cli

// Building are the options of deploys for their builds.
type Building struct {
	SkipPush bool `name:"skip-push" short:"P" help:"Don't build: the image is in the registry."`
	NoCache  bool `name:"no-cache" help:"Build without the build cache."`
	// OnFailure is the configuration's when it is empty.
	OnFailure string `name:"on-failure" enum:",leave,rollback" default:"" placeholder:"leave|rollback" help:"What becomes of hosts that were switched when another fails."`
}

type setupCmd struct {
	Building `embed:""`
}

type deployCmd struct {
	Building `embed:""`
}

type redeployCmd struct {
	Building `embed:""`
}

type rollbackCmd struct {
	Version string `arg:"" name:"version" optional:"" help:"The version to go back to [the one before the current]."`
}

type removeCmd struct {
	Confirmed `embed:""`
}

// Rolling are the options of commands that replace proxies.
type Rolling struct {
	Rolling   bool `name:"rolling" help:"One host after the other."`
	Confirmed `embed:""`
}

type upgradeCmd struct {
	Rolling `embed:""`
}

type downgradeCmd struct {
	Rolling `embed:""`
}
