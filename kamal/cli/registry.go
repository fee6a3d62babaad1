package cli

type registryFamily struct {
	Setup  registrySetupCmd  `cmd:"" name:"setup" help:"Log in, or start the local registry."`
	Login  registryLoginCmd  `cmd:"" name:"login" help:"Log in."`
	Logout registryLogoutCmd `cmd:"" name:"logout" help:"Log out."`
	Remove registryRemoveCmd `cmd:"" name:"remove" help:"Log out, or remove the local registry."`
}

// Places say where a login counts.
type Places struct {
	SkipLocal  bool `name:"skip-local" short:"L" help:"Not on this machine."`
	SkipRemote bool `name:"skip-remote" short:"R" help:"Not on the hosts."`
}

type registrySetupCmd struct {
	Places `embed:""`
}

type registryLoginCmd struct {
	Places `embed:""`
}

type registryLogoutCmd struct {
	Places `embed:""`
}

type registryRemoveCmd struct {
	Places `embed:""`
}
