package kamal

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// AllAccessories is the name that stands for all accessories.
const AllAccessories = "all"

// accessories gives the accessory of a name, or all of them in the order of the
// configuration. An unknown name is an error that lists the known ones.
func (d *Deployer) accessories(name string) ([]*config.Accessory, error) {
	if name == AllAccessories {
		return d.cfg.Accessories, nil
	}
	if a := d.cfg.Accessory(name); a != nil {
		return []*config.Accessory{a}, nil
	}
	var known []string
	for _, a := range d.cfg.Accessories {
		known = append(known, a.Name)
	}
	if len(known) == 0 {
		return nil, fmt.Errorf("%w: accessory %q: the configuration has no accessories", ErrUsage, name)
	}
	return nil, fmt.Errorf("%w: no accessory is named %q: there are %s", ErrUsage, name, strings.Join(known, ", "))
}

// eachAccessory does something with the accessory of a name, or with all of
// them one after the other, and holds the lock.
func (d *Deployer) eachAccessory(ctx context.Context, name string, fn func(context.Context, *config.Accessory) error) error {
	list, err := d.accessories(name)
	if err != nil {
		return err
	}
	return d.withLock(ctx, func(ctx context.Context) error {
		return inTurn(list, func(a *config.Accessory) error { return fn(ctx, a) })
	})
}

// onHostsOf does something with an accessory on all its hosts at once.
func (d *Deployer) onHostsOf(ctx context.Context, step string, a *config.Accessory, fn func(context.Context, commands.Accessory) error) error {
	return d.onEach(ctx, step+" "+a.Name, d.spec.HostsOf(a.Hosts), func(ctx context.Context, h config.Host) error {
		return fn(ctx, d.accessoryCommands(a, h))
	})
}

func (d *Deployer) accessoryCommands(a *config.Accessory, h config.Host) commands.Accessory {
	return commands.Accessory{Config: d.cfg, Accessory: a, Host: h}
}

// AccessoryBoot boots an accessory, or all, on hosts that have no container of
// it in any state; on others its files and directories are brought up to date,
// and there is a note. It holds the lock.
func (d *Deployer) AccessoryBoot(ctx context.Context, name string) error {
	list, err := d.accessories(name)
	if err = cmp.Or(err, d.checkAccessoriesHere(ctx, list)); err != nil {
		return err
	}
	return d.eachAccessory(ctx, name, func(ctx context.Context, a *config.Accessory) error {
		return d.bootAccessory(ctx, a, true)
	})
}

// bootAccessories is the step of a setup.
func (d *Deployer) bootAccessories(ctx context.Context) error {
	return d.AccessoryBoot(ctx, AllAccessories)
}

func (d *Deployer) bootAccessory(ctx context.Context, a *config.Accessory, login bool) error {
	if err := d.checkAccessories(ctx, a); err != nil {
		return err
	}
	return d.onHostsOf(ctx, "booting accessory", a, func(ctx context.Context, c commands.Accessory) error {
		if login {
			if err := d.readyForAccessory(ctx, c); err != nil {
				return err
			}
		}
		existing, err := d.ask(ctx, c.Host, c.Existing())
		if err != nil {
			return err
		}
		if err := d.bringFiles(ctx, c); err != nil {
			return err
		}
		if existing != "" {
			d.emit(Note{Host: c.Host, Text: fmt.Sprintf("accessory %s is there already: left as it is", a.Name)})
			return nil
		}
		return d.runAccessory(ctx, c)
	})
}

// readyForAccessory logs in and makes the network.
func (d *Deployer) readyForAccessory(ctx context.Context, c commands.Accessory) error {
	if err := d.login(ctx, c.Host, c.Accessory.LoginRegistry()); err != nil {
		return err
	}
	if d.cfg.OnTraefik(c.Host) {
		return nil
	}
	return d.send(ctx, c.Host, commands.CreateNetwork())
}

func (d *Deployer) runAccessory(ctx context.Context, c commands.Accessory) error {
	if err := d.writeAccessoryEnv(ctx, c.Host, c.Accessory); err != nil {
		return err
	}
	note := d.record(ctx, fmt.Sprintf("Booted %s accessory", c.Accessory.Name))
	limited, cancel := limited(ctx, pullLimit) // it may have to pull its image
	defer cancel()
	if err := d.send(limited, c.Host, commands.And(note, c.Run())); err != nil {
		return err
	}
	return d.proxyAccessory(ctx, c)
}

