package kamal

import (
	"context"
	"fmt"
	"io"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// AccessoryStart starts the stopped container of an accessory, or of all, and
// points the proxy at it. It holds the lock.
func (d *Deployer) AccessoryStart(ctx context.Context, name string) error {
	return d.changeAccessory(ctx, name, "starting accessory", d.startAccessory)
}

// AccessoryStop stops the container of an accessory, or of all. It holds the
// lock.
func (d *Deployer) AccessoryStop(ctx context.Context, name string) error {
	return d.changeAccessory(ctx, name, "stopping accessory", d.stopAccessory)
}

// AccessoryRestart stops and starts an accessory, or all. It holds the lock.
func (d *Deployer) AccessoryRestart(ctx context.Context, name string) error {
	return d.changeAccessory(ctx, name, "restarting accessory", func(ctx context.Context, c commands.Accessory) error {
		if err := d.stopAccessory(ctx, c); err != nil {
			return err
		}
		return d.startAccessory(ctx, c)
	})
}

func (d *Deployer) startAccessory(ctx context.Context, c commands.Accessory) error {
	note := d.record(ctx, fmt.Sprintf("Started %s accessory", c.Accessory.Name))
	if err := d.send(ctx, c.Host, commands.And(note, c.Start())); err != nil {
		return err
	}
	return d.proxyAccessory(ctx, c)
}

// AccessoryPullImage pulls the image of an accessory. It holds the lock.
func (d *Deployer) AccessoryPullImage(ctx context.Context, name string) error {
	if a := d.cfg.Accessory(name); a != nil {
		var names secretNames
		names.addRegistry(a.LoginRegistry())
		if err := d.checkSecrets(ctx, names); err != nil {
			return err
		}
	}
	return d.changeAccessory(ctx, name, "pulling the image of accessory", func(ctx context.Context, c commands.Accessory) error {
		if err := d.login(ctx, c.Host, c.Accessory.LoginRegistry()); err != nil {
			return err
		}
		return d.pullAccessory(ctx, c)
	})
}

// AccessoryRemoveContainer removes the stopped container of an accessory. It
// holds the lock.
func (d *Deployer) AccessoryRemoveContainer(ctx context.Context, name string) error {
	return d.changeAccessory(ctx, name, "removing the container of accessory", d.removeAccessoryContainer)
}

// AccessoryRemoveImage removes the image of an accessory. It holds the lock.
func (d *Deployer) AccessoryRemoveImage(ctx context.Context, name string) error {
	return d.changeAccessory(ctx, name, "removing the image of accessory", d.removeAccessoryImage)
}

// AccessoryRemoveServiceDirectory removes the folder of an accessory, and all
// the data in it. It holds the lock.
func (d *Deployer) AccessoryRemoveServiceDirectory(ctx context.Context, name string) error {
	return d.changeAccessory(ctx, name, "removing the folder of accessory", d.removeAccessoryDirectory)
}

// AccessoryRemove removes an accessory, or all: container, image, env file,
// certificate, and the folder with its data. It holds the lock.
func (d *Deployer) AccessoryRemove(ctx context.Context, name string) error {
	steps := []func(context.Context, commands.Accessory) error{
		d.stopAccessory, d.removeAccessoryContainer,
		d.removeAccessoryImage, d.removeAccessoryFiles,
	}
	return d.changeAccessory(ctx, name, "removing accessory", func(ctx context.Context, c commands.Accessory) error {
		return inTurn(steps, func(step func(context.Context, commands.Accessory) error) error { return step(ctx, c) })
	})
}

func (d *Deployer) removeAccessoryImage(ctx context.Context, c commands.Accessory) error {
	note := d.record(ctx, fmt.Sprintf("Removed %s accessory image", c.Accessory.Name))
	return d.send(ctx, c.Host, commands.And(note, c.RemoveImage()))
}

func (d *Deployer) removeAccessoryDirectory(ctx context.Context, c commands.Accessory) error {
	return d.send(ctx, c.Host, c.RemoveDirectory())
}

func (d *Deployer) removeAccessoryFiles(ctx context.Context, c commands.Accessory) error {
	return d.send(ctx, c.Host, commands.And(c.RemoveDirectory(), c.RemoveSecrets()))
}

// changeAccessory does something on all hosts of an accessory, or of all, and
// holds the lock.
func (d *Deployer) changeAccessory(ctx context.Context, name, step string, change func(context.Context, commands.Accessory) error) error {
	return d.eachAccessory(ctx, name, func(ctx context.Context, a *config.Accessory) error {
		return d.onHostsOf(ctx, step, a, func(ctx context.Context, c commands.Accessory) error { return change(ctx, c) })
	})
}

// AccessoryResult is what one host has to say of an accessory.
type AccessoryResult struct {
	// Accessory is its name in the configuration.
	Accessory string
	Result
}

// AccessoryDetails shows the container of an accessory, or of all, on each of
// its hosts.
func (d *Deployer) AccessoryDetails(ctx context.Context, name string) ([]AccessoryResult, error) {
	return d.askAccessory(ctx, name, func(ctx context.Context, c commands.Accessory) (string, error) {
		return d.ask(ctx, c.Host, c.Details())
	})
}

// AccessoryLogs gives the logs of an accessory on each of its hosts. A host
// without its container is an error.
func (d *Deployer) AccessoryLogs(ctx context.Context, name string, o LogOptions) ([]AccessoryResult, error) {
	out, err := d.accessoryOutlet(name, nil, o.Pieces)
	if err != nil {
		return nil, err
	}
	return d.askAccessory(ctx, name, func(ctx context.Context, c commands.Accessory) (string, error) {
		return out.of(accessoryPiece(c), func(to io.Writer) (string, error) {
			return d.output(ctx, c.Host, c.Logs(o.builder()), to)
		})
	})
}

func accessoryPiece(c commands.Accessory) Piece {
	return Piece{Host: c.Host, Accessory: c.Accessory.Name}
}

// accessoryOutlet is the outlet for an accessory, or all, on their hosts.
func (d *Deployer) accessoryOutlet(name string, raw io.Writer, pieces PieceFunc) (*outlet, error) {
	list, err := d.accessories(name)
	if err != nil {
		return nil, err
	}
	var whose []Piece
	for _, c := range d.accessoriesOnHosts(list) {
		whose = append(whose, accessoryPiece(c))
	}
	return d.outlet(raw, pieces, whose), nil
}

// AccessoryFollow hands on the lines of an accessory's logs as they come, of all
// its hosts at once, until ctx is done or all containers have ended.
func (d *Deployer) AccessoryFollow(ctx context.Context, name string, o LogOptions, line LineFunc) error {
	list, err := d.accessories(name)
	if err != nil {
		return err
	}
	lines := &lineWriter{fn: line}
	return all(d.accessoriesOnHosts(list), func(c commands.Accessory) error {
		return d.follow(ctx, c.Host, c.Accessory.Name, c.Logs(o.following()), lines)
	})
}

func (d *Deployer) accessoriesOnHosts(list []*config.Accessory) []commands.Accessory {
	var found []commands.Accessory
	for _, a := range list {
		for _, h := range d.spec.HostsOf(a.Hosts) {
			found = append(found, d.accessoryCommands(a, h))
		}
	}
	return found
}

// askAccessory asks each host of an accessory, or of all, one question, all at
// once.
func (d *Deployer) askAccessory(ctx context.Context, name string, question func(context.Context, commands.Accessory) (string, error)) ([]AccessoryResult, error) {
	list, err := d.accessories(name)
	if err != nil {
		return nil, err
	}
	cs := d.accessoriesOnHosts(list)
	found := make([]AccessoryResult, len(cs))
	err = allIndexed(cs, func(i int, c commands.Accessory) error {
		text, err := question(ctx, c)
		found[i] = AccessoryResult{c.Accessory.Name, Result{Host: c.Host, Text: text, Err: err}}
		if err != nil {
			return &HostError{c.Host, err}
		}
		return nil
	})
	return found, err
}

// AccessoryExec runs a command line in a container of an accessory on each of
// its hosts: a new one, or the one that is there. Without a command it runs the
// image's own. A command that fails on one does not stop the others.
func (d *Deployer) AccessoryExec(ctx context.Context, name string, o ExecOptions) ([]AccessoryResult, error) {
	if err := o.checkTogether(); err != nil {
		return nil, err
	}
	out, err := d.accessoryOutlet(name, o.Raw, o.Pieces)
	if err != nil {
		return nil, err
	}
	return d.askAccessory(ctx, name, func(ctx context.Context, c commands.Accessory) (string, error) {
		return out.of(accessoryPiece(c), func(to io.Writer) (string, error) {
			cmd, err := d.accessoryExec(ctx, c, o, o.builder())
			if err != nil {
				return "", err
			}
			note := d.record(ctx, fmt.Sprintf("Executed cmd '%s' on %s accessory", o.Command, c.Accessory.Name))
			return d.output(ctx, c.Host, commands.And(note, cmd), to)
		})
	})
}

// accessoryExec gives the command, after making sure of what it needs.
func (d *Deployer) accessoryExec(ctx context.Context, c commands.Accessory, o ExecOptions, b commands.ExecOptions) (commands.Cmd, error) {
	if o.Reuse {
		return c.ExecReuse(b), nil
	}
	if !d.cfg.OnTraefik(c.Host) {
		if err := d.login(ctx, c.Host, c.Accessory.LoginRegistry()); err != nil {
			return commands.Cmd{}, err
		}
	}
	err := d.ensureEnv(ctx, c.Host, c.Accessory.EnvFile(), c.Accessory.Env)
	return c.ExecNew(b), err
}

// AccessoryExecInteractive gives the command line of the system's own ssh that
// runs a command line on the accessory's first host, connected to a terminal.
func (d *Deployer) AccessoryExecInteractive(ctx context.Context, name string, o ExecOptions) (commands.Cmd, error) {
	list, err := d.accessories(name)
	if err != nil {
		return commands.Cmd{}, err
	}
	c, ok := d.firstOf(list)
	if !ok {
		return commands.Cmd{}, fmt.Errorf("%w: accessory %s is on none of the hosts asked for", ErrUsage, name)
	}
	if err := d.connect(ctx); err != nil {
		return commands.Cmd{}, err
	}
	terminal := o.builder()
	terminal.Interactive, terminal.TTY = true, o.TTY
	cmd, err := d.accessoryExec(ctx, c, o, terminal)
	if err != nil {
		return commands.Cmd{}, err
	}
	return d.interactive(ctx, c.Host, cmd)
}

// firstOf gives an accessory on the first of its hosts that were asked for, in
// the order of the configuration.
func (d *Deployer) firstOf(list []*config.Accessory) (commands.Accessory, bool) {
	for _, a := range list {
		for _, h := range a.Hosts {
			if d.spec.has(h) {
				return d.accessoryCommands(a, h), true
			}
		}
	}
	return commands.Accessory{}, false
}
