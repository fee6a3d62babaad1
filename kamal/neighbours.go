package kamal

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

// confirm asks whether hosts may get the proxy that is their own. Before it tells
// which running containers of other services nobody will send requests to any more.
func (nb neighbours) confirm(ctx context.Context, o RebootOptions, hosts []config.Host) error {
	if o.Confirm == nil {
		return nil
	}
	err := nb.operate(ctx, func(ctx context.Context) error {
		left, err := gather(ctx, nb.engine, hosts, nb.leftOn)
		if err != nil {
			return err
		}
		for i, names := range left {
			if len(names) > 0 {
				nb.emit(ctx, hosts[i], Warning{Text: nb.mask("other services lose their proxy: " + strings.Join(names, ", "))})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return o.confirm(ctx, hosts)
}

func (nb neighbours) leftOn(ctx context.Context, h config.Host) ([]string, error) {
	out, err := nb.ask(ctx, h, hostcmd.Neighbours())
	var names []string
	for _, n := range hostcmd.ParseNeighbours(out) {
		left := n.Traefik && !nb.cfg.OnTraefik(h) || n.KamalProxy && nb.cfg.OnTraefik(h)
		if left && !nb.isOurs(n) {
			names = append(names, n.Name)
		}
	}
	return names, err
}

// othersBehind says who else than this service is behind the proxies of a host,
// kamal-proxy or Traefik or both; empty when nobody is. kamal-proxy is asked what
// it serves, unless the host has no container of anybody else. Where that can't
// be found out, it says so: a proxy in doubt stays.
func (nb neighbours) othersBehind(ctx context.Context, h config.Host, kamalProxy, traefik bool) (string, error) {
	out, err := nb.ask(ctx, h, hostcmd.AllNeighbours())
	if err != nil {
		return "", err
	}
	own, err := nb.ask(ctx, h, hostcmd.Traces{Config: nb.cfg, Host: h}.Containers())
	if err != nil {
		return "", err
	}
	ours := strings.Fields(own)
	others := filter(hostcmd.ParseNeighbours(out), func(n hostcmd.Neighbour) bool {
		return !slices.Contains(ours, n.Name) && !nb.isOurs(n)
	})
	var names []string
	if traefik {
		for _, n := range others {
			if n.Traefik {
				names = append(names, n.Name)
			}
		}
	}
	if kamalProxy {
		served, err := nb.othersServed(ctx, h, len(others) > 0)
		if err != nil {
			return "", err
		}
		names = append(names, served...)
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", "), nil
}

// othersServed names the other services that share files with kamal-proxy, or
// that it serves.
func (nb neighbours) othersServed(ctx context.Context, h config.Host, ask bool) ([]string, error) {
	out, err := nb.ask(ctx, h, nb.proxyCommands(h).OtherApps())
	names := strings.Fields(out)
	if err != nil || !ask {
		return names, err
	}
	out, err = nb.do(ctx, call{host: h, cmd: hostcmd.ProxyServices(), optional: true, keep: keepAll})
	if failed, ok := errors.AsType[*CommandError](err); ok && strings.Contains(failed.Stderr, noSuchContainer) {
		return names, nil
	}
	if err != nil && !exited(err) {
		return nil, err
	}
	services, ok := hostcmd.ParseProxyList(out)
	if err != nil || !ok {
		return append(names, unknownServices), nil
	}
	for _, s := range services {
		if !nb.isOurService(s.Name) {
			names = append(names, s.Name)
		}
	}
	return names, nil
}

// noSuchContainer is what docker says of a container that is not there.
const noSuchContainer = "No such container"

// unknownServices stands for what a proxy serves that does not say it.
const unknownServices = "(it does not say what it serves)"

// isOurService reports whether kamal-proxy serves a role or an accessory of this
// service by this name.
func (nb neighbours) isOurService(name string) bool {
	return slices.ContainsFunc(nb.cfg.Roles, func(r *config.Role) bool { return r.ContainerPrefix == name }) ||
		slices.ContainsFunc(nb.cfg.Accessories, func(a *config.Accessory) bool { return a.ContainerName == name })
}

// isOurs reports whether a container is one of this service's: of the app, in this
// destination, or of an accessory.
func (nb neighbours) isOurs(n hostcmd.Neighbour) bool {
	return n.Service == nb.cfg.Service && n.Destination == nb.cfg.Destination ||
		slices.ContainsFunc(nb.cfg.Accessories, func(a *config.Accessory) bool { return a.ContainerName == n.Name })
}
