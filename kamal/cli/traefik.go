package cli

type traefikFamily struct {
	Boot      traefikBootCmd      `cmd:"" name:"boot" help:"Boot Traefik where it does not run."`
	Reboot    traefikRebootCmd    `cmd:"" name:"reboot" help:"Stop Traefik, remove it, boot it."`
	Start     traefikStartCmd     `cmd:"" name:"start" help:"Start the stopped Traefik."`
	Stop      traefikStopCmd      `cmd:"" name:"stop" help:"Stop Traefik."`
	Restart   traefikRestartCmd   `cmd:"" name:"restart" help:"Stop and start Traefik."`
	Details   traefikDetailsCmd   `cmd:"" name:"details" help:"Show Traefik's containers."`
	Logs      traefikLogsCmd      `cmd:"" name:"logs" help:"Show Traefik's log."`
	Remove    traefikRemoveCmd    `cmd:"" name:"remove" help:"Remove Traefik's container and image."`
	Downgrade traefikDowngradeCmd `cmd:"" name:"downgrade" help:"Replace kamal-proxy by Traefik."`
}

type (
	traefikBootCmd    struct{}
	traefikStartCmd   struct{}
	traefikRestartCmd struct{}
	traefikDetailsCmd struct{}
)

type traefikStopCmd struct {
	Force bool `name:"force" help:"Even where other services are behind it."`
}

type traefikRemoveCmd struct {
	Force bool `name:"force" help:"Even where other services are behind it."`
}

type traefikRebootCmd struct {
	Rolling `embed:""`
}

type traefikDowngradeCmd struct {
	Rolling `embed:""`
}

type traefikLogsCmd struct {
	ProxyLogOptions `embed:""`
}
