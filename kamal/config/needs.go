package config

import (
	"cmp"
	"fmt"
	"slices"
)

// Need is a secret that the configuration uses.
type Need struct {
	// Secret is its name.
	Secret string
	// By are the keys of the configuration that use it, as in its messages.
	By []string
	// Pushed says that only env push looks it up: see [Config.ManualEnvPush].
	Pushed bool
}

// Needs are the secrets that the configuration uses, each once, in the order of its
// sections.
func (c *Config) Needs() []Need {
	c = c.orNone()
	n := needs{manual: c.ManualEnvPush}
	n.registry("registry", c.Registry)
	for _, s := range c.Builder.Secrets {
		n.add("builder/secrets", s)
	}
	for _, x := range c.SSH.KeyData {
		n.add("ssh/key_data", x.Secret)
	}
	for _, r := range c.Roles {
		n.role(c, r)
	}
	for _, a := range c.Accessories {
		section := "accessories/" + a.Name
		if a.ownRegistry {
			n.registry(section+"/registry", a.Registry)
		}
		n.certificate(section+"/proxy", a.Proxy.Certificate)
		n.env(section+"/env", a.Env)
	}
	if c.Traefik != nil {
		n.env("traefik/env", c.Traefik.Env)
	}
	return n.list
}

// neededNames are the names of all secrets that the configuration uses.
func (c *Config) neededNames() []string {
	var names []string
	for _, n := range c.Needs() {
		names = append(names, n.Secret)
	}
	return names
}

// needs collects secrets.
type needs struct {
	list   []Need
	manual bool // env files are pushed by hand
}

func (n *needs) add(by, secret string) { n.addAs(Need{Secret: secret, By: []string{by}}) }

func (n *needs) addAs(x Need) {
	if x.Secret == "" {
		return
	}
	i := slices.IndexFunc(n.list, func(o Need) bool { return o.Secret == x.Secret })
	if i < 0 {
		n.list = append(n.list, x)
		return
	}
	n.list[i].By = appendNew(n.list[i].By, x.By)
	n.list[i].Pushed = n.list[i].Pushed && x.Pushed
}

func (n *needs) registry(section string, r Registry) {
	if !r.Local() {
		n.add(section+"/username", r.Username.Secret)
		n.add(section+"/password", r.Password.Secret)
	}
}

func (n *needs) certificate(section string, x *Certificate) {
	if x != nil {
		n.add(section+"/ssl/certificate_pem", x.CertificatePEM)
		n.add(section+"/ssl/private_key_pem", x.PrivateKeyPEM)
	}
}

func (n *needs) env(section string, e Env) {
	for _, s := range e.Secret {
		n.addAs(Need{Secret: s.Value, By: []string{section}, Pushed: n.manual})
	}
}

// role adds what a role uses on its hosts, each with the layer that it is from.
func (n *needs) role(c *Config, r *Role) {
	section := "servers/" + r.Name
	if len(r.Hosts) > 0 {
		n.certificate(cmp.Or(c.proxySection(r), section+"/proxy"), r.Proxy.Certificate)
		n.env("env", Env{Secret: kept(c.Env.Secret, r)})
		n.env(section+"/env", Env{Secret: kept(r.env.Secret, r)})
	}
	for _, h := range r.Hosts {
		for _, tag := range r.tags[h] {
			n.env(fmt.Sprintf("env/tags/%s", tag), Env{Secret: kept(c.Env.Tags[tag].Secret, r)})
		}
	}
}

// proxySection is "proxy" where a role's certificate is that of the top level.
func (c *Config) proxySection(r *Role) string {
	own, top := r.Proxy.Certificate, c.Proxy.Certificate
	if own != nil && top != nil && *own == *top {
		return "proxy"
	}
	return ""
}

// kept are those of a layer's secrets that reach a host of the role: a later layer
// may take another secret for a variable.
func kept(layer Pairs, r *Role) Pairs {
	var out Pairs
	for _, s := range layer {
		if slices.ContainsFunc(r.Hosts, func(h Host) bool { return slices.Contains(r.Env(h).Secret, s) }) {
			out = append(out, s)
		}
	}
	return out
}
