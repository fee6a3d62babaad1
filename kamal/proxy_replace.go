package kamal

import (
	"context"
	"fmt"
	"time"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// replaceProxies replaces kamal-proxy on hosts: first all of them get ready, then
// one after the other is without service for as long as the swap takes. The first
// that fails ends it. Hosts that are through are added to done.
func (d *Deployer) replaceProxies(ctx context.Context, o RebootOptions, hosts []config.Host, done *[]config.Host) error {
	drain, err := d.drain(o)
	if err != nil {
		return err
	}
	var swaps []commands.Cmd
	err = d.step("getting ready to reboot the proxy", hosts, func() (err error) {
		swaps, err = gather(ctx, d, hosts, func(ctx context.Context, h config.Host) (commands.Cmd, error) {
			return d.readySwap(ctx, h, drain)
		})
		return err
	})
	if err != nil {
		return err
	}
	return d.step("rebooting the proxy", hosts, func() error {
		if o.AtOnce {
			return allIndexed(hosts, func(i int, h config.Host) error { return d.finished(h, d.swapProxy(ctx, h, swaps[i])) })
		}
		for i, h := range hosts {
			if err := d.finished(h, d.swapProxy(ctx, h, swaps[i])); err != nil {
				return d.on(d.spec.ProxyHosts).partlyMoved("proxy reboot", *done, hosts[i:i+1], err)
			}
			*done = append(*done, h)
		}
		return nil
	})
}

// drain is how long the proxy's requests may take; 0 is as long as docker lets them.
func (d *Deployer) drain(o RebootOptions) (time.Duration, error) {
	if o.Drain > 0 {
		return o.Drain, nil
	}
	_, hook, err := d.findHook(HookPreProxyReboot)
	if hook != "" && !d.skipHooks {
		return 0, err
	}
	return BriefDrain, err
}

// readySwap does on a host all that can be done while the old proxy serves, and
// gives what is left.
func (d *Deployer) readySwap(ctx context.Context, h config.Host, drain time.Duration) (commands.Cmd, error) {
	if err := d.noteReboot(ctx, h, "Rebooted proxy"); err != nil {
		return commands.Cmd{}, err
	}
	if err := d.pullProxy(ctx, h); err != nil {
		return commands.Cmd{}, err
	}
	proxy := d.proxyCommands(h)
	old, err := d.ask(ctx, h, commands.And(proxy.MakeDirectory(), proxy.Old()))
	return proxy.Swap(drain, commands.ParseOldProxy(old)), err
}

// pullProxy brings the image of kamal-proxy to a host.
func (d *Deployer) pullProxy(ctx context.Context, h config.Host) error {
	ctx, cancel := limited(ctx, pullLimit)
	defer cancel()
	return d.send(ctx, h, d.proxyCommands(h).Pull())
}

// swapProxy replaces the proxy. Once begun an interruption waits for it.
func (d *Deployer) swapProxy(ctx context.Context, h config.Host, swap commands.Cmd) error {
	return unbroken(ctx, func(ctx context.Context) error {
		out, err := d.ask(ctx, h, swap)
		if exited(err) && commands.Restored(out) {
			return fmt.Errorf("the new proxy does not run, and the old one serves again: %w", err)
		}
		return err
	})
}
