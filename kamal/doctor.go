package kamal

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kamal-go/kamal/internal/defaults"
	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

// lowDisk is the room that a host should have at least, in KiB.
const lowDisk = 1 << 20

// Finding is something that would make a deploy fail, or may, or that a check was made
// and all is right.
type Finding struct {
	// Check is the name of the check that has found it, as "disk".
	Check string
	// Hosts are those that it is about; none when it is about this machine or the
	// configuration.
	Hosts []config.Host
	// Problem says what is wrong, Fix what to do about it. Both are empty where the
	// check has passed.
	Problem, Fix string
	// Fatal says that a deploy would fail for the problem; with any other it may work
	// all the same.
	Fatal bool
	// Found says what is right, where the check has passed.
	Found string
}

// Doctor looks for what would make a deploy fail, everywhere at once and without
// changing anything: values left from a template, secrets, the Dockerfile and its
// ports, git, names of TLS hosts, this machine's docker, and on every host whether it
// can be reached, docker answers, there is room on the disk, its architecture is
// built for, its clock is right, the proxy is of the right kind and new enough, its
// ports are free, and the lock is not held. It also tells what is open to more than
// need it: files with secrets, accessories' ports, and the ssh agent here; and how to
// save logins that take long.
//
// First come the checks that have passed, then what is wrong, in the order of the hosts;
// hosts with the same finding are told together. The error is that of hook pre-connect,
// or of the context; what was found until then comes with it.
func (d *Deployer) Doctor(ctx context.Context) ([]Finding, error) {
	if err := d.orZero().made(); err != nil {
		return nil, err
	}
	wrong := slices.Concat(d.project(ctx), d.missingSecrets(ctx), d.examineLocalDocker(ctx))
	if err := d.connect(ctx); err != nil {
		return d.weighed(wrong), err
	}
	wrong = slices.Concat(wrong, d.names(ctx), d.exposed(ctx))
	seen := looks{}
	wrong = d.weighed(slices.Concat(wrong, d.examineHosts(ctx, seen), d.slowLogins(ctx)))
	return append(d.passed(ctx, wrong, seen), wrong...), ctx.Err()
}

// examineHosts looks all hosts over at once; seen gets what those that answer are like.
func (d *Deployer) examineHosts(ctx context.Context, seen looks) []Finding {
	perHost := make([][]Finding, len(d.spec.hosts))
	machines := d.newMachines()
	var mu sync.Mutex
	_ = d.operate(ctx, func(ctx context.Context) error {
		return allIndexed(d.spec.hosts, func(i int, h config.Host) error { // what fails on a host is a finding
			asked := time.Now()
			out, err := d.ask(ctx, h, hostcmd.Probe{Config: d.cfg, Host: h}.Look())
			if err != nil {
				perHost[i] = []Finding{{Check: "connection", Hosts: []config.Host{h}, Problem: err.Error(), Fix: "log in by hand: " + d.sshLine(ctx, h), Fatal: true}}
				return nil
			}
			f := hostcmd.ParseProbe(out)
			machines.note(h, f.Machine, asked, time.Now())
			mu.Lock()
			seen[h] = f
			mu.Unlock()
			perHost[i] = d.examine(ctx, h, f)
			return nil
		})
	})
	return append(flatten(perHost), machines.findings()...)
}

// examine says what is wrong with one host.
func (d *Deployer) examine(ctx context.Context, h config.Host, f hostcmd.Findings) []Finding {
	if f.Docker != hostcmd.DockerReady {
		return []Finding{d.examineDocker(ctx, h, f.Docker)}
	}
	findings := append(d.examineProxy(h, f), examineModes(h, f)...)
	if f.FreeKiB >= 0 && f.FreeKiB < lowDisk {
		findings = append(findings, Finding{Check: "disk", Hosts: []config.Host{h}, Problem: fmt.Sprintf("only %d MiB are free on the disk", f.FreeKiB>>10), Fix: "make room there: kamal prune all" + there})
	}
	if h != d.spec.primaryHost {
		return findings
	}
	return append(findings, d.examineLock(ctx, h)...)
}

func (d *Deployer) examineLock(ctx context.Context, h config.Host) []Finding {
	found := Finding{Check: "lock", Hosts: []config.Host{h}}
	switch lock, err := d.lock.Status(ctx); {
	case err != nil:
		found.Problem, found.Fix = err.Error(), "who holds it: kamal lock status"
	case lock.Held:
		found.Fatal, found.Problem = true, "the deploy lock is held:\n"+lock.Details
		found.Fix = "wait for it: kamal deploy --lock-wait\nor, if nobody deploys any more, give it back: kamal lock release"
	default:
		return nil
	}
	return []Finding{found}
}

// examineDocker says what to do about a docker that can't be used: a bootstrap does
// it where the account may.
func (d *Deployer) examineDocker(ctx context.Context, h config.Host, state hostcmd.DockerState) Finding {
	found := Finding{Check: "docker", Hosts: []config.Host{h}, Problem: state.String(), Fix: "let kamal see to it: kamal server bootstrap" + there, Fatal: true}
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
		return []Finding{{Check: "proxy", Hosts: []config.Host{h}, Problem: d.checks.otherProxy(), Fix: d.checks.wayTo([]config.Host{h}), Fatal: true}}
	case own == "" && len(f.Ports) > 0:
		return []Finding{{
			Check: "ports", Hosts: []config.Host{h}, Problem: "somebody listens on port " + strings.Join(slices.Compact(f.Ports), " and port ") + ", and no proxy runs",
			Fix: "stop it, or set other ports in proxy/run; what it is: kamal server exec" + there + " " + escape.Quote("docker ps; ss -ltnp"), Fatal: true,
		}}
	case tooOld(f.Proxies.Version()):
		return []Finding{{
			Check: "proxy", Hosts: []config.Host{h}, Problem: fmt.Sprintf("kamal-proxy %s runs, and at least %s is needed", f.Proxies.Version(), defaults.ProxyVersion),
			Fix: "start the newer one, which interrupts requests for a moment: kamal proxy reboot" + there, Fatal: true,
		}}
	}
	return nil
}

// missingSecrets are the secrets that the configuration uses and nobody has. Those
// that a deploy does without, such as an accessory's, would make a setup fail.
func (d *Deployer) missingSecrets(ctx context.Context) []Finding {
	var findings []Finding
	for _, n := range d.secretsLookedAt() {
		_, err := d.cfg.Secrets.Lookup(ctx, n.Secret)
		if said := func(f Finding) bool { return f.Problem == err.Error() }; err != nil && !slices.ContainsFunc(findings, said) {
			findings = append(findings, Finding{
				Check: "secrets", Fatal: slices.Contains(d.deploySecrets(), n.Secret),
				Problem: err.Error(), Fix: fmt.Sprintf("%s needs it; write it in %s, then: kamal secrets check", strings.Join(n.By, ", "), d.cfg.SecretsPath),
			})
		}
	}
	return findings
}

func (d *Deployer) deploySecrets() secretNames {
	names := secretNames(d.deliverySecrets(false))
	names.add(d.bootSecrets()...)
	return names
}

// secretsLookedAt are all but those that were pushed by hand.
func (d *Deployer) secretsLookedAt() []config.Need {
	deploy := d.deploySecrets()
	return filter(d.cfg.Needs(), func(n config.Need) bool { return !n.Pushed || slices.Contains(deploy, n.Secret) })
}
