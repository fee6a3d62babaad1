package cli

import (
	"context"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

func (c *appBootCmd) Run(ctx context.Context, d *kamal.Deployer, o *Common) error {
	return d.AppBoot(ctx, kamal.AppOptions{Version: o.version()})
}

func (c *appStartCmd) Run(ctx context.Context, d *kamal.Deployer, o *Common) error {
	return d.AppStart(ctx, kamal.AppOptions{Version: o.version()})
}

func (c *appStopCmd) Run(ctx context.Context, d *kamal.Deployer) error { return d.AppStop(ctx) }

func (c *appLiveCmd) Run(ctx context.Context, d *kamal.Deployer) error { return d.AppLive(ctx) }

func (c *appMaintenanceCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.AppMaintenance(ctx, kamal.MaintenanceOptions{
		DrainTimeout: time.Duration(c.DrainTimeout) * time.Second, Message: c.Message,
	})
}

func (c *appDetailsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	results, err := d.AppDetails(ctx)
	return blocks(s, "app details", appHost, results, err)
}

func (c *appContainersCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	results, err := d.AppContainers(ctx)
	return blocks(s, "app containers", appHost, results, err)
}

func (c *appImagesCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	results, err := d.AppImages(ctx)
	return blocks(s, "app images", appHost, results, err)
}

func (c *appVersionCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	results, err := d.AppVersion(ctx)
	return blocks(s, "app version", appHost, results, err)
}

func (c *appStaleContainersCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	results, err := d.AppStaleContainers(ctx, kamal.StaleOptions{Stop: c.Stop})
	return blocks(s, "app stale_containers", appHost, results, err)
}

func (c *appRemoveCmd) Run(ctx context.Context, d *kamal.Deployer) error { return d.AppRemove(ctx) }

func (c *appRemoveContainerCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.AppRemoveContainer(ctx, config.Version(c.Version))
}

func (c *appRemoveContainersCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.AppRemoveContainers(ctx)
}

func (c *appRemoveImagesCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.AppRemoveImages(ctx)
}

func (c *appRemoveDirsCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.AppRemoveDirectories(ctx)
}

// appHost is the heading of what the app's hosts say.
const appHost = "App Host"
