package kamal

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Start starts the stopped container of an accessory, or of all, and
// points the proxy at it. It holds the lock.
func (acc Accessory) Start(ctx context.Context) error {
	return acc.change(ctx, stepStartAccessory, acc.start)
}

// Stop stops the container of an accessory, or of all. It holds the
// lock.
func (acc Accessory) Stop(ctx context.Context) error {
	return acc.change(ctx, stepStopAccessory, acc.stop)
}

// Restart stops and starts an accessory, or all. It holds the lock.
func (acc Accessory) Restart(ctx context.Context) error {
	return acc.change(ctx, stepRestartAccessory, func(ctx context.Context, c hostcmd.Accessory) error {
		if err := acc.stop(ctx, c); err != nil {
			return err
		}
		return acc.start(ctx, c)
	})
}

func (acc Accessory) start(ctx context.Context, c hostcmd.Accessory) error {
	note := acc.record(ctx, fmt.Sprintf("Started %s accessory", c.Accessory.Name))
	if err := acc.send(ctx, c.Host, commands.And(note, c.Start())); err != nil {
		return err
	}
	return acc.pointProxy(ctx, c)
}

// PullImage pulls the image of an accessory. It holds the lock.
func (acc Accessory) PullImage(ctx context.Context) error {
	list, err := acc.asked()
	if err != nil {
		return err
	}
	var names secretNames
	for _, a := range list {
		names.addRegistry(a.Registry)
	}
	if err := acc.checkSecrets(ctx, names); err != nil {
		return err
	}
	return acc.change(ctx, stepPullAccessory, func(ctx context.Context, c hostcmd.Accessory) error {
		if err := acc.registry.login(ctx, c.Host, c.Accessory.Registry); err != nil {
			return err
		}
		return acc.pull(ctx, c)
	})
}

// RemoveContainer removes the stopped container of an accessory. It
// holds the lock.
func (acc Accessory) RemoveContainer(ctx context.Context) error {
	return acc.change(ctx, stepRemoveAccessoryContainer, acc.removeContainer)
}

// RemoveImage removes the image of an accessory. It holds the lock.
func (acc Accessory) RemoveImage(ctx context.Context) error {
	return acc.change(ctx, stepRemoveAccessoryImage, acc.removeImage)
}

// RemoveServiceDirectory removes the folder of an accessory, and all
// the data in it. It holds the lock.
func (acc Accessory) RemoveServiceDirectory(ctx context.Context) error {
	return acc.change(ctx, stepRemoveAccessoryFolder, acc.removeDirectory)
}

// Remove removes an accessory, or all: container, image, env file,
// certificate, and the folder with its data. It holds the lock.
func (acc Accessory) Remove(ctx context.Context) error {
	steps := []func(context.Context, hostcmd.Accessory) error{
		acc.stop, acc.removeContainer,
		acc.removeImage, acc.removeFiles,
	}
	return acc.change(ctx, stepRemoveAccessory, func(ctx context.Context, c hostcmd.Accessory) error {
		return inTurn(steps, func(step func(context.Context, hostcmd.Accessory) error) error { return step(ctx, c) })
	})
}

func (acc Accessory) removeImage(ctx context.Context, c hostcmd.Accessory) error {
	note := acc.record(ctx, fmt.Sprintf("Removed %s accessory image", c.Accessory.Name))
	return acc.send(ctx, c.Host, commands.And(note, c.RemoveImage()))
}

func (acc Accessory) removeDirectory(ctx context.Context, c hostcmd.Accessory) error {
	return acc.send(ctx, c.Host, c.RemoveDirectory())
}

func (acc Accessory) removeFiles(ctx context.Context, c hostcmd.Accessory) error {
	return acc.send(ctx, c.Host, commands.And(c.RemoveDirectory(), c.RemoveSecrets()))
}

// change does something on all hosts of an accessory, or of all, and
// holds the lock.
func (acc Accessory) change(ctx context.Context, step Step, change func(context.Context, hostcmd.Accessory) error) error {
	return acc.eachAsked(ctx, func(ctx context.Context, a *config.Accessory) error {
		return acc.onHostsOf(ctx, step, a, func(ctx context.Context, c hostcmd.Accessory) error { return change(ctx, c) })
	})
}

// Details shows the container of an accessory, or of all, on each of
// its hosts.
func (acc Accessory) Details(ctx context.Context) ([]Answer[[]commands.ListedContainer], error) {
	return read(hostcmd.ParseContainerList)(acc.askEach(ctx, func(ctx context.Context, c hostcmd.Accessory) (string, error) {
		return acc.ask(ctx, c.Host, c.Details())
	}))
}

