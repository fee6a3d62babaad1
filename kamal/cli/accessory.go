package cli

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
)

type accessoryFamily struct {
	Boot            accessoriesDoing      `cmd:"" name:"boot" help:"Boot an accessory on its hosts."`
	Reboot          accessoriesDoing      `cmd:"" name:"reboot" help:"Pull its image, stop it, remove it, boot it."`
	Start           accessoriesDoing      `cmd:"" name:"start" help:"Start its stopped container."`
	Stop            accessoriesDoing      `cmd:"" name:"stop" help:"Stop its container."`
	Restart         accessoriesDoing      `cmd:"" name:"restart" help:"Stop and start its container."`
	Details         accessoryDetailsCmd   `cmd:"" name:"details" help:"Show its containers."`
	Exec            accessoryExecCmd      `cmd:"" name:"exec" words:"command" help:"Run a command in a container of it."`
	Logs            accessoryLogsCmd      `cmd:"" name:"logs" help:"Show its log."`
	Remove          accessoryRemoveCmd    `cmd:"" name:"remove" help:"Remove its container, image and data."`
	Upgrade         accessoryUpgradeCmd   `cmd:"" name:"upgrade" help:"Move it into kamal-proxy's network."`
	Downgrade       accessoryDowngradeCmd `cmd:"" name:"downgrade" help:"Move it out of kamal-proxy's network."`
	Upload          accessoryDoing        `cmd:"" name:"upload" hidden:"" help:"Upload its files."`
	Directories     accessoryDoing        `cmd:"" name:"directories" hidden:"" help:"Make its directories."`
	PullImage       accessoryDoing        `cmd:"" name:"pull_image" hidden:"" help:"Pull its image."`
	RemoveContainer accessoryDoing        `cmd:"" name:"remove_container" hidden:"" help:"Remove its stopped container."`
	RemoveImage     accessoryDoing        `cmd:"" name:"remove_image" hidden:"" help:"Remove its image."`
	RemoveDir       accessoryDoing        `cmd:"" name:"remove_service_directory" hidden:"" help:"Remove its data."`
}

func newAccessoryFamily() (f accessoryFamily) {
	f.Boot.do = kamal.Accessory.Boot
	f.Reboot.do = kamal.Accessory.Reboot
	f.Start.do = kamal.Accessory.Start
	f.Stop.do = kamal.Accessory.Stop
	f.Restart.do = kamal.Accessory.Restart
	f.Upload.do = kamal.Accessory.Upload
	f.Directories.do = kamal.Accessory.Directories
	f.PullImage.do = kamal.Accessory.PullImage
	f.RemoveContainer.do = kamal.Accessory.RemoveContainer
	f.RemoveImage.do = kamal.Accessory.RemoveImage
	f.RemoveDir.do = kamal.Accessory.RemoveServiceDirectory
	return f
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

type accessoryDetailsCmd struct {
	accessoryNames `embed:""`
}

func (c *accessoryDetailsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen.Screen) error {
	results, err := d.Accessory(c.Name).Details(ctx)
	return accessoryBlocks(s, results, err)
}

// accessoryDoing is a command that takes an accessory and does one thing with it.
type accessoryDoing struct {
	accessoryName `embed:""`
	do            func(kamal.Accessory, context.Context) error
}

func (c *accessoryDoing) Run(ctx context.Context, d *kamal.Deployer) error {
	return c.do(d.Accessory(c.Name), ctx)
}

// accessoriesDoing is accessoryDoing with one of them, or all.
type accessoriesDoing struct {
	accessoryNames `embed:""`
	do             func(kamal.Accessory, context.Context) error
}

func (c *accessoriesDoing) Run(ctx context.Context, d *kamal.Deployer) error {
	return c.do(d.Accessory(c.Name), ctx)
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
