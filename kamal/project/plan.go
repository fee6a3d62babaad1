package project

import (
	"context"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/rehearsal"
	"github.com/kamal-go/kamal/kamal/config"
)

// Plan is what a dry run has come to so far.
type Plan struct {
	Service string `json:"service"`
	// From are the versions of the app that run now on the hosts where its containers
	// change, and To those that will.
	From []config.Version `json:"from"`
	To   []config.Version `json:"to"`
	// Hosts are those hosts, by the name of the role.
	Hosts map[string][]config.Host `json:"hosts"`
	// Changes are all changes, hosts that are alike together: those of roles first, the
	// primary one at the top, then of accessories, of proxies and of images.
	Changes []Change `json:"changes"`
	// Commands are all commands, in order.
	Commands []PlannedCommand `json:"commands"`
	// Transcript is each command, host by host.
	Transcript string `json:"-"`
}

// Change is what becomes of one thing on some hosts.
type Change struct {
	Hosts []config.Host `json:"hosts"`
	// Subject is the name of a role or of an accessory, kamal-proxy, traefik, docker, or
	// image; container for one that is none of these.
	Subject string `json:"subject"`
	// Kind is what happens.
	Kind ChangeKind `json:"kind"`
	// Before and After are containers, or images. Those of accessories and proxies keep
	// their name, and have neither unless they differ.
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
	// Settings are the differences between both.
	Settings []Setting `json:"settings,omitempty"`
	// Advice is the command that applies them, where the dry run does not.
	Advice string `json:"advice,omitempty"`
}

// ChangeKind is what happens to a container or an image.
type ChangeKind string

// All kinds.
const (
	Started   ChangeKind = "started"
	Restarted ChangeKind = "restarted"
	Replaced  ChangeKind = "replaced"
	Stopped   ChangeKind = "stopped"
	Removed   ChangeKind = "removed"
	Pulled    ChangeKind = "pulled"
	// Installed is for docker.
	Installed ChangeKind = "installed"
	// Proxied is for a container that stays, and that the proxy serves otherwise.
	Proxied ChangeKind = "proxied"
	// Differs is for what is not as the configuration has it, and stays so.
	Differs ChangeKind = "differs"
)

// Setting is a difference between how a container was run and how it will be.
type Setting struct {
	// What is env, volume, publish, label, cmd, image, proxy host, or another option of
	// docker's run.
	What string `json:"what"`
	// Name is the name of a variable or a label, and elsewhere what comes or goes.
	// Values of variables are never told.
	Name string `json:"name"`
	// Sign is + for what is new, - for what is gone, and ~ for another value.
	Sign string `json:"sign"`
}

// Plan tells what a dry run has done so far. It is nil when there was none.
func (p *Project) Plan(ctx context.Context) *Plan {
	if p.rehearsal == nil {
		return nil
	}
	plan := &Plan{
		Service: p.Config().Service, Hosts: map[string][]config.Host{}, From: []config.Version{}, To: []config.Version{},
		Changes: []Change{}, Transcript: p.Mask(strings.TrimRight(p.rehearsal.Transcript(), "\n")),
	}
	plan.Commands = planned(plan.Transcript, p.rehearsal.Hosts())
	c := &comparison{cfg: p.Config(), plan: plan, hosts: p.rehearsal.Hosts()}
	if r := p.Config().Role(p.Config().PrimaryRoleName); r != nil {
		slices.SortStableFunc(c.hosts, func(a, b config.Host) int { return rankOf(r, a) - rankOf(r, b) })
	}
	for _, h := range c.hosts {
		before, after := p.rehearsal.Changed(h)
		c.host(h, before, after)
	}
	if len(plan.To) > 0 {
		c.drift(p.rehearsal, p.wanted(ctx))
	}
	slices.SortStableFunc(plan.Changes, func(a, b Change) int { return c.rank(a) - c.rank(b) })
	for _, change := range plan.Changes {
		for i, s := range change.Settings {
			change.Settings[i].Name = p.Mask(s.Name) // commands and options may have them
		}
	}
	return plan
}

// Nothing reports whether nothing changes.
func (p *Plan) Nothing() bool {
	return !slices.ContainsFunc(p.Changes, func(c Change) bool { return c.Kind != Differs })
}

// rankOf orders the hosts of a role as the configuration does, before all others.
func rankOf(r *config.Role, h config.Host) int {
	if i := slices.Index(r.Hosts, h); i >= 0 {
		return i
	}
	return len(r.Hosts)
}

// wanted are accessories and proxies as the configuration has them, made on new hosts.
// What can't be made, for want of a secret that nothing else needs, is left out.
func (p *Project) wanted(ctx context.Context) *rehearsal.Rehearsal {
	fresh, err := rehearsal.New(ctx, p.Config(), nil, p.rehearsal.Hosts())
	if err != nil {
		return nil
	}
	fresh.TakeProxySettings(p.Config(), p.rehearsal)
	d := p.rehearsed(fresh)
	places := d.Specifics()
	if len(places.ProxyHosts()) > 0 {
		_ = d.Proxy().Boot(ctx)
	}
	if len(places.TraefikHosts()) > 0 {
		_ = d.Traefik().Boot(ctx)
	}
	if len(p.Config().Accessories) > 0 {
		_ = d.Accessory("all").Boot(ctx)
	}
	return fresh
}
