package kamal

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

// lowDisk is the room that a host should have at least, in KiB.
const lowDisk = 1 << 20

// Severity is how bad a [Finding] is.
type Severity string

// All severities.
const (
	// Warned: a deploy may work all the same.
	Warned Severity = "warning"
	// Failed: a deploy would fail.
	Failed Severity = "failed"
)

// Finding is something that would make a deploy fail, or may.
type Finding struct {
	// Check is the name of the check that has found it, as "disk".
	Check string
	// Hosts are those that it is about; none when it is about this machine or the
	// configuration.
	Hosts []config.Host
	// Outcome is [Warned] or [Failed].
	Outcome Severity
	// Problem says what is wrong, Fix what to do about it.
	Problem, Fix string
}

// Doctor looks for what would make a deploy fail, everywhere at once and without
// changing anything: values left from a template, secrets, the Dockerfile and its
// ports, git, names of TLS hosts, this machine's docker, and on every host whether it
// can be reached, docker answers, there is room on the disk, its architecture is
// built for, its clock is right, the proxy is of the right kind and new enough, its
// ports are free, and the lock is not held. It also
// tells what is open to more than need it: files with secrets, accessories' ports,
// and the ssh agent here; and how to save logins that take long. The findings
// are in the order of the hosts; hosts with the same one are told together.
func (d *Deployer) Doctor(ctx context.Context) ([]Finding, error) {
	findings := append(d.project(ctx), d.missingSecrets(ctx)...)
	if err := d.checkLocalDocker(ctx); err != nil {
		findings = append(findings, Finding{Check: "local docker", Problem: err.Error(), Fix: "install docker and its buildx plugin here, or leave the build out: kamal deploy --skip-push", Outcome: Failed})
	}
	if err := d.connect(ctx); err != nil {
		return findings, err
	}
	findings = append(findings, d.names(ctx)...)
	findings = append(findings, d.exposed(ctx)...)
	perHost := make([][]Finding, len(d.spec.hosts))
	machines := d.newMachines()
	_ = d.operate(ctx, func(ctx context.Context) error {
		return allIndexed(d.spec.hosts, func(i int, h config.Host) error { // what fails on a host is a finding
			perHost[i] = d.examine(ctx, h, machines)
			return nil
		})
	})
	findings = slices.Concat(findings, flatten(perHost), machines.findings())
	findings = folded(append(findings, d.slowLogins(ctx)...))
	for i, f := range findings {
		findings[i].Outcome = cmp.Or(f.Outcome, Warned)
	}
	return findings, ctx.Err()
}

// examine looks one host over.
func (d *Deployer) examine(ctx context.Context, h config.Host, machines *machines) []Finding {
	asked := time.Now()
	out, err := d.ask(ctx, h, hostcmd.Probe{Config: d.cfg, Host: h}.Look())
	if err != nil {
		return []Finding{{Check: "connection", Hosts: []config.Host{h}, Problem: err.Error(), Fix: "log in by hand: " + d.sshLine(ctx, h), Outcome: Failed}}
	}
	f := hostcmd.ParseProbe(out)
	machines.note(h, f.Machine, asked, time.Now())
	if f.Docker != hostcmd.DockerReady {
		return []Finding{d.examineDocker(ctx, h, f.Docker)}
	}
	findings := append(d.examineProxy(h, f), examineModes(h, f)...)
	if f.FreeKiB >= 0 && f.FreeKiB < lowDisk {
		findings = append(findings, Finding{Check: "disk", Hosts: []config.Host{h}, Problem: fmt.Sprintf("only %d MiB are free on its disk", f.FreeKiB>>10), Fix: "make room there: kamal prune all"})
	}
	if h != d.spec.primaryHost {
		return findings
	}
	if lock, err := d.lock.Status(ctx); err == nil && lock.Held {
		findings = append(findings, Finding{Check: "lock", Hosts: []config.Host{h}, Problem: "the deploy lock is held:\n" + lock.Details, Fix: "wait for it, or kamal lock release", Outcome: Failed})
	}
	return findings
}

// examineDocker says what to do about a docker that can't be used: a bootstrap does
// it where the account may.
func (d *Deployer) examineDocker(ctx context.Context, h config.Host, state hostcmd.DockerState) Finding {
	found := Finding{Check: "docker", Hosts: []config.Host{h}, Problem: state.String(), Fix: "kamal server bootstrap", Outcome: Failed}
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
		return []Finding{{Check: "proxy", Hosts: []config.Host{h}, Problem: d.checks.otherProxy(), Fix: d.checks.wayTo([]config.Host{h}), Outcome: Failed}}
	case own == "" && len(f.Ports) > 0:
		return []Finding{{
			Check: "ports", Hosts: []config.Host{h}, Problem: "somebody listens on port " + strings.Join(slices.Compact(f.Ports), " and port ") + ", and no proxy runs",
			Fix: "stop it, or set other ports in proxy.run", Outcome: Failed,
		}}
	case tooOld(f.Proxies.Version()):
		return []Finding{{
			Check: "proxy", Hosts: []config.Host{h}, Problem: fmt.Sprintf("kamal-proxy %s runs, and at least %s is needed", f.Proxies.Version(), config.DefaultProxyVersion),
			Fix: "kamal proxy reboot", Outcome: Failed,
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
			outcome := Warned
			if slices.Contains(deploy, n.Secret) {
				outcome = Failed
			}
			findings = append(findings, Finding{
				Check: "secrets", Outcome: outcome,
				Problem: err.Error(), Fix: fmt.Sprintf("see to it in %s: %s needs it", d.cfg.SecretsPath, strings.Join(n.By, ", ")),
			})
		}
	}
	return findings
}
