package kamal

import (
	"context"
	"fmt"
	"slices"

	"github.com/kamal-go/kamal/kamal/config"
)

// MoveError is an upgrade, a downgrade or a reboot of a mixed fleet that ended
// before all hosts were moved.
type MoveError struct {
	// Command is the one to type to go on, without options: upgrade, proxy reboot,
	// accessory downgrade NAME.
	Command string
	// Moved are done, Failed are not, Left were not begun.
	Moved, Failed, Left []config.Host
	Err                 error
}

// Error gives what went wrong.
func (e *MoveError) Error() string { return fmt.Sprint(e.Err) }

// Unwrap gives what went wrong.
func (e *MoveError) Unwrap() error { return e.Err }

// Upgrade moves hosts of Traefik to kamal-proxy: the proxy and the app, then
// all accessories. Running it again on hosts that are done ends in the same
// state. It holds the lock all the time.
func (d *Deployer) Upgrade(ctx context.Context, o RebootOptions) error {
	return d.orZero().mover.move(ctx, upgrading, o)
}

// Downgrade is the way back: from kamal-proxy to Traefik. It holds the lock all
// the time.
func (d *Deployer) Downgrade(ctx context.Context, o RebootOptions) error {
	return d.orZero().mover.move(ctx, downgrading, o)
}

// move is Upgrade or Downgrade.
func (m mover) move(ctx context.Context, dir direction, o RebootOptions) error {
	hosts, err := m.movable(dir, dir.name)
	if err != nil {
		return err
	}
	m = m.on(hosts)
	if err := m.neighbours.confirm(ctx, o, m.spec.hosts); err != nil {
		return err
	}
	if err := m.checkSecrets(ctx, m.setupSecrets(true)); err != nil {
		return err
	}
	return m.lock.hold(ctx, func(ctx context.Context) error {
		if err := m.checkBeforeMove(ctx, m.cfg.Accessories); err != nil {
			return err
		}
		if !o.Rolling {
			return m.partlyMoved(dir.name, nil, m.spec.hosts, m.moveHosts(ctx, dir, o, m.spec.hosts))
		}
		done := []config.Host{}
		return inTurn(m.spec.hosts, func(h config.Host) error {
			group := []config.Host{h}
			if err := m.moveHosts(ctx, dir, o, group); err != nil {
				return m.partlyMoved(dir.name, done, group, err)
			}
			done = append(done, h)
			return nil
		})
	})
}

// partlyMoved puts to the error of a group which hosts are moved all the same,
// and which were not begun. An error that names no host counts for the whole
// group.
func (eng *engine) partlyMoved(command string, done, group []config.Host, err error) error {
	if err == nil {
		return nil
	}
	failed := failedHosts(err)
	if len(failed) == 0 {
		failed = group
	}
	e := &MoveError{Command: command, Moved: slices.Clone(done), Err: err}
	for _, h := range eng.spec.hosts {
		switch {
		case slices.Contains(done, h):
		case slices.Contains(failed, h):
			e.Failed = append(e.Failed, h)
		case slices.Contains(group, h):
			e.Moved = append(e.Moved, h)
		default:
			e.Left = append(e.Left, h)
		}
	}
	return e
}