// Logs gives the logs of an accessory on each of its hosts. A host
// without its container is an error.
func (acc Accessory) Logs(ctx context.Context, o LogOptions) ([]Result, error) {
	list, err := acc.asked()
	if err = cmp.Or(err, o.check()); err != nil {
		return nil, err
	}
	if o.Follow != nil {
		var logs []hostLog
		for _, c := range acc.onHosts(list) {
			logs = append(logs, hostLog{c.Host, c.Accessory.Name, c.Logs(o.builder())})
		}
		return nil, acc.follow(ctx, o, logs)
	}
	out := acc.outletFor(nil, o.Pieces, list)
	return acc.askEach(ctx, func(ctx context.Context, c hostcmd.Accessory) (string, error) {
		return out.of(accessoryPiece(c), func(to io.Writer) (string, error) {
			return acc.output(ctx, c.Host, c.Logs(o.builder()), to)
		})
	})
}

func accessoryPiece(c hostcmd.Accessory) Piece {
	return Piece{Host: c.Host, Accessory: c.Accessory.Name}
}

// outletFor is the outlet for an accessory, or all, on their hosts.
func (acc Accessory) outletFor(raw io.Writer, pieces func(Piece), list []*config.Accessory) *outlet {
	var whose []Piece
	for _, c := range acc.onHosts(list) {
		whose = append(whose, accessoryPiece(c))
	}
	return acc.outlet(raw, pieces, whose)
}

func (acc Accessory) onHosts(list []*config.Accessory) []hostcmd.Accessory {
	var found []hostcmd.Accessory
	for _, a := range list {
		for _, h := range acc.spec.hostsOf(a.Hosts) {
			found = append(found, acc.accessoryCommands(a, h))
		}
	}
	return found
}

// askEach asks each host of an accessory, or of all, one question, all at
// once.
func (acc Accessory) askEach(ctx context.Context, question func(context.Context, hostcmd.Accessory) (string, error)) ([]Result, error) {
	list, err := acc.asked()
	if err != nil {
		return nil, err
	}
	cs := acc.onHosts(list)
	found := make([]Result, len(cs))
	err = acc.operate(ctx, func(ctx context.Context) error {
		return allIndexed(cs, func(i int, c hostcmd.Accessory) error {
			text, err := question(ctx, c)
			found[i] = Result{Host: c.Host, Accessory: c.Accessory.Name, Text: text, Err: err}
			if err != nil {
				return &HostError{c.Host, err}
			}
			return nil
		})
	})
	return found, err
}

// Exec runs a command line in a container of an accessory on each of
// its hosts: a new one, or the one that is there. Without a command it runs the
// image's own. A command that fails on one does not stop the others.
func (acc Accessory) Exec(ctx context.Context, o ExecOptions) ([]Result, error) {
	list, err := acc.asked()
	if err = cmp.Or(o.checkTogether(), err); err != nil {
		return nil, err
	}
	out := acc.outletFor(o.Raw, o.Pieces, list)
	return acc.askEach(ctx, func(ctx context.Context, c hostcmd.Accessory) (string, error) {
		return out.of(accessoryPiece(c), func(to io.Writer) (string, error) {
			cmd, err := acc.exec(ctx, c, o, o.builder())
			if err != nil {
				return "", err
			}
			note := acc.record(ctx, fmt.Sprintf("Executed cmd '%s' on %s accessory", o.Command, c.Accessory.Name))
			return acc.output(ctx, c.Host, commands.And(note, cmd), to)
		})
	})
}

// exec gives the command, after making sure of what it needs.
func (acc Accessory) exec(ctx context.Context, c hostcmd.Accessory, o ExecOptions, b commands.ExecOptions) (commands.Cmd, error) {
	if o.Reuse {
		return c.ExecReuse(b), nil
	}
	if !acc.cfg.OnTraefik(c.Host) {
		if err := acc.registry.login(ctx, c.Host, c.Accessory.Registry); err != nil {
			return commands.Cmd{}, err
		}
	}
	err := acc.files.ensureEnv(ctx, c.Host, layout.AccessoryEnvFile(acc.cfg, c.Accessory), c.Accessory.Env)
	return c.ExecNew(b), err
}

// ExecInteractive gives the command line of the system's own ssh that
// runs a command line on the accessory's first host, connected to a terminal.
func (acc Accessory) ExecInteractive(ctx context.Context, o ExecOptions) (commands.Cmd, error) {
	list, err := acc.asked()
	if err != nil {
		return commands.Cmd{}, err
	}
	c, ok := acc.firstOf(list)
	if !ok {
		return commands.Cmd{}, fmt.Errorf("%w: accessory %s is on none of the hosts asked for", ErrUsage, acc.name)
	}
	if err := acc.connect(ctx); err != nil {
		return commands.Cmd{}, err
	}
	terminal := o.builder()
	terminal.Interactive, terminal.TTY = true, o.TTY
	cmd, err := acc.exec(ctx, c, o, terminal)
	if err != nil {
		return commands.Cmd{}, err
	}
	return acc.interactive(ctx, c.Host, cmd)
}

// firstOf gives an accessory on the first of its hosts that were asked for, in
// the order of the configuration.
func (acc Accessory) firstOf(list []*config.Accessory) (hostcmd.Accessory, bool) {
	for _, a := range list {
		for _, h := range a.Hosts {
			if acc.spec.has(h) {
				return acc.accessoryCommands(a, h), true
			}
		}
	}
	return hostcmd.Accessory{}, false
}
