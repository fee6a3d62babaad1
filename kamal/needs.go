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
		s.add(ref.Source)
	}
}

// writesEnv reports whether boots write env files themselves.
func (d *Deployer) writesEnv() bool { return d.cfg.EnvPush != config.EnvPushManual }

// deliverySecrets are those that bringing the image to the hosts needs.
func (d *Deployer) deliverySecrets(skipPush bool) []string {
	var s secretNames
	s.addRegistry(d.cfg.Registry)
	if !skipPush {
		s.add(d.cfg.Builder.Secrets...)
	}
	return s
}

// bootSecrets are those that booting the app and Traefik needs.
func (d *Deployer) bootSecrets() []string {
	var s secretNames
	for _, p := range d.places() {
		if !d.cfg.OnTraefik(p.host) {
			s.addCertificate(p.role.Certificate())
		}
		if d.writesEnv() {
			s.addEnv(p.role.Env(p.host))
		}
	}
	s.add(d.traefikSecrets()...)
	return s
}

// setupSecrets are those that a setup needs.
func (d *Deployer) setupSecrets(skipPush bool) []string {
	s := secretNames(d.deliverySecrets(skipPush))
	s.add(d.bootSecrets()...)
	s.add(d.accessorySecrets(d.accessoriesHere(d.cfg.Accessories))...)
	return s
}

// proxySecrets are those that booting a proxy needs.
func (d *Deployer) proxySecrets() []string {
	s := secretNames(d.deliverySecrets(true))
	s.add(d.traefikSecrets()...)
	return s
}

func (d *Deployer) traefikSecrets() []string {
	var s secretNames
	if d.writesEnv() && len(d.spec.TraefikHosts) > 0 {
		s.addEnv(d.cfg.Traefik.Env)
	}
	return s
}

// accessorySecrets are those that booting accessories needs. A template among
// their files is given them even where env files are pushed by hand.
func (d *Deployer) accessorySecrets(list []*config.Accessory) []string {
	var s secretNames
	for _, a := range list {
		s.addRegistry(a.LoginRegistry())
		s.addCertificate(a.Certificate())
		if d.writesEnv() || slices.ContainsFunc(a.Files, func(m config.Mount) bool { return isTemplate(m.Local) }) {
			s.addEnv(a.Env)
		}
	}
	return s
}

// switchSecrets are those that a switch between the proxies needs: certificates
// for one of them, and for the other what boots need.
func (d *Deployer) switchSecrets() []string {
	proxy, traefik := d.byKind(d.spec.Hosts)
	var s secretNames
	s.addRegistry(d.cfg.Registry)
	for _, h := range proxy {
		for _, r := range d.spec.RolesOn(h) {
			s.addCertificate(r.Certificate())
		}
		for _, a := range d.accessoriesOn(h) {
			s.addCertificate(a.Accessory.Certificate())
		}
	}
	s.add(d.on(traefik).bootSecrets()...)
	return s
}

// knowSecrets makes the secrets known that can be had without running a command,
// so that no output shows them, even where nobody has to look them up.
func (d *Deployer) knowSecrets(ctx context.Context) {
	if d.cfg.Secrets == nil {
		return
	}
	d.run.secrets.Do(func() {
		if err := d.cfg.Secrets.KnowAtHand(ctx, d.cfg.NeededNames()); err != nil {
			d.warn("secrets are not masked in what is shown: %v", err)
		}
	})
}

// isTemplate reports whether a file of an accessory is rendered before it is
// uploaded.
func isTemplate(file string) bool { return strings.HasSuffix(file, "erb") }
