package kamal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// checkBeforeBoot finds out what would make a boot fail or do harm, before
// anything is changed. The secrets are those needed besides what boots need.
func (d *Deployer) checkBeforeBoot(ctx context.Context, secrets ...string) error {
	names := secretNames(secrets)
	names.add(d.bootSecrets()...)
	if err := d.checkSecrets(ctx, names); err != nil {
		return err
	}
	if err := d.checkFleet(ctx); err != nil {
		return err
	}
	return d.checkEnvFiles(ctx, d.envFilesOn)
}

// checkBeforeMove is checkBeforeBoot for work that replaces the proxies: what it
// takes away it must be able to boot anew.
func (d *Deployer) checkBeforeMove(ctx context.Context, accessories []*config.Accessory) error {
	names := secretNames(d.deliverySecrets(true))
	names.add(d.bootSecrets()...)
	if err := d.checkSecrets(ctx, names); err != nil {
		return err
	}
	if err := d.checkEnvFiles(ctx, d.envFilesOn); err != nil {
		return err
	}
	return d.checkAccessories(ctx, accessories...)
}

// checkBeforeSwitch is checkBeforeMove for a switch between the proxies, which
// boots the app anew on hosts of Traefik only.
func (d *Deployer) checkBeforeSwitch(ctx context.Context) error {
	if err := d.checkSecrets(ctx, d.switchSecrets()); err != nil {
		return err
	}
	_, traefik := d.byKind(d.spec.Hosts)
	on := d.on(traefik)
	return on.checkEnvFiles(ctx, on.envFilesOn)
}

// checkTraefik is checkBeforeMove for Traefik alone.
func (d *Deployer) checkTraefik(ctx context.Context) error {
	if err := d.checkSecrets(ctx, d.proxySecrets()); err != nil {
		return err
	}
	return d.checkEnvFiles(ctx, d.traefikEnvFile)
}

// checkAccessories finds out what would make a boot of accessories fail, before
// anything is changed: a reboot takes the old container away first.
func (d *Deployer) checkAccessories(ctx context.Context, list ...*config.Accessory) error {
	list = d.accessoriesHere(list)
	if err := d.checkAccessoriesHere(ctx, list); err != nil {
		return err
	}
	return d.checkEnvFiles(ctx, func(h config.Host) []string {
		var files []string
		for _, a := range list {
			if a.RunsOn(h) {
				files = append(files, a.EnvFile())
			}
		}
		return files
	})
}

// accessoriesHere are those of a list that have a host among the ones asked for.
func (d *Deployer) accessoriesHere(list []*config.Accessory) []*config.Accessory {
	return filter(list, func(a *config.Accessory) bool { return len(d.spec.HostsOf(a.Hosts)) > 0 })
}

// checkAccessoriesHere is the part of checkAccessories that asks no host: it finds
// secrets and files that are missing before the first accessory is touched.
func (d *Deployer) checkAccessoriesHere(ctx context.Context, list []*config.Accessory) error {
	list = d.accessoriesHere(list)
	errs := []error{d.checkSecrets(ctx, d.accessorySecrets(list))}
	for _, a := range list {
		errs = append(errs, d.checkLocalFiles(a))
	}
	return errors.Join(errs...)
}

// checkSecrets finds all secrets that are needed and not there: better now
// than after the build.
func (d *Deployer) checkSecrets(ctx context.Context, names []string) error {
	var errs []error
	for _, name := range names {
		_, err := d.cfg.Secrets.Lookup(ctx, name)
		if said := func(e error) bool { return e.Error() == err.Error() }; err != nil && !slices.ContainsFunc(errs, said) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// checkFleet finds hosts on which the other generation's proxy runs and their
// own does not: they have to be moved first.
func (d *Deployer) checkFleet(ctx context.Context) error {
	hosts := filter(d.spec.Hosts, func(h config.Host) bool {
		return slices.Contains(d.spec.AppHosts, h) || d.isProxyHost(h)
	})
	var wrong []config.Host
	found, err := gather(ctx, d, hosts, func(ctx context.Context, h config.Host) (commands.Proxies, error) {
		out, err := d.ask(ctx, h, commands.RunningProxies())
		return commands.ParseProxies(out), err
	})
	if err != nil {
		return err
	}
	for i, h := range hosts {
		own, other := found[i].KamalProxy, found[i].Traefik
		if d.cfg.OnTraefik(h) {
			own, other = other, own
		}
		if own == "" && other != "" {
			wrong = append(wrong, h)
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return d.wrongProxy(wrong)
}

func (d *Deployer) wrongProxy(hosts []config.Host) error {
	return fmt.Errorf("%w: %s on %s: %s", ErrUsage, d.otherProxy(), joinHosts(hosts), d.wayTo(hosts))
}

// otherProxy says which proxy runs where another one should.
func (d *Deployer) otherProxy() string {
	switch d.cfg.Fleet.Kind {
	case config.FleetMixed:
		return "the proxy of the other kind runs"
	case config.FleetTraefik:
		return "the configuration wants Traefik, and kamal-proxy runs"
	default:
		return "the configuration wants kamal-proxy, and Traefik runs"
	}
}

// wayTo says how hosts get the proxy that is their own.
func (d *Deployer) wayTo(hosts []config.Host) string {
	names := joinHosts(hosts)
	old := filter(hosts, d.cfg.OnTraefik)
	switch {
	case d.cfg.Fleet.Kind == config.FleetTraefik:
		return "go back with `kamal downgrade`"
	case d.cfg.Fleet.Kind == config.FleetProxy:
		return "move with `kamal upgrade`, or stay with `traefik: {}` in the configuration"
	case len(old) == 0:
		return fmt.Sprintf("move there first with `kamal proxy reboot -h %s` or `kamal upgrade -h %s`", names, names)
	case len(old) == len(hosts):
		return fmt.Sprintf("go back first with `kamal proxy reboot -h %s` or `kamal downgrade -h %s`", names, names)
	default:
		return fmt.Sprintf("move there first with `kamal proxy reboot -h %s`", names)
	}
}

// checkEnvFiles finds env files that are pushed by hand and not there yet, among
// those that are going to be read on each host.
func (d *Deployer) checkEnvFiles(ctx context.Context, filesOn func(config.Host) []string) error {
	if d.writesEnv() {
		return nil
	}
	hosts := filter(d.spec.Hosts, func(h config.Host) bool { return len(filesOn(h)) > 0 })
	missing, err := gather(ctx, d, hosts, func(ctx context.Context, h config.Host) ([]string, error) {
		out, err := d.ask(ctx, h, commands.Server{Config: d.cfg}.MissingFiles(filesOn(h)...))
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
func (d *Deployer) envFilesOn(h config.Host) []string {
	var files []string
	for _, r := range d.spec.RolesOn(h) {
		files = append(files, r.EnvFile())
	}
	return append(files, d.traefikEnvFile(h)...)
}

func (d *Deployer) traefikEnvFile(h config.Host) []string {
	if !d.isTraefikHost(h) {
		return nil
	}
	return []string{d.traefikCommands().EnvFile()}
}
