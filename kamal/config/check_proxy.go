package config

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// checkProxy checks what a role or an accessory ends up with.
func (r *reader) checkProxy(v value, p Proxy, whose string) {
	ssl := v.get("ssl")
	if ssl.has("certificate_pem") != ssl.has("private_key_pem") {
		r.fail(ssl, "ssl needs both certificate_pem and private_key_pem, or none of them")
	}
	if p.SSL && len(p.Hosts) == 0 && !r.hasBadHosts(v) {
		r.fail(ssl, "ssl of %s needs a host", whose).suggest("%s", r.whyNoHost(v))
	}
	if run := v.get("run"); run.there() && !run.get("publish").flag() {
		for _, key := range []string{"http_port", "https_port", "bind_ips"} {
			if run.has(key) {
				r.fail(run.get(key), "proxy/run/%s has no say next to publish: false", key).suggest("leave out one of them")
			}
		}
	}
}

// hasBadHosts reports whether hosts are written that the checks refused already.
func (r *reader) hasBadHosts(v value) bool {
	host, hosts := v.get("host"), v.get("hosts")
	return host.node != nil && !(host.there() && host.node.Scalar()) || hosts.node != nil && !hosts.is(yaml11.List)
}

func (r *reader) whyNoHost(v value) string {
	if host := v.get("host"); host.node != nil {
		if name := r.unset(host); name != "" {
			return fmt.Sprintf("the environment variable %q is not set", name)
		}
	}
	return "write proxy.host: the name that the certificate is for"
}

// checkOneServer refuses a certificate that is fetched for a role on several
// hosts, of which only one would get it.
func (r *reader) checkOneServer(role *Role, v value) {
	if !role.Proxy.SSL || role.Proxy.Certificate != nil {
		return
	}
	n := 0
	for _, host := range role.Hosts {
		if !r.config.OnTraefik(host) {
			n++
		}
	}
	if n > 1 {
		r.fail(v.get("ssl"), "ssl for the role %q on %d servers needs a certificate of your own", role.Name, n).
			suggest("write certificate_pem and private_key_pem below ssl, or let a load balancer do it")
	}
}

// checkNames refuses host names that two roles with ssl share.
func (r *reader) checkNames(top value) {
	taken := map[string]*Role{}
	for _, role := range r.config.Roles {
		if !role.Proxied || !role.Proxy.SSL {
			continue
		}
		for _, name := range role.Proxy.Hosts {
			if other := taken[name]; other != nil && other != role {
				at := mergeProxy(top, r.roleValue(role).get("proxy"))
				r.fail(at, "the roles %q and %q both have ssl for %s", other.Name, role.Name, name).suggest("give each role names of its own")
				break
			}
			taken[name] = role
		}
	}
}

// checkRuns refuses different proxy containers on one host.
func (r *reader) checkRuns() {
	for _, host := range r.config.Hosts() {
		var first *ProxyRun
		var whose string
		for _, s := range r.servedOn(host) {
			switch {
			case s.run == nil:
			case first == nil:
				first, whose = s.run, s.name
			case !reflect.DeepEqual(first, s.run):
				r.fail(s.at, "proxy/run of %s differs from that of %s, but both are on %s", s.name, whose, host).suggest("a host has one proxy only")
			}
		}
	}
}

// served is a role or an accessory behind the proxy of a host.
type served struct {
	name string
	run  *ProxyRun
	at   value
}

func (r *reader) servedOn(host Host) []served {
	var all []served
	if r.config.OnTraefik(host) {
		return nil
	}
	top := r.root.get("proxy")
	for _, role := range r.config.RolesOn(host) {
		if role.Proxied {
			at := mergeProxy(top, r.roleValue(role).get("proxy")).get("run")
			all = append(all, served{"the role " + role.Name, role.Proxy.Run, at})
		}
	}
	for _, a := range r.config.Accessories {
		if a.Proxied && slices.Contains(a.Hosts, host) {
			all = append(all, served{"the accessory " + a.Name, a.Proxy.Run, r.root.get("accessories").get(a.Name).get("proxy").get("run")})
		}
	}
	return all
}
