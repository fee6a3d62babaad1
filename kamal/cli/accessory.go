package cli

type accessoryFamily struct {
	Boot            accessoryBootCmd            `cmd:"" name:"boot" help:"Boot an accessory on its hosts."`
	Reboot          accessoryRebootCmd          `cmd:"" name:"reboot" help:"Pull its image, stop it, remove it, boot it."`
	Start           accessoryStartCmd           `cmd:"" name:"start" help:"Start its stopped container."`
	Stop            accessoryStopCmd            `cmd:"" name:"stop" help:"Stop its container."`
	Restart         accessoryRestartCmd         `cmd:"" name:"restart" help:"Stop and start its container."`
	Details         accessoryDetailsCmd         `cmd:"" name:"details" help:"Show its containers."`
	Exec            accessoryExecCmd            `cmd:"" name:"exec" words:"command" help:"Run a command in a container of it."`
	Logs            accessoryLogsCmd            `cmd:"" name:"logs" help:"Show its log."`
	Remove          accessoryRemoveCmd          `cmd:"" name:"remove" help:"Remove its container, image and data."`
	Upgrade         accessoryUpgradeCmd         `cmd:"" name:"upgrade" help:"Move it into kamal-proxy's network."`
	Downgrade       accessoryDowngradeCmd       `cmd:"" name:"downgrade" help:"Move it out of kamal-proxy's network."`
	Upload          accessoryUploadCmd          `cmd:"" name:"upload" hidden:"" help:"Upload its files."`
	Directories     accessoryDirectoriesCmd     `cmd:"" name:"directories" hidden:"" help:"Make its directories."`
	PullImage       accessoryPullImageCmd       `cmd:"" name:"pull_image" hidden:"" help:"Pull its image."`
	RemoveContainer accessoryRemoveContainerCmd `cmd:"" name:"remove_container" hidden:"" help:"Remove its stopped container."`
	RemoveImage     accessoryRemoveImageCmd     `cmd:"" name:"remove_image" hidden:"" help:"Remove its image."`
	RemoveDir       accessoryRemoveDirCmd       `cmd:"" name:"remove_service_directory" hidden:"" help:"Remove its data."`
}

// AccessoryName names one accessory.
type AccessoryName struct {
	Name string `arg:"" name:"name" help:"The accessory."`
}

// AccessoryNames names one accessory, or all of them.
type AccessoryNames struct {
	Name string `arg:"" name:"name" help:"The accessory, or all."`
}

// AccessoryOrAll is the word of commands that mean all accessories without one.
type AccessoryOrAll struct {
	Name string `arg:"" name:"name" optional:"" default:"all" help:"The accessory [all]."`
}

type accessoryBootCmd struct {
	AccessoryNames `embed:""`
}

type accessoryRebootCmd struct {
	AccessoryNames `embed:""`
}

type accessoryStartCmd struct {
	AccessoryNames `embed:""`
}

type accessoryStopCmd struct {
	AccessoryNames `embed:""`
}

type accessoryRestartCmd struct {
	AccessoryNames `embed:""`
}

type accessoryDetailsCmd struct {
	AccessoryNames `embed:""`
}

type accessoryExecCmd struct {
	AccessoryName `embed:""`
	Command       []string `arg:"" name:"command" optional:"" help:"The command, for the host's shell [the image's own]."`
	Interactive   bool     `name:"interactive" short:"i" xor:"terminal-raw" help:"On its first host, with the terminal."`
	Reuse         bool     `name:"reuse" help:"In the running container, not in a new one."`
	Raw           bool     `name:"raw" xor:"terminal-raw" help:"The bytes of its standard output and nothing else."`
}

type accessoryLogsCmd struct {
	AccessoryName `embed:""`
	LogOptions    `embed:""`
}

type accessoryRemoveCmd struct {
	AccessoryNames `embed:""`
	Confirmed      `embed:""`
}

type accessoryUpgradeCmd struct {
	AccessoryOrAll `embed:""`
	Rolling        `embed:""`
}

type accessoryDowngradeCmd struct {
	AccessoryOrAll `embed:""`
	Rolling        `embed:""`
}

type accessoryUploadCmd struct {
	AccessoryName `embed:""`
}

type accessoryDirectoriesCmd struct {
	AccessoryName `embed:""`
}

type accessoryPullImageCmd struct {
	AccessoryName `embed:""`
}

type accessoryRemoveContainerCmd struct {
	AccessoryName `embed:""`
}

type accessoryRemoveImageCmd struct {
	AccessoryName `embed:""`
}

type accessoryRemoveDirCmd struct {
	AccessoryName `embed:""`
}
