package kamal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// beforeBoot finds out what would make a boot fail or do harm, before anything is
// changed. The last parts go to hosts together with that.
func (c checks) beforeBoot(ctx context.Context, last partsFunc) error {
	if err := c.needs(ctx); err != nil {
		return err
	}
	return c.fleetWith(ctx, last)
}

// needs is the part of beforeBoot that does not look at proxies. The secrets are those
// needed besides what boots need.
func (c checks) needs(ctx context.Context, secrets ...string) error {
	names := secretNames(secrets)
	names.add(c.bootSecrets()...)
	if err := c.checkSecrets(ctx, names); err != nil {
		return err
	}
	return c.envFiles(ctx, c.envFilesOn)
}

// checkBeforeMove is beforeBoot for work that replaces the proxies: what it
// takes away it must be able to boot anew.
func (m mover) checkBeforeMove(ctx context.Context, accessories []*config.Accessory) error {
	names := secretNames(m.deliverySecrets(true))
	names.add(m.bootSecrets()...)
	if err := m.checkSecrets(ctx, names); err != nil {
		return err
	}
	if err := m.checks.envFiles(ctx, m.checks.envFilesOn); err != nil {
		return err
	}
	return m.accessory.check(ctx, accessories...)
}

// beforeSwitch is checkBeforeMove for a switch between the proxies, which
// boots the app anew on hosts of Traefik only.
func (c checks) beforeSwitch(ctx context.Context) error {
	if err := c.checkSecrets(ctx, c.switchSecrets()); err != nil {
		return err
	}
	_, traefik := c.byKind(c.spec.hosts)
	on := c.on(traefik)
	return on.envFiles(ctx, on.envFilesOn)
}

// beforeTraefik is checkBeforeMove for Traefik alone.
func (c checks) beforeTraefik(ctx context.Context) error {
	if err := c.checkSecrets(ctx, c.proxySecrets()); err != nil {
		return err
	}
	return c.envFiles(ctx, c.traefikEnvFile)
}

// check finds out what would make a boot of accessories fail, before
// anything is changed: a reboot takes the old container away first.
func (acc Accessory) check(ctx context.Context, list ...*config.Accessory) error {
	list = acc.accessoriesHere(list)
	if err := acc.checkHere(ctx, list); err != nil {
		return err
	}
	return acc.checks.envFiles(ctx, func(h config.Host) []string {
		var files []string
		for _, a := range list {
			if slices.Contains(a.Hosts, h) {
				files = append(files, layout.AccessoryEnvFile(acc.cfg, a))
			}
		}
		return files
	})
}

// accessoriesHere are those of a list that have a host among the ones asked for.
func (eng *engine) accessoriesHere(list []*config.Accessory) []*config.Accessory {
	return filter(list, func(a *config.Accessory) bool { return len(eng.spec.hostsOf(a.Hosts)) > 0 })
}

// checkHere is the part of check that asks no host: it finds
// secrets and files that are missing before the first accessory is touched.
func (acc Accessory) checkHere(ctx context.Context, list []*config.Accessory) error {
	list = acc.accessoriesHere(list)
	errs := []error{acc.checkSecrets(ctx, acc.accessorySecrets(list))}
	for _, a := range list {
		errs = append(errs, acc.checkLocalFiles(a))
	}
	return errors.Join(errs...)
}

