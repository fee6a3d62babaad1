package cli

import (
	"context"
	"time"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

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

type appBootCmd struct{}

func (c *appBootCmd) Run(ctx context.Context, d *kamal.Deployer, o *Common) error {
	return d.App().Boot(ctx, kamal.AppOptions{Version: o.version()})
}

type appStartCmd struct{}

func (c *appStartCmd) Run(ctx context.Context, d *kamal.Deployer, o *Common) error {
	return d.App().Start(ctx, kamal.AppOptions{Version: o.version()})
}

type appStopCmd struct{}

func (c *appStopCmd) Run(ctx context.Context, d *kamal.Deployer) error { return d.App().Stop(ctx) }

type appDetailsCmd struct{}

func (c *appDetailsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	results, err := d.App().Details(ctx)
	return blocks(s, "app details", appHost, results, err)
}

type appContainersCmd struct{}

func (c *appContainersCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	results, err := d.App().Containers(ctx)
	return blocks(s, "app containers", appHost, results, err)
}

type appImagesCmd struct{}

func (c *appImagesCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	results, err := d.App().Images(ctx)
	return blocks(s, "app images", appHost, results, err)
}

type appLiveCmd struct{}

func (c *appLiveCmd) Run(ctx context.Context, d *kamal.Deployer) error { return d.App().Live(ctx) }

type appVersionCmd struct{}

func (c *appVersionCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	results, err := d.App().Version(ctx)
	return blocks(s, "app version", appHost, results, err)
}

type appRemoveCmd struct{}

func (c *appRemoveCmd) Run(ctx context.Context, d *kamal.Deployer) error { return d.App().Remove(ctx) }

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

type appRemoveContainersCmd struct{}

func (c *appRemoveContainersCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.App().RemoveContainers(ctx)
}

type appRemoveImagesCmd struct{}

func (c *appRemoveImagesCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.App().RemoveImages(ctx)
}

type appRemoveDirsCmd struct{}

func (c *appRemoveDirsCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.App().RemoveDirectories(ctx)
}

// appHost is the heading of what the app's hosts say.
const appHost = "App Host"
