package kamal

import (
	"fmt"
	"path"
	"slices"

	"github.com/kamal-go/kamal/kamal/config"
)

// Selection is what a user asks for: some hosts, some roles, or the primary host.
// The zero value asks for everything.
type Selection struct {
	// Hosts and Roles are names or globs with *, ? and [...]. Matches come in the
	// order of this list. Empty entries don't count.
	Hosts, Roles []string
	// Primary asks for one host alone: the first asked-for role's first host, else
	// the configuration's primary host. Hosts does not count then.
	Primary bool
}

// Specifics are the hosts and roles that operations work on, in the order in
// which they do: the primary role's hosts first, and the primary role first on
// each host. Rolling work therefore reaches a primary host first, and a bad
// version stops there.
type Specifics struct {
	// Hosts are all hosts that are worked on, those of accessories included.
	Hosts []config.Host
	// Roles are those with a host among the hosts asked for.
	Roles []*config.Role
	// PrimaryHost is where the lock is, and where single commands run.
	PrimaryHost config.Host
	// PrimaryRole is the foremost role on PrimaryHost; nil on a host without roles.
	PrimaryRole *config.Role
	// AppHosts are the hosts with roles.
	AppHosts []config.Host
	// ProxyHosts are the kamal-proxy hosts with something behind the proxy.
	ProxyHosts []config.Host
	// TraefikHosts are the Traefik hosts with a role behind it.
	TraefikHosts []config.Host
	// AccessoryHosts are the hosts with accessories.
	AccessoryHosts []config.Host
	// Asked are the roles asked for, before any was left out for want of a host;
	// nil when none were.
	Asked []*config.Role

	// AskedHosts are the hosts asked for by their full names.
	AskedHosts []config.Host

	cfg *config.Config
}

// NewSpecifics works out what a selection means for a configuration. A list in
// which nothing matches is an error that names it, and wraps [ErrUsage].
func NewSpecifics(cfg *config.Config, sel Selection) (Specifics, error) {
	roles, err := match("roles", sel.Roles, cfg.Roles, func(r *config.Role) string { return r.Name })
	if err != nil {
		return Specifics{}, err
	}
	hosts, err := match("hosts", sel.Hosts, cfg.Hosts(), config.Host.String)
	if err != nil {
		return Specifics{}, err
	}
	if sel.Primary {
		hosts = primaryOf(cfg, roles)
	}
	s := newSpecifics(cfg, hosts, roles)
	s.AskedHosts = filter(s.Hosts, func(h config.Host) bool { return slices.Contains(sel.Hosts, h.String()) })
	return s, nil
}

func allOf(cfg *config.Config) Specifics { return newSpecifics(cfg, nil, nil) }

func newSpecifics(cfg *config.Config, hosts []config.Host, roles []*config.Role) Specifics {
	s := Specifics{cfg: cfg, Asked: roles}
	asked := hosts
	if len(asked) == 0 {
		asked = cfg.Hosts()
	}
	s.Roles = roles
	if len(roles) == 0 {
		s.Roles = cfg.Roles
	}
	s.Roles = filter(s.Roles, func(r *config.Role) bool { return slices.ContainsFunc(asked, r.RunsOn) })
	s.Hosts = filter(asked, func(h config.Host) bool {
		return len(roles) == 0 || slices.ContainsFunc(roles, func(r *config.Role) bool { return r.RunsOn(h) })
	})
	s.PrimaryHost = s.primaryHost(hosts, roles)
	s.PrimaryRole = s.primaryRole()
	s.sort()
	s.AppHosts = s.primaryFirst(filter(cfg.AppHosts(), s.has))
	s.AccessoryHosts = filter(s.Hosts, func(h config.Host) bool { return slices.Contains(cfg.AccessoryHosts(), h) })
	s.ProxyHosts = filter(s.Hosts, func(h config.Host) bool { return !cfg.OnTraefik(h) && proxied(cfg, h) })
	s.TraefikHosts = filter(s.Hosts, func(h config.Host) bool { return cfg.OnTraefik(h) && proxiedRole(cfg, h) })
	return s
}

// RolesOn gives the roles to work on at a host, the primary role first.
func (s Specifics) RolesOn(host config.Host) []*config.Role {
	return filter(s.Roles, func(r *config.Role) bool { return r.RunsOn(host) })
}

// HostsOf gives the hosts to work on among those given, in the order of Hosts.
func (s Specifics) HostsOf(hosts []config.Host) []config.Host {
	return filter(s.Hosts, func(h config.Host) bool { return slices.Contains(hosts, h) })
}

