package kamal

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/kamal-go/kamal/kamal/config"
)

// WithResolver sets what [Deployer.Doctor] looks names of hosts up with, as
// [net.Resolver.LookupHost] does. Without one it looks none up.
func WithResolver(lookup func(ctx context.Context, name string) ([]string, error)) Option {
	return func(e *engine) { e.lookup = lookup }
}

// lookupLimit is how long all names may take.
const lookupLimit = 5 * time.Second

// names finds hosts of TLS whose name leads nowhere, or to none of the servers: that
// may be a load balancer, and so is a warning.
func (d *Deployer) names(ctx context.Context) []Finding {
	if d.lookup == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookupLimit)
	defer cancel()
	var findings []Finding
	for _, r := range d.proxied() {
		if !r.Proxy.SSL {
			continue
		}
		servers := d.addresses(ctx, d.spec.hostsOf(r.Hosts))
		for _, name := range r.Proxy.Hosts {
			f, wrong := d.name(ctx, name, servers)
			if same := func(o Finding) bool { return o.Problem == f.Problem }; wrong && !slices.ContainsFunc(findings, same) {
				findings = append(findings, f)
			}
		}
	}
	return findings
}

// lookedUp are the names that are looked up.
func (d *Deployer) lookedUp() []string {
	var names []string
	for _, r := range d.proxied() {
		if d.lookup != nil && r.Proxy.SSL {
			names = append(names, filter(r.Proxy.Hosts, func(name string) bool { return !strings.HasPrefix(name, "*") })...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (d *Deployer) name(ctx context.Context, name string, servers []string) (Finding, bool) {
	if strings.HasPrefix(name, "*") {
		return Finding{}, false
	}
	found, err := d.lookup(ctx, name)
	f := Finding{Check: "dns", Fix: "see where it leads: nslookup " + name}
	switch {
	case (err != nil || len(found) == 0) && len(servers) == 0:
		f.Problem = fmt.Sprintf("the name %s has no address", name)
	case err != nil || len(found) == 0:
		f.Problem = fmt.Sprintf("the name %s has no address: let it point to %s", name, strings.Join(servers, " or "))
	case len(servers) > 0 && !slices.ContainsFunc(found, func(a string) bool { return slices.Contains(servers, a) }):
		f.Problem = fmt.Sprintf("the name %s points to %s, and to none of the servers (%s), which is right only for a load balancer",
			name, strings.Join(found, ", "), strings.Join(servers, ", "))
	default:
		return Finding{}, false
	}
	return f, true
}

// addresses are those of the servers, as far as they can be found.
func (d *Deployer) addresses(ctx context.Context, hosts []config.Host) []string {
	var all []string
	for _, h := range hosts {
		if _, err := netip.ParseAddr(string(h)); err == nil {
			all = append(all, string(h))
		} else if found, err := d.lookup(ctx, string(h)); err == nil {
			all = append(all, found...)
		}
	}
	return all
}
