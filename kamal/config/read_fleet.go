package config

import (
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// fleetOf tells the fleet of a configuration before anything else is read.
func fleetOf(top value) Fleet {
	enabled := top.get("proxy").get("enabled")
	switch {
	case enabled.is(yaml11.Bool) && enabled.node.Bool:
		return FleetMixed
	case enabled.is(yaml11.Bool), top.has("traefik"):
		return FleetTraefik
	default:
		return FleetProxy
	}
}

// marked reports whether proxy.enabled is written, be it true or false.
func (r *reader) marked() bool { return r.root.get("proxy").has("enabled") }

// readFleet finds out which hosts run which proxy.
func (r *reader) readFleet() {
	r.config.Fleet = r.kind
	proxy := r.root.get("proxy")
	if r.marked() {
		r.checkServersOfProxy(proxy.get("hosts"))
	} else if r.kind == FleetTraefik {
		r.refuseBothProxies()
	}
	if r.kind != FleetMixed {
		return
	}
	if !proxy.has("hosts") {
		r.config.marked = r.config.Hosts()
		return
	}
	for _, name := range proxy.get("hosts").texts() {
		r.config.marked = appendNew(r.config.marked, []Host{Host(name)})
	}
}

func (r *reader) checkServersOfProxy(v value) {
	hosts := r.config.Hosts()
	for _, item := range v.items() {
		if name := item.text(); item.there() && !slices.Contains(hosts, Host(name)) {
			r.fail(item, "%s: %q is no server of this configuration", item.path, name).
				suggest("next to enabled, proxy.hosts are servers; the names that the app answers to are in proxy.host")
		}
	}
}

// refuseBothProxies reports proxy sections in a Traefik configuration.
func (r *reader) refuseBothProxies() {
	refuse := func(v value) {
		if v.is(yaml11.Map) {
			r.fail(v, "%s is kamal-proxy's, but traefik is there too", v.path).
				suggest("leave out traefik to run kamal-proxy everywhere, or %s to stay with Traefik, or write proxy.enabled: true with the hosts that have moved", v.path)
		}
	}
	refuse(r.root.get("proxy"))
	for _, key := range []string{"servers", "accessories"} {
		for _, e := range r.root.get(key).entries() {
			refuse(e.get("proxy"))
		}
	}
}

func (r *reader) readTraefik() {
	c := r.config
	c.Healthcheck = healthcheckOf(r.root.get("healthcheck"))
	if r.kind == FleetProxy {
		return
	}
	v := r.root.get("traefik")
	v.field = traefikField
	c.Traefik = &Traefik{
		Image:    v.get("image").text(),
		HostPort: v.get("host_port").text(),
		Publish:  v.get("publish").flag(),
		Labels:   v.get("labels").pairs(),
		Args:     v.get("args").options(),
		Options:  v.get("options").options(),
		Env:      envOf(v.get("env")),
	}
	if r.kind == FleetMixed {
		r.noteTraefikPort(v)
	}
}

// noteTraefikPort tells that kamal-proxy takes its own ports where Traefik had
// others.
func (r *reader) noteTraefikPort(v value) {
	run := r.root.get("proxy").get("run")
	if port := v.get("host_port"); port.there() && port.text() != "80" && !run.has("http_port") {
		r.warn(port, "traefik publishes port %s, but kamal-proxy takes 80 and 443 unless proxy.run.http_port says otherwise", port.text())
	}
	if publish := v.get("publish"); publish.there() && !publish.flag() && !run.has("publish") {
		r.warn(publish, "traefik publishes no port, but kamal-proxy takes 80 and 443 unless proxy.run.publish is false")
	}
}

func healthcheckOf(v value) Healthcheck {
	v.field = healthcheckField
	h := Healthcheck{
		Cmd:         v.get("cmd").text(),
		Port:        v.get("port").text(),
		Path:        v.get("path").text(),
		Interval:    v.get("interval").text(),
		MaxAttempts: v.get("max_attempts").number(),
		Cord:        strings.TrimRight(v.get("cord").text(), "/"),
		LogLines:    v.get("log_lines").number(),
	}
	if v.get("cord").is(yaml11.Bool) {
		h.Cord = ""
	}
	return h
}
