package cli

import (
	"context"
	"time"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

type appFamily struct {
	Boot            appBootCmd            `cmd:"" name:"boot" help:"Boot the app, or reboot it when it runs."`
	Start           appStartCmd           `cmd:"" name:"start" help:"Start the stopped container."`
	Stop            doing                 `cmd:"" name:"stop" help:"Stop the running container."`
	Details         listing               `cmd:"" name:"details" help:"Show the app's containers that run."`
	Exec            appExecCmd            `cmd:"" name:"exec" words:"command" help:"Run a command in a container of the app."`
	Containers      listing               `cmd:"" name:"containers" help:"Show all containers of the app."`
	StaleContainers appStaleContainersCmd `cmd:"" name:"stale_containers" help:"Find containers of old versions that still run."`
	Images          listing               `cmd:"" name:"images" help:"Show the app's images."`
	Logs            appLogsCmd            `cmd:"" name:"logs" help:"Show the log of the running containers."`
	Live            doing                 `cmd:"" name:"live" help:"End the maintenance mode."`
	Maintenance     appMaintenanceCmd     `cmd:"" name:"maintenance" help:"Answer requests with a maintenance page."`
	Version         listing               `cmd:"" name:"version" help:"Show the version that runs."`
	Versions        appVersionsCmd        `cmd:"" name:"versions" help:"List the versions to which a rollback is possible."`
	Remove          doing                 `cmd:"" name:"remove" help:"Stop the app and remove its containers and images."`
	RemoveContainer appRemoveContainerCmd `cmd:"" name:"remove_container" hidden:"" help:"Remove the containers of one version."`
	RemoveAll       doing                 `cmd:"" name:"remove_containers" hidden:"" help:"Remove all containers of the app."`
	RemoveImages    doing                 `cmd:"" name:"remove_images" hidden:"" help:"Remove all images of the app."`
	RemoveDirs      doing                 `cmd:"" name:"remove_app_directories" hidden:"" help:"Remove the app's directories."`
}

func newAppFamily() (f appFamily) {
	of := (*kamal.Deployer).App
	f.Stop = does(of, kamal.App.Stop)
	f.Live = does(of, kamal.App.Live)
	f.Remove = does(of, kamal.App.Remove)
	f.RemoveAll = does(of, kamal.App.RemoveContainers)
	f.RemoveImages = does(of, kamal.App.RemoveImages)
	f.RemoveDirs = does(of, kamal.App.RemoveAppDirectories)
	f.Details = lists("app details", appHost, of, kamal.App.Details)
	f.Containers = lists("app containers", appHost, of, kamal.App.Containers)
	f.Images = lists("app images", appHost, of, kamal.App.Images)
	f.Version = lists("app version", appHost, of, kamal.App.Version)
	return f
}

type appBootCmd struct{}

func (c *appBootCmd) Run(ctx context.Context, d *kamal.Deployer, o *Common) error {
	return d.App().Boot(ctx, kamal.AppOptions{Version: o.version()})
}

type appStartCmd struct{}

func (c *appStartCmd) Run(ctx context.Context, d *kamal.Deployer, o *Common) error {
	return d.App().Start(ctx, kamal.AppOptions{Version: o.version()})
}

type appStaleContainersCmd struct {
	Stop bool `name:"stop" short:"s" help:"Stop them."`
}

func (c *appStaleContainersCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	found, err := d.App().StaleContainers(ctx, kamal.StaleOptions{Stop: c.Stop})
	for _, container := range found {
		s.Answer(screen.Answer{Of: "app stale_containers", Heading: appHost, Host: container.Host, Role: container.Role, Data: container})
	}
	return err
}

type appMaintenanceCmd struct {
	DrainTimeout uint   `name:"drain-timeout" placeholder:"SECONDS" help:"How long requests under way may take [drain_timeout]."`
	Message      string `name:"message" placeholder:"TEXT" help:"What the page says."`
}

func (c *appMaintenanceCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.App().Maintenance(ctx, kamal.MaintenanceOptions{
		DrainTimeout: time.Duration(c.DrainTimeout) * time.Second, Message: c.Message,
	})
}

type appRemoveContainerCmd struct {
	Version string `arg:"" name:"version" help:"The version."`
}

func (c *appRemoveContainerCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.App().RemoveContainer(ctx, config.Version(c.Version))
}

// appHost is the heading of what the app's hosts say.
const appHost = "App Host"
