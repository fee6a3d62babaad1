package kamal

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/gemversion"
	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

// looks are what was seen on the hosts that answered.
type looks map[config.Host]hostcmd.Findings

// passed are the checks that were made and found nothing, those of hosts on each host
// where they found nothing.
func (d *Deployer) passed(ctx context.Context, found []Finding, seen looks) []Finding {
	var all []Finding
	for _, c := range checksHere {
		right := c.right(d, ctx)
		if right != "" && !slices.ContainsFunc(found, func(f Finding) bool { return f.Check == c.name && len(f.Hosts) == 0 }) {
			all = append(all, Finding{Check: c.name, Found: right})
		}
	}
	for _, c := range checksThere {
		hosts := filter(d.spec.hosts, func(h config.Host) bool {
			f, answered := seen[h]
			return answered && c.looks(d, h, f) &&
				!slices.ContainsFunc(found, func(f Finding) bool { return f.Check == c.name && slices.Contains(f.Hosts, h) })
		})
		if len(hosts) > 0 {
			all = append(all, Finding{Check: c.name, Hosts: hosts, Found: c.right(d, seen.of(hosts))})
		}
	}
	return all
}

func (l looks) of(hosts []config.Host) []hostcmd.Findings {
	var all []hostcmd.Findings
	for _, h := range hosts {
		all = append(all, l[h])
	}
	return all
}

// checksHere are the checks of this machine and the configuration: what each says
// where it finds nothing, or nothing where there is nothing to look at.
var checksHere = []struct {
	name  string
	right func(*Deployer, context.Context) string
}{
	{"template", func(*Deployer, context.Context) string { return "no value is left from a template" }},
	{"dockerfile", (*Deployer).rightDockerfile},
	{"git", (*Deployer).rightGit},
	{"secrets", (*Deployer).rightSecrets},
	{"modes", (*Deployer).rightModes},
	{"local docker", func(*Deployer, context.Context) string { return "docker and its buildx plugin answer here" }},
	{"dns", (*Deployer).rightNames},
	{"open ports", (*Deployer).rightPorts},
	{"agent", (*Deployer).rightAgent},
}

func (d *Deployer) rightDockerfile(context.Context) string {
	if !d.readsDockerfile() {
		return ""
	}
	return d.cfg.Builder.Dockerfile + " is there, and fits"
}

func (d *Deployer) rightGit(context.Context) string {
	v, err := d.cfg.Version()
	switch {
	case err != nil:
		return ""
	case d.cfg.Builder.Context != "" || d.cfg.Git().Root == "":
		return "the version is " + v.Short()
	}
	return "the version is " + v.Short() + ", and all is committed"
}

func (d *Deployer) rightSecrets(context.Context) string {
	switch n := len(d.secretsLookedAt()); n {
	case 0:
		return ""
	case 1:
		return "the secret that is needed is there"
	default:
		return fmt.Sprintf("all %d secrets that are needed are there", n)
	}
}

func (d *Deployer) rightNames(context.Context) string {
	if names := d.lookedUp(); len(names) > 0 {
		return "the servers are what is found under " + strings.Join(names, ", ")
	}
	return ""
}

func (d *Deployer) rightPorts(context.Context) string {
	if len(d.cfg.Accessories) == 0 {
		return ""
	}
	return "no accessory is open to the world"
}

func (d *Deployer) rightAgent(context.Context) string {
	if _, ok := able[Accounts](d.remote); !ok {
		return ""
	}
	return "no host gets the ssh agent here"
}

// checksThere are the checks of hosts: on which they look, and what each says of those
// where it finds nothing.
var checksThere = []struct {
	name  string
	looks func(*Deployer, config.Host, hostcmd.Findings) bool
	right func(*Deployer, []hostcmd.Findings) string
}{
	{"connection", always, justSays("a login works")},
	{"docker", always, func(_ *Deployer, seen []hostcmd.Findings) string {
		return "docker " + oldest(seen, func(f hostcmd.Findings) string { return f.DockerVersion })
	}},
	{"architecture", func(d *Deployer, h config.Host, f hostcmd.Findings) bool {
		return f.Machine.Name != "" && len(d.built()) > 0 && slices.Contains(d.spec.appHosts, h)
	}, func(d *Deployer, _ []hostcmd.Findings) string {
		return "an image for " + strings.Join(d.built(), ", ") + " runs"
	}},
	{"clock", func(_ *Deployer, _ config.Host, f hostcmd.Findings) bool { return !f.Machine.Clock.IsZero() }, justSays("the clock is right")},
	{"disk", func(_ *Deployer, _ config.Host, f hostcmd.Findings) bool { return ready(f) && f.FreeKiB >= 0 }, rightDisk},
	{"proxy", func(d *Deployer, h config.Host, f hostcmd.Findings) bool { return ready(f) && d.ownProxy(h, f) != "" }, rightProxy},
	{"ports", func(d *Deployer, h config.Host, f hostcmd.Findings) bool {
		return ready(f) && (d.isProxyHost(h) || d.isTraefikHost(h)) && d.ownProxy(h, f) == "" && len(f.Ports) == 0
	}, justSays("ports 80 and 443 are free")},
	{"modes", func(_ *Deployer, _ config.Host, f hostcmd.Findings) bool { return ready(f) }, justSays("the run directory is closed to other accounts")},
	{"lock", func(d *Deployer, h config.Host, f hostcmd.Findings) bool { return ready(f) && h == d.spec.primaryHost }, justSays("the deploy lock is free")},
}

func always(*Deployer, config.Host, hostcmd.Findings) bool { return true }

func ready(f hostcmd.Findings) bool { return f.Docker == hostcmd.DockerReady }

func justSays(text string) func(*Deployer, []hostcmd.Findings) string {
	return func(*Deployer, []hostcmd.Findings) string { return text }
}

// ownProxy is the image of the proxy that runs where it should.
func (d *Deployer) ownProxy(h config.Host, f hostcmd.Findings) string {
	switch {
	case d.cfg.OnTraefik(h) && d.isTraefikHost(h):
		return f.Proxies.Traefik
	case d.isProxyHost(h):
		return f.Proxies.KamalProxy
	}
	return ""
}

func rightDisk(_ *Deployer, seen []hostcmd.Findings) string {
	least := seen[0].FreeKiB
	for _, f := range seen {
		least = min(least, f.FreeKiB)
	}
	return fmt.Sprintf("%d GiB or more are free", least>>20)
}

func rightProxy(_ *Deployer, seen []hostcmd.Findings) string {
	own := filter(seen, func(f hostcmd.Findings) bool { return f.Proxies.KamalProxy != "" })
	if len(own) == 0 {
		return "Traefik runs"
	}
	return strings.TrimSpace("kamal-proxy "+oldest(own, func(f hostcmd.Findings) string { return f.Proxies.Version() })) + " runs"
}

// oldest is the version that all have, or the oldest of several.
func oldest(seen []hostcmd.Findings, version func(hostcmd.Findings) string) string {
	first, several := version(seen[0]), false
	for _, f := range seen[1:] {
		v := version(f)
		several = several || v != first
		if gemversion.Compare(v, first) < 0 {
			first = v
		}
	}
	if several {
		return first + " or newer"
	}
	return first
}