// only narrows to some of the hosts; the primary host stays where it was. Where
// the primary role does not run on any of them, the first of the others takes its
// place.
func (s Specifics) only(hosts []config.Host) Specifics {
	keep := func(h config.Host) bool { return slices.Contains(hosts, h) }
	s.Hosts = filter(s.Hosts, keep)
	s.AppHosts = filter(s.AppHosts, keep)
	s.ProxyHosts = filter(s.ProxyHosts, keep)
	s.TraefikHosts = filter(s.TraefikHosts, keep)
	s.AccessoryHosts = filter(s.AccessoryHosts, keep)
	s.Roles = filter(s.Roles, func(r *config.Role) bool { return slices.ContainsFunc(hosts, r.RunsOn) })
	if len(s.Roles) > 0 && !slices.Contains(s.Roles, s.PrimaryRole) {
		s.PrimaryRole = s.Roles[0]
	}
	return s
}

func (s Specifics) has(h config.Host) bool { return slices.Contains(s.Hosts, h) }

func (s Specifics) primaryHost(hosts []config.Host, roles []*config.Role) config.Host {
	if len(hosts) > 0 {
		return hosts[0]
	}
	if p := primaryOf(s.cfg, primaryAmong(s.cfg, roles)); len(p) > 0 {
		return p[0]
	}
	if len(s.Hosts) > 0 {
		return s.Hosts[0]
	}
	return ""
}

func (s Specifics) primaryRole() *config.Role {
	on := s.RolesOn(s.PrimaryHost)
	if i := slices.Index(on, s.cfg.PrimaryRole()); i >= 0 {
		return on[i]
	}
	if len(on) > 0 {
		return on[0]
	}
	return nil
}

func (s *Specifics) sort() {
	s.Hosts = s.primaryFirst(s.Hosts)
	s.Roles = slices.Clone(s.Roles)
	slices.SortStableFunc(s.Roles, func(a, b *config.Role) int { return order(a == s.PrimaryRole, b == s.PrimaryRole) })
}

func (s Specifics) primaryFirst(hosts []config.Host) []config.Host {
	if s.PrimaryRole == nil {
		return hosts
	}
	hosts = slices.Clone(hosts)
	slices.SortStableFunc(hosts, func(a, b config.Host) int {
		return order(s.PrimaryRole.RunsOn(a), s.PrimaryRole.RunsOn(b))
	})
	return hosts
}

// primaryAmong puts the configuration's primary role alone, if it is among the
// roles; otherwise the roles stay.
func primaryAmong(cfg *config.Config, roles []*config.Role) []*config.Role {
	if p := cfg.PrimaryRole(); slices.Contains(roles, p) {
		return []*config.Role{p}
	}
	return roles
}

// primaryOf gives the first host of the first role, else the configuration's
// primary host; none when there is neither.
func primaryOf(cfg *config.Config, roles []*config.Role) []config.Host {
	if len(roles) > 0 && len(roles[0].Hosts) > 0 {
		return roles[0].Hosts[:1]
	}
	if h := cfg.PrimaryHost(); h != "" {
		return []config.Host{h}
	}
	return nil
}

func proxiedRole(cfg *config.Config, h config.Host) bool {
	return slices.ContainsFunc(cfg.RolesOn(h), func(r *config.Role) bool { return r.Proxied })
}

func proxied(cfg *config.Config, h config.Host) bool {
	return proxiedRole(cfg, h) || slices.ContainsFunc(cfg.Accessories, func(a *config.Accessory) bool {
		return a.Proxy != nil && slices.Contains(a.Hosts, h)
	})
}

// match gives the items that the patterns name, in the order of the patterns.
func match[T comparable](what string, patterns []string, items []T, name func(T) string) ([]T, error) {
	var found []T
	patterns = filter(patterns, func(p string) bool { return p != "" })
	for _, p := range patterns {
		for _, item := range items {
			ok, err := path.Match(p, name(item))
			if err != nil {
				return nil, fmt.Errorf("%w: %s %q: %w", ErrUsage, what, p, err)
			}
			if (ok || p == name(item)) && !slices.Contains(found, item) {
				found = append(found, item)
			}
		}
	}
	if len(patterns) > 0 && len(found) == 0 {
		return nil, fmt.Errorf("%w: no %s match %q", ErrUsage, what, patterns)
	}
	return found, nil
}

// order sorts true before false.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	default:
		return 1
	}
}

func filter[T any](items []T, keep func(T) bool) []T {
	var kept []T
	for _, x := range items {
		if keep(x) {
			kept = append(kept, x)
		}
	}
	return kept
}
