package kamal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"sync"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Forwarder is a further power of an [Executor]: it makes a port of this
// machine reachable from a host. A local registry needs it.
type Forwarder interface {
	// Forward listens on the address remote of the host, and connects whoever
	// comes there to the address local as seen from here, until the closer is
	// closed. It returns when the host listens.
	Forward(ctx context.Context, host, remote, local string) (io.Closer, error)
}

// forwardLimit is how long all hosts may take until they listen.
const forwardLimit = 30 * time.Second

// withForwardedRegistry runs fn while the hosts reach a local registry. For any
// other registry it just runs fn.
func (bd Build) withForwardedRegistry(ctx context.Context, fn func(context.Context) error) error {
	if !bd.cfg.Registry.Local() || len(bd.spec.appHosts) == 0 {
		return fn(ctx)
	}
	forwarder, err := bd.forwarder()
	if err != nil {
		return err
	}
	if err := bd.connect(ctx); err != nil {
		return err
	}
	return bd.operate(ctx, func(ctx context.Context) error {
		open := &closers{}
		defer open.close()
		err := bd.onEach(ctx, stepForwardRegistry, bd.spec.appHosts, func(ctx context.Context, h config.Host) error {
			return open.forward(ctx, forwarder, string(h), layout.LocalPort(bd.cfg.Registry))
		})
		if err != nil {
			return err
		}
		return fn(ctx)
	})
}

func (eng *engine) forwarder() (Forwarder, error) {
	if f, ok := able[Forwarder](eng.remote); ok {
		return f, nil
	}
	return nil, fmt.Errorf("%w: a local registry needs an executor that can forward ports", ErrUsage)
}

// withBuilderRegistry runs fn while a remote builder reaches a local registry.
func (bd Build) withBuilderRegistry(ctx context.Context, b hostcmd.Builder, fn func(context.Context) error) error {
	if !bd.cfg.Registry.Local() || !b.Kind().Elsewhere() {
		return fn(ctx)
	}
	forwarder, err := bd.forwarder()
	if err != nil {
		return err
	}
	host, err := builderHost(bd.cfg.Builder.Remote)
	if err != nil {
		return err
	}
	open := &closers{}
	defer open.close()
	if err := open.forward(ctx, forwarder, host, layout.LocalPort(bd.cfg.Registry)); err != nil {
		return fmt.Errorf("forwarding the local registry to the builder: %w", err)
	}
	return fn(ctx)
}

// reachBuilder makes sure that the host of a remote builder can be reached:
// docker's own errors for that say little.
func (bd Build) reachBuilder(ctx context.Context) error {
	host, err := builderHost(bd.cfg.Builder.Remote)
	if errors.Is(err, ErrUsage) {
		return nil // no ssh endpoint: docker finds its own way
	}
	if err != nil {
		return err
	}
	return bd.send(ctx, config.Host(host), commands.Command("true"))
}

// builderHost gives the host of an ssh:// endpoint, with its user and port where
// they are given.
func builderHost(endpoint string) (string, error) {
	u, err := url.Parse(endpoint)
	if err != nil {
		return "", fmt.Errorf("reading the builder's address: %w", err)
	}
	if u.Scheme != "ssh" || u.Host == "" {
		return "", fmt.Errorf("%w: the builder's address %q is no ssh://USER@HOST", ErrUsage, endpoint)
	}
	if u.User != nil {
		return u.User.Username() + "@" + u.Host, nil
	}
	return u.Host, nil
}

// closers are open forwardings.
type closers struct {
	mu  sync.Mutex
	all []func()
}

// forward opens a forwarding. Its context has to outlive the opening, so only
// that is held to the limit.
func (c *closers) forward(ctx context.Context, f Forwarder, host, port string) error {
	ctx, cancel := context.WithCancelCause(ctx)
	late := time.AfterFunc(forwardLimit, func() {
		cancel(fmt.Errorf("port %s was not forwarded within %s", port, forwardLimit))
	})
	open, err := f.Forward(ctx, host, net.JoinHostPort("127.0.0.1", port), net.JoinHostPort("localhost", port))
	late.Stop()
	if err != nil {
		cancel(nil)
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all = append(c.all, func() {
		_ = open.Close() // the connection goes away with it, whatever it says
		cancel(nil)
	})
	return nil
}

func (c *closers) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, end := range c.all {
		end()
	}
}
