package config

import (
	"slices"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// readProxies reads what decides how roles and accessories are served.
func (r *reader) readProxies() {
	top := r.root.get("proxy")
	if r.marked() {
		top.node = without(top.node, "enabled", "hosts")
	}
	r.config.Proxy = proxyOf(top)
	for _, role := range r.config.Roles {
		r.readRoleProxy(role, top)
	}
	for _, a := range r.config.Accessories {
		r.readAccessoryProxy(a)
	}
	r.checkNames(top)
	r.checkRuns()
}

// without gives a map without some of its keys.
func without(n *yaml11.Node, keys ...string) *yaml11.Node {
	if n == nil || n.Kind != yaml11.Map {
		return n
	}
	out := *n
	out.Map = nil
	for _, p := range n.Map {
		if !slices.Contains(keys, p.Key) {
			out.Map = append(out.Map, p)
		}
	}
	return &out
}

func (r *reader) readRoleProxy(role *Role, top value) {
	v := r.roleValue(role)
	role.Proxied = r.proxied(role, v)
	role.Healthcheck = healthcheckOf(r.over("healthcheck", v))
	role.Healthcheck.MaxAttempts = r.root.get("healthcheck").withField(healthcheckField).get("max_attempts").number()
	own := v.get("healthcheck")
	role.OwnHealthcheck = own.has("port") || own.has("path")
	if own.has("cmd") && !role.OwnHealthcheck && !role.Proxied && r.kind != FleetProxy {
		r.warn(own.get("cmd"), "%s counts only next to port or path, for the role is not proxied", own.get("cmd").path)
	}
	if !role.Proxied {
		role.AssetPath = ""
	}
	if !role.Proxied {
		return
	}
	merged := mergeProxy(top, v.get("proxy"))
	role.Proxy = proxyOf(merged)
	r.fitBothProxies(role, merged)
	r.checkProxy(merged, role.Proxy, "the role "+role.Name)
	r.checkOneServer(role, merged)
}

func (v value) withField(f *field) value {
	v.field = f
	return v
}

// roleValue is where a role is written; a role of a mere list has no keys.
func (r *reader) roleValue(role *Role) value {
	servers := r.root.get("servers")
	if servers.is(yaml11.Map) {
		return servers.get(role.Name)
	}
	return value{field: roleField, path: servers.path, pos: servers.pos}
}

// proxied tells whether a role is behind a proxy.
func (r *reader) proxied(role *Role, v value) bool {
	proxy, traefik := v.get("proxy"), v.get("traefik")
	byProxy := proxy.is(yaml11.Map) || proxy.flag()
	switch {
	case r.marked():
		if proxy.there() && traefik.there() && byProxy != traefik.flag() {
			r.fail(traefik, "%s contradicts %s", traefik.path, proxy.path).suggest("leave out one of them")
		}
		if proxy.there() || traefik.there() {
			return proxy.there() && byProxy || traefik.flag()
		}
	case r.kind == FleetTraefik:
		if proxy.is(yaml11.Bool) {
			r.fail(proxy, "%s is kamal-proxy's", proxy.path).suggest("write traefik: %s", proxy.text())
		}
		if traefik.there() {
			return traefik.flag()
		}
	case proxy.there():
		return byProxy
	}
	return role.Name == r.config.PrimaryRoleName
}

// mergeProxy lays a role's proxy over the top's. Names and path prefixes replace
// each other in whichever form they are written.
func mergeProxy(top, own value) value {
	if !own.is(yaml11.Map) {
		return top
	}
	own.node = proxyField.lay(top.node, own.node)
	return own
}

// fitBothProxies takes from Traefik's health check what a mixed fleet's proxy
// section leaves out, so that one container fits both.
func (r *reader) fitBothProxies(role *Role, merged value) {
	if r.kind != FleetMixed {
		return
	}
	check := r.over("healthcheck", r.roleValue(role)).withField(healthcheckField)
	if !merged.has("app_port") {
		if check.has("cmd") && !check.has("port") {
			r.fail(check.get("cmd"), "the health check of the role %q has a command but no port", role.Name).
				suggest("write proxy.app_port, the port of the app in its container")
			return
		}
		role.Proxy.AppPort = portOf(check.get("port"))
		r.note("proxy.app_port of the role %s is taken to be %d, the port of Traefik's health check; write it down before proxy.enabled goes", role.Name, role.Proxy.AppPort)
	}
	if check.has("path") && !merged.get("healthcheck").has("path") {
		role.Proxy.HealthPath = role.Healthcheck.Path
	}
}

func (r *reader) readAccessoryProxy(a *Accessory) {
	at := r.root.get("accessories").get(a.Name)
	v := at.get("proxy")
	if v.is(yaml11.Bool) && v.node.Bool {
		r.fail(v, "%s must be a map or false, not true", v.path).suggest("write %s.host and %s.app_port", v.name, v.name)
		return
	}
	if !v.is(yaml11.Map) || len(v.node.Map) == 0 {
		return
	}
	a.Proxied, a.Proxy = true, proxyOf(v)
	r.checkProxy(v, a.Proxy, "the accessory "+a.Name)
	if r.kind == FleetTraefik && !r.marked() {
		return
	}
	for _, host := range a.Hosts {
		if r.config.OnTraefik(host) {
			r.fail(v, "%s is kamal-proxy's, but %s is a Traefik host", v.path, host).suggest("add it to proxy.hosts, or leave out the proxy of the accessory")
			return
		}
	}
}
