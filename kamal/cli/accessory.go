package cli

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
)

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

// accessoryName names one accessory.
type accessoryName struct {
	Name string `arg:"" name:"name" help:"The accessory."`
}

// accessoryNames names one accessory, or all of them.
type accessoryNames struct {
	Name string `arg:"" name:"name" help:"The accessory, or all."`
}

// accessoryOrAll is the word of commands that mean all accessories without one.
type accessoryOrAll struct {
	Name string `arg:"" name:"name" optional:"" default:"all" help:"The accessory [all]."`
}

type accessoryBootCmd struct {
	accessoryNames `embed:""`
}

func (c *accessoryBootCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Accessory(c.Name).Boot(ctx)
}

type accessoryRebootCmd struct {
	accessoryNames `embed:""`
}

func (c *accessoryRebootCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Accessory(c.Name).Reboot(ctx)
}

type accessoryStartCmd struct {
	accessoryNames `embed:""`
}

func (c *accessoryStartCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Accessory(c.Name).Start(ctx)
}

type accessoryStopCmd struct {
	accessoryNames `embed:""`
}

func (c *accessoryStopCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Accessory(c.Name).Stop(ctx)
}

type accessoryRestartCmd struct {
	accessoryNames `embed:""`
}

func (c *accessoryRestartCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Accessory(c.Name).Restart(ctx)
}

type accessoryDetailsCmd struct {
	accessoryNames `embed:""`
}

func (c *accessoryDetailsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	results, err := d.Accessory(c.Name).Details(ctx)
	return accessoryBlocks(s, results, err)
}

type accessoryExecCmd struct {
	accessoryName `embed:""`
	Command       []string `arg:"" name:"command" optional:"" help:"The command, for the host's shell [the image's own]."`
	Interactive   bool     `name:"interactive" short:"i" xor:"terminal-raw" help:"On its first host, with the terminal."`
	Reuse         bool     `name:"reuse" help:"In the running container, not in a new one."`
	Raw           bool     `name:"raw" xor:"terminal-raw" help:"The bytes of its standard output and nothing else."`
}

func (c *accessoryExecCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session, s screen.Screen) error {
	o := kamal.ExecOptions{
		Command: commandLine(c.Command), Reuse: c.Reuse, TTY: screen.IsTerminal(p.in.stdin),
	}
	if c.Interactive {
		return p.interact(d.Accessory(c.Name).ExecInteractive(ctx, o))
	}
	_, err := d.Accessory(c.Name).Exec(ctx, outputOf(o, c.Raw, s, "accessory exec"))
	return err
}

type accessoryLogsCmd struct {
	accessoryName `embed:""`
	logOptions    `embed:""`
}

func (c *accessoryLogsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	_, err := d.Accessory(c.Name).Logs(ctx, c.options(s, "accessory logs", "", severalOf(d, c.Name)))
	return err
}

type accessoryRemoveCmd struct {
	accessoryNames `embed:""`
	Confirmed      `embed:""`
}

func (c *accessoryRemoveCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session) error {
	if err := p.Confirm(ctx, c.Confirmed.Confirmed, "Remove "+accessories(c.Name)+", data included?"); err != nil {
		return err
	}
	return d.Accessory(c.Name).Remove(ctx)
}

type accessoryUpgradeCmd struct {
	accessoryOrAll `embed:""`
	rolling        `embed:""`
}

func (c *accessoryUpgradeCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session) error {
	if err := p.Confirm(ctx, c.Confirmed.Confirmed, "Move "+accessories(c.Name)+" into kamal-proxy's network, with a restart?"); err != nil {
		return err
	}
	return d.Accessory(c.Name).Upgrade(ctx, kamal.RebootOptions{Rolling: c.Rolling})
}

type accessoryDowngradeCmd struct {
	accessoryOrAll `embed:""`
	rolling        `embed:""`
}

func (c *accessoryDowngradeCmd) Run(ctx context.Context, d *kamal.Deployer, p *Session) error {
	if err := p.Confirm(ctx, c.Confirmed.Confirmed, "Move "+accessories(c.Name)+" out of kamal-proxy's network, with a restart?"); err != nil {
		return err
	}
	return d.Accessory(c.Name).Downgrade(ctx, kamal.RebootOptions{Rolling: c.Rolling})
}

type accessoryUploadCmd struct {
	accessoryName `embed:""`
}

func (c *accessoryUploadCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Accessory(c.Name).Upload(ctx)
}

type accessoryDirectoriesCmd struct {
	accessoryName `embed:""`
}

func (c *accessoryDirectoriesCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Accessory(c.Name).Directories(ctx)
}

type accessoryPullImageCmd struct {
	accessoryName `embed:""`
}

func (c *accessoryPullImageCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Accessory(c.Name).PullImage(ctx)
}

type accessoryRemoveContainerCmd struct {
	accessoryName `embed:""`
}

func (c *accessoryRemoveContainerCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Accessory(c.Name).RemoveContainer(ctx)
}

type accessoryRemoveImageCmd struct {
	accessoryName `embed:""`
}

func (c *accessoryRemoveImageCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Accessory(c.Name).RemoveImage(ctx)
}

type accessoryRemoveDirCmd struct {
	accessoryName `embed:""`
}

func (c *accessoryRemoveDirCmd) Run(ctx context.Context, d *kamal.Deployer) error {
	return d.Accessory(c.Name).RemoveServiceDirectory(ctx)
}

// accessories names one accessory, or all, in a question.
func accessories(name string) string {
	if name == kamal.AllAccessories {
		return "all accessories"
	}
	return "accessory " + name
}

// accessoryBlocks prints what each accessory's hosts said under its heading.
func accessoryBlocks(s screen.Screen, answers []kamal.Answer[[]commands.ListedContainer], err error) error {
	for _, a := range answers {
		heading := fmt.Sprintf("Accessory %s Host", a.Accessory)
		block(s, screen.Answer{Of: "accessory details", Heading: heading, Data: a.Data}, a.Result)
	}
	return err
}
