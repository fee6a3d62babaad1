package kamal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// hostSwitch is a host that is going to get the proxy that is its own.
type hostSwitch struct {
	host  config.Host
	drain time.Duration
	// own is the proxy that the host gets, other the one of the other kind.
	own, other hostcmd.Proxy
	// served says that the other one served, and can do so again.
	served bool
}

// readySwitch does on a host all that can be done while its old proxy serves.
func (m mover) readySwitch(ctx context.Context, h config.Host, drain time.Duration) (hostSwitch, error) {
	s := hostSwitch{host: h, drain: drain, own: m.proxyCommands(h), other: m.traefikCommands()}
	if m.cfg.OnTraefik(h) {
		s.own, s.other = s.other, s.own
	}
	if err := m.proxies.noteReboot(ctx, h, "Rebooted proxy"); err != nil {
		return s, err
	}
	if err := m.proxies.pull(ctx, h, s.own); err != nil {
		return s, err
	}
	out, err := m.ask(ctx, h, hostcmd.RunningProxies())
	running := hostcmd.ParseProxies(out)
	s.served = m.cfg.OnTraefik(h) && running.KamalProxy != "" || !m.cfg.OnTraefik(h) && running.Traefik != ""
	return s, err
}

// carryOut puts the host's own proxy in the place of whatever runs there. The
// container of the other kind is kept until the own one serves, and is started
// again, as it was, when it does not come to that. Once begun an interruption waits
// for it.
func (m mover) carryOut(ctx context.Context, s hostSwitch) error {
	if err := unbroken(ctx, func(ctx context.Context) error { return m.toOwn(ctx, s) }); err != nil {
		return m.putBack(ctx, s, err)
	}
	ctx, cancel := cleanup(ctx)
	defer cancel()
	return m.send(ctx, s.host, s.other.RemoveContainer())
}

func (m mover) toOwn(ctx context.Context, s hostSwitch) error {
	err := m.send(ctx, s.host, commands.And(s.other.End(s.drain), s.own.End(s.drain), s.own.RemoveContainer()))
	if err != nil {
		return err
	}
	if m.cfg.OnTraefik(s.host) {
		return m.switchToTraefik(ctx, s.host)
	}
	return m.switchToProxy(ctx, s.host)
}

// putBack lets the proxy serve again that served before, and tells what became of it.
func (m mover) putBack(ctx context.Context, s hostSwitch, cause error) error {
	if !s.served || ctx.Err() != nil && context.Cause(ctx) == cause {
		return cause
	}
	ctx, cancel := cleanupWithin(ctx, cleanupLimit+m.cfg.DeployTimeout)
	defer cancel()
	if err := m.toOther(ctx, s); err != nil {
		return errors.Join(cause, fmt.Errorf("starting the old proxy again: %w", err))
	}
	return fmt.Errorf("the new proxy does not serve, and the old one was started again: %w", cause)
}

// toOther takes the own proxy away and starts the other one.
func (m mover) toOther(ctx context.Context, s hostSwitch) error {
	if err := m.send(ctx, s.host, commands.And(s.own.End(s.drain), s.own.RemoveContainer())); err != nil {
		return err
	}
	if m.cfg.OnTraefik(s.host) {
		if err := m.send(ctx, s.host, s.other.Start()); err != nil {
			return err
		}
		return m.adopt(ctx, s.host)
	}
	if _, err := m.leaveNetworks(ctx, s.host); err != nil {
		return err
	}
	return m.send(ctx, s.host, s.other.Start())
}