// checkSecrets finds all secrets that are needed and not there: better now
// than after the build.
func (eng *engine) checkSecrets(ctx context.Context, names []string) error {
	var errs []error
	for _, name := range names {
		_, err := eng.cfg.Secrets.Lookup(ctx, name)
		if said := func(e error) bool { return e.Error() == err.Error() }; err != nil && !slices.ContainsFunc(errs, said) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// fleet finds hosts on which the other generation's proxy runs and their
// own does not: they have to be moved first.
func (c checks) fleet(ctx context.Context) error { return c.fleetWith(ctx, nil) }

func (c checks) fleetWith(ctx context.Context, last partsFunc) error {
	f := c.newFleetCheck()
	return f.verdict(c.each(ctx, f.hosts(), func(ctx context.Context, h config.Host) error {
		return c.together(ctx, h, append([]part{f.part(h)}, last.on(ctx, h)...)...)
	}))
}

// fleetCheck is the check of the fleet, for those who have more to ask hosts.
type fleetCheck struct {
	checks
	mu    sync.Mutex
	wrong []config.Host
}

func (c checks) newFleetCheck() *fleetCheck { return &fleetCheck{checks: c} }

func (f *fleetCheck) hosts() []config.Host {
	return filter(f.spec.hosts, func(h config.Host) bool { return slices.Contains(f.spec.appHosts, h) || f.isProxyHost(h) })
}

// part looks at the proxies of a host, and ends the work there if they are wrong.
func (f *fleetCheck) part(h config.Host) part {
	return part{cmd: hostcmd.RightProxy(f.cfg.OnTraefik(h)), ask: func(out string) error {
		f.progress.findProxies(h, hostcmd.ParseProxies(out))
		return nil
	}, failed: func(out string, err error) error {
		if !exited(err) || out == "" {
			return err
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		f.wrong = append(f.wrong, h)
		return errEnough
	}}
}

// verdict is the error of the check, else that of the work that it was done with.
func (f *fleetCheck) verdict(err error) error {
	if len(f.wrong) == 0 {
		return err
	}
	return f.wrongProxy(f.spec.hostsOf(f.wrong))
}

func (c checks) wrongProxy(hosts []config.Host) error {
	return fmt.Errorf("%w: %s on %s: %s", ErrUsage, c.otherProxy(), joinHosts(hosts), c.wayTo(hosts))
}

// otherProxy says which proxy runs where another one should.
func (c checks) otherProxy() string {
	switch c.cfg.Fleet {
	case config.FleetMixed:
		return "the proxy of the other kind runs"
	case config.FleetTraefik:
		return "the configuration wants Traefik, and kamal-proxy runs"
	default:
		return "the configuration wants kamal-proxy, and Traefik runs"
	}
}

// wayTo says how hosts get the proxy that is their own.
func (c checks) wayTo(hosts []config.Host) string {
	names := joinHosts(hosts)
	old := filter(hosts, c.cfg.OnTraefik)
	switch {
	case c.cfg.Fleet == config.FleetTraefik:
		return "go back with `kamal downgrade`"
	case c.cfg.Fleet == config.FleetProxy:
		return "move with `kamal upgrade`, or stay with `traefik: {}` in the configuration"
	case len(old) == 0:
		return fmt.Sprintf("move there first with `kamal proxy reboot -h %s` or `kamal upgrade -h %s`", names, names)
	case len(old) == len(hosts):
		return fmt.Sprintf("go back first with `kamal proxy reboot -h %s` or `kamal downgrade -h %s`", names, names)
	default:
		return fmt.Sprintf("move there first with `kamal proxy reboot -h %s`", names)
	}
}

// envFiles finds env files that are pushed by hand and not there yet, among
// those that are going to be read on each host.
func (c checks) envFiles(ctx context.Context, filesOn func(config.Host) []string) error {
	if c.writesEnv() {
		return nil
	}
	hosts := filter(c.spec.hosts, func(h config.Host) bool { return len(filesOn(h)) > 0 })
	missing, err := gather(ctx, c.engine, hosts, func(ctx context.Context, h config.Host) ([]string, error) {
		out, err := c.ask(ctx, h, hostcmd.Server{Config: c.cfg}.MissingFiles(filesOn(h)...))
		return strings.Fields(out), err
	})
	if err != nil {
		return err
	}
	var errs []error
	for i, h := range hosts {
		for _, file := range missing[i] {
			errs = append(errs, &HostError{h, fmt.Errorf("%w: env file %q is not there: write it with `kamal env push`", ErrUsage, file)})
		}
	}
	return errors.Join(errs...)
}

// envFilesOn are the env files that the boots of a deploy read on a host.
func (c checks) envFilesOn(h config.Host) []string {
	var files []string
	for _, r := range c.spec.RolesOn(h) {
		files = append(files, layout.RoleEnvFile(c.cfg, r))
	}
	return append(files, c.traefikEnvFile(h)...)
}

func (c checks) traefikEnvFile(h config.Host) []string {
	if !c.isTraefikHost(h) {
		return nil
	}
	return []string{layout.TraefikEnvFile(c.cfg)}
}
