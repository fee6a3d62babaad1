package kamal

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

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
// version stops there. They are made by [NewSpecifics]; a zero one asks for
// nothing, and operations on it are an error that wraps [ErrUsage]. They never
// change, and may be used by many goroutines at once.
type Specifics struct {
	cfg            *config.Config
	hosts          []config.Host
	roles          []*config.Role
	primaryHost    config.Host
	primaryRole    *config.Role // nil on a host without roles
	appHosts       []config.Host
	proxyHosts     []config.Host
	traefikHosts   []config.Host
	accessoryHosts []config.Host
	asked          []*config.Role // before any was left out for want of a host; nil when none were asked for
	askedHosts     []config.Host  // by their full names
}

// Hosts are all hosts that are worked on, those of accessories included.
func (s Specifics) Hosts() []config.Host { return slices.Clone(s.hosts) }

// Roles are those with a host among the hosts asked for.
func (s Specifics) Roles() []*config.Role { return slices.Clone(s.roles) }

// PrimaryHost is where the lock is, and where single commands run.
func (s Specifics) PrimaryHost() config.Host { return s.primaryHost }

// AppHosts are the hosts with roles.
func (s Specifics) AppHosts() []config.Host { return slices.Clone(s.appHosts) }

// ProxyHosts are the kamal-proxy hosts with something behind the proxy.
func (s Specifics) ProxyHosts() []config.Host { return slices.Clone(s.proxyHosts) }

// TraefikHosts are the Traefik hosts with a role behind it.
func (s Specifics) TraefikHosts() []config.Host { return slices.Clone(s.traefikHosts) }

// AccessoryHosts are the hosts with accessories.
func (s Specifics) AccessoryHosts() []config.Host { return slices.Clone(s.accessoryHosts) }

// Ordered gives the same hosts in another order: those named come first, as they
// are named, and the others follow as before. Names of other hosts don't count. The
// primary host stays what it was: the lock is there.
func (s Specifics) Ordered(first ...config.Host) Specifics {
	place := func(h config.Host) int {
		if i := slices.Index(first, h); i >= 0 {
			return i
		}
		return len(first)
	}
	for _, list := range []*[]config.Host{&s.hosts, &s.appHosts, &s.proxyHosts, &s.traefikHosts, &s.accessoryHosts} {
		*list = slices.Clone(*list)
		slices.SortStableFunc(*list, func(a, b config.Host) int { return cmp.Compare(place(a), place(b)) })
	}
	return s
}

// NewSpecifics works out what a selection means for a configuration. A list in
// which nothing matches is an error that names it, and wraps [ErrUsage].
func NewSpecifics(cfg *config.Config, sel Selection) (Specifics, error) {
	if cfg == nil {
		return Specifics{}, fmt.Errorf("%w: selecting hosts: there is no configuration", ErrUsage)
	}
	roles, err := match("roles", sel.Roles, cfg.Roles, func(r *config.Role) string { return r.Name })
	if err != nil {
		return Specifics{}, err
	}
	hosts, err := match("hosts", sel.Hosts, cfg.Hosts(), func(h config.Host) string { return string(h) })
	if err != nil {
		return Specifics{}, err
	}
	if sel.Primary {
		hosts = primaryOf(cfg, roles)
	}
	s := newSpecifics(cfg, hosts, roles)
	s.askedHosts = filter(s.hosts, func(h config.Host) bool { return slices.Contains(sel.Hosts, string(h)) })
	return s, nil
}

func allOf(cfg *config.Config) Specifics { return newSpecifics(cfg, nil, nil) }

func newSpecifics(cfg *config.Config, hosts []config.Host, roles []*config.Role) Specifics {
	s := Specifics{cfg: cfg, asked: roles}
	asked := hosts
	if len(asked) == 0 {
		asked = cfg.Hosts()
	}
	s.roles = roles
	if len(roles) == 0 {
		s.roles = cfg.Roles
	}
	s.roles = filter(s.roles, func(r *config.Role) bool { return overlap(asked, r.Hosts) })
	s.hosts = filter(asked, func(h config.Host) bool {
		return len(roles) == 0 || slices.ContainsFunc(roles, func(r *config.Role) bool { return slices.Contains(r.Hosts, h) })
	})
	s.primaryHost = s.findPrimaryHost(hosts, roles)
	s.primaryRole = s.findPrimaryRole()
	s.sort()
	s.appHosts = s.primaryFirst(filter(cfg.Hosts(), func(h config.Host) bool { return s.has(h) && len(cfg.RolesOn(h)) > 0 }))
	s.accessoryHosts = filter(s.hosts, func(h config.Host) bool {
		return slices.ContainsFunc(cfg.Accessories, func(a *config.Accessory) bool { return slices.Contains(a.Hosts, h) })
	})
	s.proxyHosts = filter(s.hosts, func(h config.Host) bool { return !cfg.OnTraefik(h) && proxied(cfg, h) })
	s.traefikHosts = filter(s.hosts, func(h config.Host) bool { return cfg.OnTraefik(h) && proxiedRole(cfg, h) })
	return s
}

