package kamal

import (
	"context"
	"fmt"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// replace replaces kamal-proxy on hosts: first all of them get ready, then
// one after the other is without service for as long as the swap takes. The first
// that fails ends it. Hosts that are through are added to done.
func (p proxies) replace(ctx context.Context, o RebootOptions, hosts []config.Host, done *[]config.Host) error {
	drain, err := p.drain(ctx, o)
	if err != nil {
		return err
	}
	var swaps []commands.Cmd
	err = p.step(ctx, stepPrepareProxyReboot, hosts, func(ctx context.Context) (err error) {
		swaps, err = gather(ctx, p.engine, hosts, func(ctx context.Context, h config.Host) (commands.Cmd, error) {
			return p.readySwap(ctx, h, drain)
		})
		return err
	})
	if err != nil {
		return err
	}
	return p.step(ctx, stepRebootProxy, hosts, func(ctx context.Context) error {
		if o.AtOnce {
			return allIndexed(hosts, func(i int, h config.Host) error { return p.finished(ctx, h, p.swap(ctx, h, swaps[i])) })
		}
		for i, h := range hosts {
			if err := p.finished(ctx, h, p.swap(ctx, h, swaps[i])); err != nil {
				return p.on(p.spec.proxyHosts).partlyMoved("proxy reboot", *done, hosts[i:i+1], err)
			}
			*done = append(*done, h)
		}
		return nil
	})
}

// drain is how long the proxy's requests may take; 0 is as long as docker lets them.
func (p proxies) drain(ctx context.Context, o RebootOptions) (time.Duration, error) {
	if o.Drain > 0 {
		return o.Drain, nil
	}
	hook, err := p.findHook(ctx, hookPreProxyReboot)
	if !hook.isNone() && !p.skipHooks {
		return 0, err
	}
	return briefDrain, err
}

// readySwap does on a host all that can be done while the old proxy serves, and
// gives what is left.
func (p proxies) readySwap(ctx context.Context, h config.Host, drain time.Duration) (commands.Cmd, error) {
	if err := p.noteReboot(ctx, h, "Rebooted proxy"); err != nil {
		return commands.Cmd{}, err
	}
	if err := p.pull(ctx, h, p.proxyCommands(h)); err != nil {
		return commands.Cmd{}, err
	}
	proxy := p.proxyCommands(h)
	old, err := p.ask(ctx, h, commands.And(proxy.MakeDirectory(), proxy.Old()))
	return proxy.Swap(drain, hostcmd.ParseOldProxy(old)), err
}

// pull brings the image of a proxy to a host.
func (p proxies) pull(ctx context.Context, h config.Host, proxy hostcmd.Proxy) error {
	ctx, cancel := limited(ctx, pullLimit)
	defer cancel()
	return p.send(ctx, h, proxy.Pull())
}

// swap replaces the proxy. Once begun an interruption waits for it.
func (p proxies) swap(ctx context.Context, h config.Host, swap commands.Cmd) error {
	return unbroken(ctx, func(ctx context.Context) error {
		out, err := p.ask(ctx, h, swap)
		if exited(err) && hostcmd.Restored(out) {
			return fmt.Errorf("the new proxy does not run, and the old one was started again: %w", err)
		}
		return err
	})
}
