package kamal

import (
	"context"
	"slices"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// Upgrade moves an accessory, or all, into kamal-proxy's network. It
// holds the lock.
func (acc Accessory) Upgrade(ctx context.Context, o RebootOptions) error {
	return acc.move(ctx, upgrading, o)
}

// Downgrade moves an accessory, or all, out of that network. It holds
// the lock.
func (acc Accessory) Downgrade(ctx context.Context, o RebootOptions) error {
	return acc.move(ctx, downgrading, o)
}

func (acc Accessory) move(ctx context.Context, dir direction, o RebootOptions) error {
	hosts, err := acc.movable(dir, "accessory "+dir.name)
	if err != nil {
		return err
	}
	acc = acc.on(hosts)
	list, err := acc.asked()
	if err != nil {
		return err
	}
	if err := o.confirm(ctx, acc.spec.accessoryHosts); err != nil {
		return err
	}
	if err := acc.checkHere(ctx, list); err != nil {
		return err
	}
	return acc.lock.hold(ctx, func(ctx context.Context) error {
		done := []config.Host{}
		return inTurn(o.groups(acc.spec.accessoryHosts), func(group []config.Host) error {
			err := acc.on(group).moveAll(ctx, dir, list, true)
			if err != nil {
				return acc.on(acc.spec.accessoryHosts).partlyMoved("accessory "+dir.name+" "+acc.name, done, group, err)
			}
			done = append(done, group...)
			return nil
		})
	})
}

// moveAll reboots accessories on the hosts of the Deployer. A downgrade
// of everything leaves those alone that have nothing to move.
func (acc Accessory) moveAll(ctx context.Context, dir direction, list []*config.Accessory, asked bool) error {
	steps := make([]func([]config.Host) error, len(list))
	for i, a := range list {
		steps[i] = func(hosts []config.Host) error {
			hosts = acc.on(hosts).spec.hostsOf(a.Hosts)
			if dir.traefik && !asked {
				var err error
				if hosts, err = acc.inNetwork(ctx, hosts, a); err != nil {
					return err
				}
			}
			return acc.on(hosts).reboot(ctx, a)
		}
	}
	return acc.whileUp(steps...)
}

// inNetwork leaves out hosts with accessories only on which the accessory's
// container is not in kamal-proxy's network.
func (acc Accessory) inNetwork(ctx context.Context, hosts []config.Host, a *config.Accessory) ([]config.Host, error) {
	in, err := gather(ctx, acc.engine, hosts, func(ctx context.Context, h config.Host) (bool, error) {
		if len(acc.cfg.RolesOn(h)) > 0 {
			return true, nil
		}
		out, err := acc.ask(ctx, h, hostcmd.Networks(a.ContainerName))
		return slices.ContainsFunc(hostcmd.ParseNetworks(out), func(c hostcmd.ContainerNetworks) bool {
			return slices.Contains(c.Networks, layout.Network)
		}), err
	})
	var found []config.Host
	for i, h := range hosts {
		if in[i] {
			found = append(found, h)
		}
	}
	return found, err
}
