package kamal

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// AllAccessories is the name that stands for all accessories.
const AllAccessories = "all"

// asked gives the accessory of a name, or all of them in the order of the
// configuration. An unknown name is an error that lists the known ones.
func (acc Accessory) asked() ([]*config.Accessory, error) {
	if err := acc.made(); err != nil {
		return nil, err
	}
	if acc.name == AllAccessories {
		return acc.cfg.Accessories, nil
	}
	if a := acc.cfg.Accessory(acc.name); a != nil {
		return []*config.Accessory{a}, nil
	}
	if len(acc.cfg.Accessories) == 0 {
		return nil, fmt.Errorf("%w: accessory %q: the configuration has no accessories", ErrUsage, acc.name)
	}
	return nil, fmt.Errorf("%w: no accessory is named %q: there %s", ErrUsage, acc.name, known(acc.cfg.Accessories, func(a *config.Accessory) string { return a.Name }))
}

// eachAsked does something with the accessory of a name, or with all of
// them one after the other, and holds the lock.
func (acc Accessory) eachAsked(ctx context.Context, fn func(context.Context, *config.Accessory) error) error {
	list, err := acc.asked()
	if err != nil {
		return err
	}
	return acc.lock.hold(ctx, func(ctx context.Context) error {
		return inTurn(list, func(a *config.Accessory) error { return fn(ctx, a) })
	})
}

// onHostsOf does something with an accessory on all its hosts at once.
func (acc Accessory) onHostsOf(ctx context.Context, step Step, a *config.Accessory, fn func(context.Context, hostcmd.Accessory) error) error {
	return acc.onEach(about(ctx, a.Name), step, acc.spec.hostsOf(a.Hosts), func(ctx context.Context, h config.Host) error {
		return fn(ctx, acc.accessoryCommands(a, h))
	})
}

func (eng *engine) accessoryCommands(a *config.Accessory, h config.Host) hostcmd.Accessory {
	return hostcmd.NewAccessory(eng.cfg, a, h)
}

// Boot boots an accessory, or all, on hosts that have no container of
// it in any state; on others its files and directories are brought up to date,
// and there is a note. It holds the lock.
func (acc Accessory) Boot(ctx context.Context) error {
	list, err := acc.asked()
	if err = cmp.Or(err, acc.checkHere(ctx, list)); err != nil {
		return err
	}
	return acc.eachAsked(ctx, func(ctx context.Context, a *config.Accessory) error {
		return acc.boot(ctx, a, true)
	})
}

func (acc Accessory) boot(ctx context.Context, a *config.Accessory, login bool) error {
	if err := acc.check(ctx, a); err != nil {
		return err
	}
	return acc.onHostsOf(ctx, StepBootAccessory, a, func(ctx context.Context, c hostcmd.Accessory) error {
		if login {
			if err := acc.makeReady(ctx, c); err != nil {
				return err
			}
		}
		existing, err := acc.ask(ctx, c.Host, c.Existing())
		if err != nil {
			return err
		}
		if err := acc.bringFiles(ctx, c); err != nil {
			return err
		}
		if existing != "" {
			acc.emit(ctx, c.Host, Note{Text: fmt.Sprintf("accessory %s is there already: left as it is", a.Name)})
			return nil
		}
		return acc.run(ctx, c)
	})
}

// makeReady logs in and makes the network.
func (acc Accessory) makeReady(ctx context.Context, c hostcmd.Accessory) error {
	if err := acc.registry.login(ctx, c.Host, c.Accessory.Registry); err != nil {
		return err
	}
	if acc.cfg.OnTraefik(c.Host) {
		return nil
	}
	return acc.send(ctx, c.Host, hostcmd.CreateNetwork())
}

func (acc Accessory) run(ctx context.Context, c hostcmd.Accessory) error {
	if err := acc.files.writeAccessoryEnv(ctx, c.Host, c.Accessory); err != nil {
		return err
	}
	note := acc.record(ctx, fmt.Sprintf("Booted %s accessory", c.Accessory.Name))
	limited, cancel := limited(ctx, pullLimit) // it may have to pull its image
	defer cancel()
	if err := acc.send(limited, c.Host, commands.And(note, c.Run())); err != nil {
		return err
	}
	return acc.pointProxy(ctx, c)
}

