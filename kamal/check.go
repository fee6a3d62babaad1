package kamal

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// checkBeforeBoot finds out what would make a boot fail or do harm, before
// anything is changed.
func (d *Deployer) checkBeforeBoot(ctx context.Context) error {
	if err := d.checkSecrets(ctx); err != nil {
		return err
	}
	if err := d.checkFleet(ctx); err != nil {
		return err
	}
	return d.checkEnvFiles(ctx)
}

// checkSecrets finds all secrets that are needed and not there: better now
// than after the build.
func (d *Deployer) checkSecrets(ctx context.Context) error {
	var errs []error
	for _, name := range d.neededSecrets() {
		_, err := d.cfg.Secrets.Lookup(ctx, name)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// checkFleet finds hosts on which the other generation's proxy runs and their
// own does not: they have to be moved first.
func (d *Deployer) checkFleet(ctx context.Context) error {
	var wrong []config.Host
	found, err := gather(ctx, d, d.spec.AppHosts, func(ctx context.Context, h config.Host) (commands.Proxies, error) {
		out, err := d.ask(ctx, h, commands.RunningProxies())
		return commands.ParseProxies(out), err
	})
	if err != nil {
		return err
	}
	for i, h := range d.spec.AppHosts {
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

// checkEnvFiles finds env files that are pushed by hand and not there yet.
func (d *Deployer) checkEnvFiles(ctx context.Context) error {
	if d.cfg.EnvPush != config.EnvPushManual {
		return nil
	}
	missing, err := gather(ctx, d, d.spec.AppHosts, func(ctx context.Context, h config.Host) ([]string, error) {
		out, err := d.ask(ctx, h, commands.Server{Config: d.cfg}.MissingFiles(d.envFilesOn(h)...))
		return strings.Fields(out), err
	})
	if err != nil {
		return err
	}
	var errs []error
	for i, h := range d.spec.AppHosts {
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
	if d.isTraefikHost(h) {
		files = append(files, commands.Traefik{Config: d.cfg}.EnvFile())
	}
	return files
}
