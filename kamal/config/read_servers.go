package config

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/yaml11"
)

func badHostName(name string) bool { return name == "" || strings.ContainsAny(name, " \t\n,") }

// defaultRole is the role of a mere list of servers, and the primary one unless
// another is named.
const defaultRole = "web"

func (r *reader) readServers() {
	v := r.root.get("servers")
	switch {
	case v.is(yaml11.List):
		r.addRole(defaultRole, v)
	case v.is(yaml11.Map) && len(v.node.Map) > 0:
		for _, e := range v.entries() {
			r.addRole(e.name, e)
		}
	case !r.root.has("servers") && len(r.root.get("accessories").entries()) == 0:
		r.fail(r.root, "servers is missing").suggest("only a configuration of accessories can do without")
	case v.is(yaml11.Map) && len(v.node.Map) == 0:
		r.fail(v, "servers is empty").suggest("leave it out if there are accessories only")
	}
	slices.SortStableFunc(r.config.Roles, func(a, b *Role) int { return strings.Compare(a.Name, b.Name) })
}

// addRole reads all of a role but what depends on the proxies.
func (r *reader) addRole(name string, v value) {
	if v.name == name {
		r.checkName(v, "a role", name)
	}
	role := &Role{Name: name, config: r.config, tags: map[Host][]string{}}
	role.ContainerPrefix = r.config.Service + "-" + name
	if r.config.Destination != "" {
		role.ContainerPrefix += "-" + r.config.Destination
	}
	r.config.Roles = append(r.config.Roles, role)
	hosts := v
	if !v.is(yaml11.List) {
		hosts = v.get("hosts")
	}
	for _, item := range hosts.items() {
		role.addHost(item)
	}
	role.Cmd = v.get("cmd").text()
	role.Options, role.Restart = r.dockerOptions(v.get("options"))
	role.Labels = r.config.Labels.Merge(r.readLabels(v.get("labels")))
	role.Logging = loggingOf(r.over("logging", v))
	role.env = envOf(v.get("env"))
	role.StopTimeout = cmp.Or(v.get("stop_timeout").seconds(), r.config.StopTimeout)
	role.AssetPath = r.over("asset_path", v).text()
}

// over lays a key of a role over the same key at the top level.
func (r *reader) over(key string, role value) value {
	top, own := r.root.get(key), role.get(key)
	if !role.is(yaml11.Map) || !own.there() {
		return top
	}
	own.node = yaml11.Merge(top.node, own.node)
	own.field = top.field
	return own
}

// addHost adds a host with its tags. One that is there already gets more tags.
func (r *Role) addHost(v value) {
	host, tags := Host(v.text()), []string(nil)
	if v.is(yaml11.Map) {
		for _, e := range v.entries() {
			host = Host(e.name)
			if e.is(yaml11.List) {
				tags = e.texts()
			} else if e.there() {
				tags = []string{e.text()}
			}
		}
	}
	if badHostName(string(host)) {
		return
	}
	if !slices.Contains(r.Hosts, host) {
		r.Hosts = append(r.Hosts, host)
	}
	r.tags[host] = appendNew(r.tags[host], tags)
}

// defaultRestart is the restart policy of containers.
const defaultRestart = "unless-stopped"

// dockerOptions reads options, and the restart policy among them.
func (r *reader) dockerOptions(v value) (DockerOptions, string) {
	restart := v.get("restart")
	policy := defaultRestart
	if restart.node != nil {
		policy = r.restartPolicy(restart)
	}
	return v.options().without("restart"), policy
}

func (r *reader) restartPolicy(v value) string {
	policy := v.text()
	retries, limited := strings.CutPrefix(policy, "on-failure:")
	switch {
	case v.is(yaml11.Bool) && !v.node.Bool:
		r.fail(v, "%s must be text, not false", v.path).suggest(`put it into quotes: restart: "no"`)
	case v.there() && v.node.Scalar() && slices.Contains([]string{"no", "always", "unless-stopped", "on-failure"}, policy):
	case limited && wholeNumber.MatchString(retries):
	default:
		r.fail(v, "%s must be no, always, unless-stopped, on-failure or on-failure:N", v.path)
	}
	return policy
}

// checkRoles finds roles without hosts, and a primary role that is none.
func (r *reader) checkRoles() {
	c, v := r.config, r.root.get("servers")
	if len(c.Roles) == 0 {
		return
	}
	primary := c.PrimaryRole()
	if primary == nil {
		r.failPrimary(c)
	}
	empty := r.root.get("allow_empty_roles").flag()
	for _, role := range c.Roles {
		if len(role.Hosts) > 0 || r.hostsRefused(role) {
			continue
		}
		at := v
		if v.is(yaml11.Map) {
			at = v.get(role.Name)
		}
		switch {
		case role == primary:
			r.fail(at, "the primary role %q has no hosts", role.Name)
		case !empty:
			r.fail(at, "the role %q has no hosts", role.Name).suggest("allow_empty_roles: true permits it")
		}
	}
}

func (r *reader) failPrimary(c *Config) {
	names := make([]string, len(c.Roles))
	for i, role := range c.Roles {
		names[i] = role.Name
	}
	at := r.root.get("primary_role")
	if at.node == nil {
		at = r.root.get("servers")
	}
	r.fail(at, "there is no primary role %q", c.PrimaryRoleName).suggest("the roles are %s; primary_role names one of them", strings.Join(names, ", "))
}

// hostsRefused reports whether a role has entries for hosts that the checks
// refused already.
func (r *reader) hostsRefused(role *Role) bool {
	v := r.root.get("servers")
	if v.is(yaml11.Map) {
		v = v.get(role.Name)
		if v.is(yaml11.Map) {
			v = v.get("hosts")
			return v.node != nil && (!v.is(yaml11.List) || len(v.node.List) > 0)
		}
	}
	return v.node != nil && (!v.is(yaml11.List) || len(v.node.List) > 0)
}