// proxyAccessory points kamal-proxy at the running container.
func (d *Deployer) proxyAccessory(ctx context.Context, c commands.Accessory) error {
	if c.Accessory.Proxy == nil || d.cfg.OnTraefik(c.Host) {
		return nil
	}
	if err := d.uploadCertificate(ctx, c.Host, c.Accessory.Name, c.Accessory.Certificate()); err != nil {
		return err
	}
	id, err := d.ask(ctx, c.Host, c.RunningID())
	if err != nil {
		return err
	}
	if id == "" {
		return fmt.Errorf("accessory %s does not run, so the proxy can't be pointed at it", c.Accessory.Name)
	}
	n := newcomer{
		Deployer: d, host: c.Host, container: c.Accessory.ContainerName, role: "accessory " + c.Accessory.Name, logLines: reportLines,
	}
	return n.behindProxy(ctx, c.ProxyDeploy(strings.Fields(id)[0]))
}

// AccessoryReboot replaces the container of an accessory, or of all: it is
// stopped, removed and booted anew, with its image pulled before where the host
// is kamal-proxy's. It holds the lock.
func (d *Deployer) AccessoryReboot(ctx context.Context, name string) error {
	list, err := d.accessories(name)
	if err = cmp.Or(err, d.checkAccessoriesHere(ctx, list)); err != nil {
		return err
	}
	return d.eachAccessory(ctx, name, func(ctx context.Context, a *config.Accessory) error {
		return d.rebootAccessory(ctx, a)
	})
}

func (d *Deployer) rebootAccessory(ctx context.Context, a *config.Accessory) error {
	if err := d.checkAccessories(ctx, a); err != nil {
		return err
	}
	err := d.onHostsOf(ctx, "getting ready for accessory", a, func(ctx context.Context, c commands.Accessory) error {
		if err := d.readyForAccessory(ctx, c); err != nil || d.cfg.OnTraefik(c.Host) {
			return err
		}
		return d.pullAccessory(ctx, c)
	})
	if err != nil {
		return err
	}
	return d.replaceAccessory(ctx, a)
}

// replaceAccessory removes the container and boots a new one, also where removing
// it failed on another host. An interruption waits for both.
func (d *Deployer) replaceAccessory(ctx context.Context, a *config.Accessory) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	ctx, done := d.finishing(ctx)
	defer done()
	return d.whileUp(
		func(hosts []config.Host) error {
			on := d.on(hosts)
			return on.onHostsOf(ctx, "removing the old container of accessory", a, func(ctx context.Context, c commands.Accessory) error {
				if err := on.stopAccessory(ctx, c); err != nil {
					return err
				}
				return on.removeAccessoryContainer(ctx, c)
			})
		},
		func(hosts []config.Host) error { return d.on(hosts).bootAccessory(ctx, a, false) },
	)
}

func (d *Deployer) pullAccessory(ctx context.Context, c commands.Accessory) error {
	ctx, cancel := limited(ctx, pullLimit)
	defer cancel()
	note := d.record(ctx, fmt.Sprintf("Pull %s accessory image", c.Accessory.Name))
	return d.send(ctx, c.Host, commands.And(note, c.Pull()))
}

func (d *Deployer) stopAccessory(ctx context.Context, c commands.Accessory) error {
	note := d.record(ctx, fmt.Sprintf("Stopped %s accessory", c.Accessory.Name))
	if err := d.send(ctx, c.Host, commands.And(note, c.Stop().Optional())); err != nil {
		return err
	}
	if c.Accessory.Proxy == nil || d.cfg.OnTraefik(c.Host) {
		return nil
	}
	running, err := d.ask(ctx, c.Host, commands.RunningProxies())
	if err != nil || commands.ParseProxies(running).KamalProxy == "" {
		return err // no proxy knows it: a remove takes the proxy away before
	}
	return d.try(ctx, c.Host, c.ProxyRemove()) // one that was removed already is not known
}

func (d *Deployer) removeAccessoryContainer(ctx context.Context, c commands.Accessory) error {
	note := d.record(ctx, fmt.Sprintf("Remove %s accessory container", c.Accessory.Name))
	return d.send(ctx, c.Host, commands.And(note, c.RemoveContainer()))
}
