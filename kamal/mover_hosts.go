package kamal

import (
	"errors"
	"fmt"

	"github.com/kamal-go/kamal/kamal/config"
)

// wrongKind says why a host of a mixed fleet can't go in a direction, and none
// why there is no host that can.
func (dir direction) wrongKind() (one, none string) {
	if dir.traefik {
		return "proxy/hosts in the configuration marks it for kamal-proxy: take it off first",
			"proxy/hosts in the configuration marks all of them for kamal-proxy: take off those to move"
	}
	return "proxy/hosts in the configuration does not mark it for kamal-proxy: add it first",
		"proxy/hosts in the configuration marks none of them for kamal-proxy: add those to move"
}

// movable gives the hosts that go in a direction. A host of the other kind
// that was asked for by name, or none of the right kind at all, is an error.
func (eng *engine) movable(dir direction, command string) ([]config.Host, error) {
	if err := eng.made(); err != nil {
		return nil, err
	}
	right := func(h config.Host) bool { return eng.cfg.OnTraefik(h) == dir.traefik }
	switch {
	case dir.traefik && eng.cfg.Fleet == config.FleetProxy:
		return nil, fmt.Errorf("%w: `kamal %s` in a configuration for kamal-proxy: add `traefik: {}` first", ErrUsage, command)
	case !dir.traefik && eng.cfg.Fleet == config.FleetTraefik:
		return nil, fmt.Errorf("%w: `kamal %s` in a configuration for Traefik: remove `traefik:`, or mark hosts with `proxy: {enabled: true, hosts: [...]}`, first", ErrUsage, command)
	}
	one, none := dir.wrongKind()
	var errs []error
	for _, h := range eng.spec.askedHosts {
		if !right(h) {
			errs = append(errs, &HostError{h, fmt.Errorf("%w: `kamal %s`: %s", ErrUsage, command, one)})
		}
	}
	hosts := filter(eng.spec.hosts, right)
	if len(hosts) == 0 && len(errs) == 0 {
		errs = append(errs, fmt.Errorf("%w: `kamal %s`: %s", ErrUsage, command, none))
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return hosts, nil
}
