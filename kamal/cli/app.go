package cli

type appFamily struct {
	Boot            appBootCmd             `cmd:"" name:"boot" help:"Boot the app, or reboot it when it runs."`
	Start           appStartCmd            `cmd:"" name:"start" help:"Start the stopped container."`
	Stop            appStopCmd             `cmd:"" name:"stop" help:"Stop the running container."`
	Details         appDetailsCmd          `cmd:"" name:"details" help:"Show the app's containers that run."`
	Exec            appExecCmd             `cmd:"" name:"exec" words:"command" help:"Run a command in a container of the app."`
	Containers      appContainersCmd       `cmd:"" name:"containers" help:"Show all containers of the app."`
	StaleContainers appStaleContainersCmd  `cmd:"" name:"stale_containers" help:"Find containers of old versions that still run."`
	Images          appImagesCmd           `cmd:"" name:"images" help:"Show the app's images."`
	Logs            appLogsCmd             `cmd:"" name:"logs" help:"Show the log of the running containers."`
	Live            appLiveCmd             `cmd:"" name:"live" help:"End the maintenance mode."`
	Maintenance     appMaintenanceCmd      `cmd:"" name:"maintenance" help:"Answer requests with a maintenance page."`
	Version         appVersionCmd          `cmd:"" name:"version" help:"Show the version that runs."`
	Versions        appVersionsCmd         `cmd:"" name:"versions" help:"List the versions to which a rollback is possible."`
	Remove          appRemoveCmd           `cmd:"" name:"remove" help:"Stop the app and remove its containers and images."`
	RemoveContainer appRemoveContainerCmd  `cmd:"" name:"remove_container" hidden:"" help:"Remove the containers of one version."`
	RemoveAll       appRemoveContainersCmd `cmd:"" name:"remove_containers" hidden:"" help:"Remove all containers of the app."`
	RemoveImages    appRemoveImagesCmd     `cmd:"" name:"remove_images" hidden:"" help:"Remove all images of the app."`
	RemoveDirs      appRemoveDirsCmd       `cmd:"" name:"remove_app_directories" hidden:"" help:"Remove the app's directories."`
}

type (
	appBootCmd       struct{}
	appStartCmd      struct{}
	appStopCmd       struct{}
	appDetailsCmd    struct{}
	appContainersCmd struct{}
	appImagesCmd     struct{}
	appLiveCmd       struct{}
	appVersionCmd    struct{}
	appVersionsCmd   struct{}
	appRemoveCmd     struct{}
)

type appStaleContainersCmd struct {
	Stop bool `name:"stop" short:"s" help:"Stop them."`
}

type appMaintenanceCmd struct {
	DrainTimeout uint   `name:"drain-timeout" placeholder:"SECONDS" help:"How long requests under way may take [drain_timeout]."`
	Message      string `name:"message" placeholder:"TEXT" help:"What the page says."`
}

type appRemoveContainerCmd struct {
	Version string `arg:"" name:"version" help:"The version."`
}

type (
	appRemoveContainersCmd struct{}
	appRemoveImagesCmd     struct{}
	appRemoveDirsCmd       struct{}
)

type appExecCmd struct {
	Command     []string `arg:"" name:"command" help:"The command, for the host's shell."`
	Interactive bool     `name:"interactive" short:"i" xor:"terminal-detach,terminal-raw" help:"On the primary host, with the terminal."`
	Reuse       bool     `name:"reuse" xor:"reuse-detach" help:"In the running container, not in a new one."`
	Env         []string `name:"env" short:"e" sep:"none" takes:"pairs" placeholder:"NAME:VALUE" help:"Environment of the command; several may follow."`
	Detach      bool     `name:"detach" xor:"terminal-detach,reuse-detach,raw-detach" help:"Don't wait for it."`
	Raw         bool     `name:"raw" xor:"terminal-raw,raw-detach" help:"The bytes of its standard output and nothing else."`
}

// LogOptions are those of all logs.
type LogOptions struct {
	Since          string `name:"since" short:"s" placeholder:"TIME" help:"Lines since then: a time, or 30m, or 2h."`
	Lines          *uint  `name:"lines" short:"n" placeholder:"N" help:"So many lines of each container [100, with -f 10]."`
	Grep           string `name:"grep" short:"g" placeholder:"PATTERN" help:"Lines that match."`
	GrepOptions    string `name:"grep-options" placeholder:"OPTIONS" help:"Options for grep."`
	Follow         bool   `name:"follow" short:"f" help:"Go on with new lines as they come."`
	SkipTimestamps bool   `name:"skip-timestamps" short:"T" help:"Without docker's times."`
}

type appLogsCmd struct {
	LogOptions  `embed:""`
	ContainerID string `name:"container-id" placeholder:"ID" help:"Of this container."`
}