// pointProxy points kamal-proxy at the running container.
func (acc Accessory) pointProxy(ctx context.Context, c hostcmd.Accessory) error {
	if !c.Accessory.Proxied || acc.cfg.OnTraefik(c.Host) {
		return nil
	}
	if err := acc.files.uploadCertificate(ctx, c.Host, c.Accessory.Name, c.Accessory.Proxy.Certificate); err != nil {
		return err
	}
	id, err := acc.ask(ctx, c.Host, c.RunningID())
	if err != nil {
		return err
	}
	if id == "" {
		return fmt.Errorf("accessory %s does not run, so the proxy can't be pointed at it", c.Accessory.Name)
	}
	n := newcomer{
		engine: acc.engine, host: c.Host, container: c.Accessory.ContainerName, role: "accessory " + c.Accessory.Name, logLines: reportLines,
	}
	return n.behindProxy(ctx, c.ProxyDeploy(strings.Fields(id)[0]))
}

// Reboot replaces the container of an accessory, or of all: it is
// stopped, removed and booted anew, with its image pulled before where the host
// is kamal-proxy's. It holds the lock.
func (acc Accessory) Reboot(ctx context.Context) error {
	list, err := acc.asked()
	if err = cmp.Or(err, acc.checkHere(ctx, list)); err != nil {
		return err
	}
	return acc.eachAsked(ctx, func(ctx context.Context, a *config.Accessory) error {
		return acc.reboot(ctx, a)
	})
}

func (acc Accessory) reboot(ctx context.Context, a *config.Accessory) error {
	if err := acc.check(ctx, a); err != nil {
		return err
	}
	err := acc.onHostsOf(ctx, stepPrepareAccessory, a, func(ctx context.Context, c hostcmd.Accessory) error {
		if err := acc.makeReady(ctx, c); err != nil || acc.cfg.OnTraefik(c.Host) {
			return err
		}
		return acc.pull(ctx, c)
	})
	if err != nil {
		return err
	}
	return acc.replace(ctx, a)
}

// replace removes the container and boots a new one, also where removing
// it failed on another host. An interruption waits for both.
func (acc Accessory) replace(ctx context.Context, a *config.Accessory) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	ctx, done := acc.finishing(ctx)
	defer done()
	return acc.whileUp(
		func(hosts []config.Host) error {
			on := acc.on(hosts)
			return on.onHostsOf(ctx, stepRemoveOldAccessory, a, func(ctx context.Context, c hostcmd.Accessory) error {
				if err := on.stop(ctx, c); err != nil {
					return err
				}
				return on.removeContainer(ctx, c)
			})
		},
		func(hosts []config.Host) error { return acc.on(hosts).boot(ctx, a, false) },
	)
}

func (acc Accessory) pull(ctx context.Context, c hostcmd.Accessory) error {
	ctx, cancel := limited(ctx, pullLimit)
	defer cancel()
	note := acc.record(ctx, fmt.Sprintf("Pull %s accessory image", c.Accessory.Name))
	return acc.send(ctx, c.Host, commands.And(note, c.Pull()))
}

func (acc Accessory) stop(ctx context.Context, c hostcmd.Accessory) error {
	note := acc.record(ctx, fmt.Sprintf("Stopped %s accessory", c.Accessory.Name))
	if err := acc.send(ctx, c.Host, commands.And(note, c.Stop().Optional())); err != nil {
		return err
	}
	if !c.Accessory.Proxied || acc.cfg.OnTraefik(c.Host) {
		return nil
	}
	running, err := acc.ask(ctx, c.Host, hostcmd.RunningProxies())
	if err != nil || hostcmd.ParseProxies(running).KamalProxy == "" {
		return err // no proxy knows it: a remove takes the proxy away before
	}
	return acc.try(ctx, c.Host, c.ProxyRemove()) // one that was removed already is not known
}

func (acc Accessory) removeContainer(ctx context.Context, c hostcmd.Accessory) error {
	note := acc.record(ctx, fmt.Sprintf("Remove %s accessory container", c.Accessory.Name))
	return acc.send(ctx, c.Host, commands.And(note, c.RemoveContainer()))
}
