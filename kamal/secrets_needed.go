package kamal

import (
	"context"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/kamal/config"
)

// secretNames are names of secrets, each once.
type secretNames []string

func (s *secretNames) add(names ...string) {
	for _, n := range names {
		if n != "" && !slices.Contains(*s, n) {
			*s = append(*s, n)
		}
	}
}

func (s *secretNames) addRegistry(r config.Registry) {
	if !r.Local() {
		s.add(r.Username.Secret, r.Password.Secret)
	}
}

func (s *secretNames) addCertificate(c *config.Certificate) {
	if c != nil {
		s.add(c.CertificatePEM, c.PrivateKeyPEM)
	}
}

func (s *secretNames) addEnv(e config.Env) {
	for _, ref := range e.Secret {
		s.add(ref.Value)
	}
}

// writesEnv reports whether boots write env files themselves.
func (eng *engine) writesEnv() bool { return !eng.cfg.ManualEnvPush }

// deliverySecrets are those that bringing the image to the hosts needs.
func (eng *engine) deliverySecrets(skipPush bool) []string {
	var s secretNames
	s.addRegistry(eng.cfg.Registry)
	if !skipPush {
		s.add(eng.cfg.Builder.Secrets...)
	}
	return s
}

// bootSecrets are those that booting the app and Traefik needs.
func (eng *engine) bootSecrets() []string {
	var s secretNames
	for _, p := range eng.places() {
		if !eng.cfg.OnTraefik(p.host) {
			s.addCertificate(p.role.Proxy.Certificate)
		}
		if eng.writesEnv() {
			s.addEnv(p.role.Env(p.host))
		}
	}
	s.add(eng.traefikSecrets()...)
	return s
}

// setupSecrets are those that a setup needs.
func (eng *engine) setupSecrets(skipPush bool) []string {
	s := secretNames(eng.deliverySecrets(skipPush))
	s.add(eng.bootSecrets()...)
	s.add(eng.accessorySecrets(eng.accessoriesHere(eng.cfg.Accessories))...)
	return s
}

// proxySecrets are those that booting a proxy needs.
func (eng *engine) proxySecrets() []string {
	s := secretNames(eng.deliverySecrets(true))
	s.add(eng.traefikSecrets()...)
	return s
}

func (eng *engine) traefikSecrets() []string {
	var s secretNames
	if eng.writesEnv() && len(eng.spec.traefikHosts) > 0 {
		s.addEnv(eng.cfg.Traefik.Env)
	}
	return s
}

// accessorySecrets are those that booting accessories needs. A template among
// their files is given them even where env files are pushed by hand.
func (eng *engine) accessorySecrets(list []*config.Accessory) []string {
	var s secretNames
	for _, a := range list {
		s.addRegistry(a.Registry)
		s.addCertificate(a.Proxy.Certificate)
		if eng.writesEnv() || slices.ContainsFunc(a.Files, func(m config.Mount) bool { return isTemplate(m.Local) }) {
			s.addEnv(a.Env)
		}
	}
	return s
}

// switchSecrets are those that a switch between the proxies needs: certificates
// for one of them, and for the other what boots need.
func (eng *engine) switchSecrets() []string {
	proxy, traefik := eng.byKind(eng.spec.hosts)
	var s secretNames
	s.addRegistry(eng.cfg.Registry)
	for _, h := range proxy {
		for _, r := range eng.spec.RolesOn(h) {
			s.addCertificate(r.Proxy.Certificate)
		}
		for _, a := range eng.accessoriesOn(h) {
			s.addCertificate(a.Accessory.Proxy.Certificate)
		}
	}
	s.add(eng.on(traefik).bootSecrets()...)
	return s
}

// knowSecrets makes the secrets known that can be had without running a command,
// so that no output shows them, even where nobody has to look them up.
func (eng *engine) knowSecrets(ctx context.Context) {
	if eng.cfg.Secrets == nil {
		return
	}
	eng.run.secrets.Do(func() {
		if _, err := eng.cfg.Secrets.Files(); err != nil {
			eng.warn(ctx, "secrets are not masked in what is shown: %v", err)
		}
	})
}

// isTemplate reports whether a file of an accessory is rendered before it is
// uploaded.
func isTemplate(file string) bool { return strings.HasSuffix(file, "erb") }
