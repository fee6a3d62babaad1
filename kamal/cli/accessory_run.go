package cli

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/kamal"
)

func (c *accessoryBootCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.AccessoryBoot(ctx, c.Name)
}

func (c *accessoryRebootCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.AccessoryReboot(ctx, c.Name)
}

func (c *accessoryStartCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.AccessoryStart(ctx, c.Name)
}

func (c *accessoryStopCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.AccessoryStop(ctx, c.Name)
}

func (c *accessoryRestartCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.AccessoryRestart(ctx, c.Name)
}

func (c *accessoryRemoveCmd) Run(ctx context.Context, d *kamal.Deployer, p *project) error {
	if err := p.confirm(ctx, c.Confirmed.Confirmed, "Remove "+accessories(c.Name)+", data included?"); err != nil {
		return err
	}
	return d.AccessoryRemove(ctx, c.Name)
}

func (c *accessoryUpgradeCmd) Run(ctx context.Context, d *kamal.Deployer, p *project) error {
	if err := p.confirm(ctx, c.Confirmed.Confirmed, "Move "+accessories(c.Name)+" into kamal-proxy's network, with a restart?"); err != nil {
		return err
	}
	return d.AccessoryUpgrade(ctx, c.Name, c.options())
}

func (c *accessoryDowngradeCmd) Run(ctx context.Context, d *kamal.Deployer, p *project) error {
	if err := p.confirm(ctx, c.Confirmed.Confirmed, "Move "+accessories(c.Name)+" out of kamal-proxy's network, with a restart?"); err != nil {
		return err
	}
	return d.AccessoryDowngrade(ctx, c.Name, c.options())
}

// accessories names one accessory, or all, in a question.
func accessories(name string) string {
	if name == kamal.AllAccessories {
		return "all accessories"
	}
	return "accessory " + name
}

func (c *accessoryDetailsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	results, err := d.AccessoryDetails(ctx, c.Name)
	return accessoryBlocks(s, results, err)
}

// accessoryBlocks prints what each accessory's hosts said under its heading.
func accessoryBlocks(s screen, results []kamal.AccessoryResult, err error) error {
	for _, r := range results {
		heading := fmt.Sprintf("Accessory %s Host", r.Accessory)
		block(s, answer{of: "accessory details", heading: heading, accessory: r.Accessory}, r.Result)
	}
	return err
}

func (c *accessoryLogsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	o := c.LogOptions.options()
	if c.Follow {
		return d.AccessoryFollow(ctx, c.Name, o, followed(s, "accessory logs", severalOf(d, c.Name)))
	}
	o.Pieces = pieces(s, "accessory logs", "")
	_, err := d.AccessoryLogs(ctx, c.Name, o)
	return err
}

func (c *accessoryExecCmd) Run(ctx context.Context, d *kamal.Deployer, p *project, s screen) error {
	o := kamal.ExecOptions{
		Command: commandLine(c.Command), Reuse: c.Reuse, TTY: isTerminal(p.in.stdin),
	}
	if c.Interactive {
		return p.interact(d.AccessoryExecInteractive(ctx, c.Name, o))
	}
	_, err := d.AccessoryExec(ctx, c.Name, outputOf(o, c.Raw, s, "accessory exec"))
	return err
}

func (c *accessoryUploadCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.AccessoryUpload(ctx, c.Name)
}

func (c *accessoryDirectoriesCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.AccessoryDirectories(ctx, c.Name)
}

func (c *accessoryPullImageCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.AccessoryPullImage(ctx, c.Name)
}

func (c *accessoryRemoveContainerCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.AccessoryRemoveContainer(ctx, c.Name)
}

func (c *accessoryRemoveImageCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.AccessoryRemoveImage(ctx, c.Name)
}

func (c *accessoryRemoveDirCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.AccessoryRemoveServiceDirectory(ctx, c.Name)
}