func overlap(a, b []config.Host) bool {
	return slices.ContainsFunc(a, func(h config.Host) bool { return slices.Contains(b, h) })
}

// RolesOn gives the roles to work on at a host, the primary role first.
func (s Specifics) RolesOn(host config.Host) []*config.Role {
	return filter(s.roles, func(r *config.Role) bool { return slices.Contains(r.Hosts, host) })
}

// hostsOf gives the hosts to work on among those given, in the order of Hosts.
func (s Specifics) hostsOf(hosts []config.Host) []config.Host {
	return filter(s.hosts, func(h config.Host) bool { return slices.Contains(hosts, h) })
}

// only narrows to some of the hosts; the primary host stays where it was. Where
// the primary role does not run on any of them, the first of the others takes its
// place.
func (s Specifics) only(hosts []config.Host) Specifics {
	keep := func(h config.Host) bool { return slices.Contains(hosts, h) }
	s.hosts = filter(s.hosts, keep)
	s.appHosts = filter(s.appHosts, keep)
	s.proxyHosts = filter(s.proxyHosts, keep)
	s.traefikHosts = filter(s.traefikHosts, keep)
	s.accessoryHosts = filter(s.accessoryHosts, keep)
	s.roles = filter(s.roles, func(r *config.Role) bool { return overlap(hosts, r.Hosts) })
	if len(s.roles) > 0 && !slices.Contains(s.roles, s.primaryRole) {
		s.primaryRole = s.roles[0]
	}
	return s
}

func (s Specifics) has(h config.Host) bool { return slices.Contains(s.hosts, h) }

func (s Specifics) findPrimaryHost(hosts []config.Host, roles []*config.Role) config.Host {
	if len(hosts) > 0 {
		return hosts[0]
	}
	if p := primaryOf(s.cfg, primaryAmong(s.cfg, roles)); len(p) > 0 {
		return p[0]
	}
	if len(s.hosts) > 0 {
		return s.hosts[0]
	}
	return ""
}

func (s Specifics) findPrimaryRole() *config.Role {
	on := s.RolesOn(s.primaryHost)
	if i := slices.Index(on, s.cfg.PrimaryRole()); i >= 0 {
		return on[i]
	}
	if len(on) > 0 {
		return on[0]
	}
	return nil
}

func (s *Specifics) sort() {
	s.hosts = s.primaryFirst(s.hosts)
	s.roles = slices.Clone(s.roles)
	slices.SortStableFunc(s.roles, func(a, b *config.Role) int { return order(a == s.primaryRole, b == s.primaryRole) })
}

func (s Specifics) primaryFirst(hosts []config.Host) []config.Host {
	if s.primaryRole == nil {
		return hosts
	}
	hosts = slices.Clone(hosts)
	slices.SortStableFunc(hosts, func(a, b config.Host) int {
		return order(slices.Contains(s.primaryRole.Hosts, a), slices.Contains(s.primaryRole.Hosts, b))
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
		return a.Proxied && slices.Contains(a.Hosts, h)
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
		return nil, fmt.Errorf("%w: no %s match %q: there %s", ErrUsage, what, patterns, known(items, name))
	}
	return found, nil
}

// known names what there is, the first of very many.
func known[T any](items []T, name func(T) string) string {
	const most = 20
	var names []string
	for _, item := range items[:min(most, len(items))] {
		names = append(names, name(item))
	}
	text := strings.Join(names, ", ")
	switch {
	case len(items) == 0:
		return "are none"
	case len(items) == 1:
		return "is " + text
	case len(items) > most:
		return fmt.Sprintf("are %s and %d more", text, len(items)-most)
	}
	return "are " + text
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
