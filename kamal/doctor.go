package kamal

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

// lowDisk is the room that a host should have at least, in KiB.
const lowDisk = 1 << 20

// Finding is something that would make a deploy fail, or may.
type Finding struct {
	// Host is empty when it is about this machine or the configuration.
	Host config.Host
	// Problem says what is wrong, Fix what to do about it.
	Problem, Fix string
	// Serious says that a deploy would fail; otherwise it may still work.
	Serious bool
}

// Doctor looks for what would make a deploy fail, everywhere at once and without
// changing anything: secrets, this machine's docker, and on every host whether it
// can be reached, docker answers, there is room on the disk, the proxy is of the
// right kind and new enough, its ports are free, and the lock is not held. It also
// tells what is open to more than need it: files with secrets, accessories' ports,
// and the ssh agent here; and how to save logins that take long. The findings are in the order of the hosts.
func (d *Deployer) Doctor(ctx context.Context) ([]Finding, error) {
	findings := d.missingSecrets(ctx)
	if err := d.checkLocalDocker(ctx); err != nil {
		findings = append(findings, Finding{Problem: err.Error(), Fix: "install docker and its buildx plugin here, or deploy with --skip-push", Serious: true})
	}
	if err := d.connect(ctx); err != nil {
		return findings, err
	}
	findings = append(findings, d.exposed(ctx)...)
	perHost := make([][]Finding, len(d.spec.hosts))
	_ = d.operate(ctx, func(ctx context.Context) error {
		return allIndexed(d.spec.hosts, func(i int, h config.Host) error { // what fails on a host is a finding
			perHost[i] = d.examine(ctx, h)
			return nil
		})
	})
	findings = append(findings, flatten(perHost)...)
	return append(findings, d.slowLogins(ctx)...), ctx.Err()
}

// examine looks one host over.
func (d *Deployer) examine(ctx context.Context, h config.Host) []Finding {
	out, err := d.ask(ctx, h, hostcmd.Probe{Config: d.cfg, Host: h}.Look())
	if err != nil {
		return []Finding{{Host: h, Problem: err.Error(), Fix: fmt.Sprintf("see whether `ssh %s` works", h), Serious: true}}
	}
	f := hostcmd.ParseProbe(out)
	if f.Docker != hostcmd.DockerReady {
		return []Finding{d.examineDocker(ctx, h, f.Docker)}
	}
	findings := append(d.examineProxy(h, f), examineModes(h, f)...)
	if f.FreeKiB >= 0 && f.FreeKiB < lowDisk {
		findings = append(findings, Finding{Host: h, Problem: fmt.Sprintf("only %d MiB are free on its disk", f.FreeKiB>>10), Fix: "kamal prune all, or make room"})
	}
	if h != d.spec.primaryHost {
		return findings
	}
	if lock, err := d.lock.Status(ctx); err == nil && lock.Held {
		findings = append(findings, Finding{Host: h, Problem: "the deploy lock is held:\n" + lock.Details, Fix: "wait for it, or kamal lock release", Serious: true})
	}
	return findings
}

// examineDocker says what to do about a docker that can't be used: a bootstrap does
// it where the account may.
func (d *Deployer) examineDocker(ctx context.Context, h config.Host, state hostcmd.DockerState) Finding {
	found := Finding{Host: h, Problem: state.String(), Fix: "kamal server bootstrap", Serious: true}
	a, err := d.server.account(ctx, h)
	if err == nil && !a.MayBeRoot() {
		found.Fix = wayOut(a)
	}
	return found
}

func (d *Deployer) examineProxy(h config.Host, f hostcmd.Findings) []Finding {
	own, other := f.Proxies.KamalProxy, f.Proxies.Traefik
	if d.cfg.OnTraefik(h) {
		own, other = other, own
	}
	switch {
	case !d.isProxyHost(h) && !d.isTraefikHost(h):
		return nil
	case own == "" && other != "":
		return []Finding{{Host: h, Problem: d.checks.otherProxy(), Fix: d.checks.wayTo([]config.Host{h}), Serious: true}}
	case own == "" && len(f.Ports) > 0:
		return []Finding{{
			Host: h, Problem: "somebody listens on port " + strings.Join(slices.Compact(f.Ports), " and port ") + ", and no proxy runs",
			Fix: "stop it, or set other ports in proxy.run", Serious: true,
		}}
	case tooOld(f.Proxies.Version()):
		return []Finding{{
			Host: h, Problem: fmt.Sprintf("kamal-proxy %s runs, and at least %s is needed", f.Proxies.Version(), config.DefaultProxyVersion),
			Fix: "kamal proxy reboot", Serious: true,
		}}
	}
	return nil
}

// missingSecrets are the secrets that the configuration uses and nobody has. Those
// that a deploy does without, such as an accessory's, would make a setup fail.
func (d *Deployer) missingSecrets(ctx context.Context) []Finding {
	var findings []Finding
	deploy := secretNames(d.deliverySecrets(false))
	deploy.add(d.bootSecrets()...)
	for _, n := range d.cfg.Needs() {
		if n.Pushed && !slices.Contains(deploy, n.Secret) {
			continue
		}
		_, err := d.cfg.Secrets.Lookup(ctx, n.Secret)
		if said := func(f Finding) bool { return f.Problem == err.Error() }; err != nil && !slices.ContainsFunc(findings, said) {
			findings = append(findings, Finding{
				Problem: err.Error(), Fix: fmt.Sprintf("see to it in %s: %s needs it", d.cfg.SecretsPath, strings.Join(n.By, ", ")),
				Serious: slices.Contains(deploy, n.Secret),
			})
		}
	}
	return findings
}
