package sshx

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"golang.org/x/crypto/ssh"
)

// offer is one key for a login, and where it comes from.
type offer struct {
	name   string
	signer ssh.Signer
}

func (o offer) String() string {
	public := o.signer.PublicKey()
	if cert, ok := public.(*ssh.Certificate); ok {
		return fmt.Sprintf("%s (certificate %q, %s)", o.name, cert.KeyId, ssh.FingerprintSHA256(cert.Key))
	}
	return fmt.Sprintf("%s (%s)", o.name, ssh.FingerprintSHA256(public))
}

// offers are the keys for one server in the order to try, those that are left
// out, and what the agent said.
type offers struct {
	keys    []offer
	skipped []string
	agent   string
}

func (o *offers) add(name string, signer ssh.Signer) {
	if signer == nil || slices.ContainsFunc(o.keys, func(k offer) bool { return sameKey(k.signer.PublicKey(), signer.PublicKey()) }) {
		return
	}
	o.keys = append(o.keys, offer{name, signer})
}

// offers collects the keys for a server: certificates first, then the keys that
// were named, the agent's others, and last the usual files where no key was
// named.
func (e *Executor) offers(ctx context.Context, t *target) offers {
	named, isNamed := e.namedKeys(t)
	agentSigners, said := e.agentKeys(ctx, e.agentSocket(t))
	all := offers{agent: said}
	var usable []offer
	for _, k := range named {
		signer, err := e.signer(ctx, k, agentSigners)
		if err != nil {
			if isNamed || k.public != nil {
				all.skipped = append(all.skipped, fmt.Sprintf("%s: %v", k.name, err))
			}
			continue
		}
		usable = append(usable, offer{k.name, signer})
	}
	e.addCertificates(&all, t, named, usable, agentSigners)
	addAgent := func() {
		for _, s := range agentSigners {
			all.add("agent "+s.(*agentSigner).comment, s)
		}
	}
	only := e.opts.KeysOnly || t.settings.IdentitiesOnly
	if !isNamed && !only {
		addAgent()
	}
	for _, o := range usable {
		all.add(o.name, o.signer)
	}
	if isNamed && !only {
		addAgent()
	}
	return all
}

// namedKeys gives the keys that were asked for, or the usual files. What the
// options name replaces ssh_config's; on a jump host both count, for it is
// often ssh_config that knows it.
func (e *Executor) namedKeys(t *target) (keys []*privateKey, named bool) {
	for i, pem := range e.opts.KeyData {
		keys = append(keys, e.keys.data(i, pem))
	}
	for _, path := range e.opts.Keys {
		keys = append(keys, e.keys.file(expandHome(path, e.opts.Home)))
	}
	if len(keys) == 0 || t.jump {
		for _, path := range t.settings.IdentityFiles {
			keys = append(keys, e.keys.file(path))
		}
	}
	if len(keys) > 0 || t.settings.IdentityFiles != nil {
		return keys, true
	}
	for _, name := range []string{"id_ed25519", "id_ed25519_sk", "id_ecdsa", "id_ecdsa_sk", "id_rsa"} {
		keys = append(keys, e.keys.file(filepath.Join(e.opts.Home, ".ssh", name)))
	}
	return keys, false
}

// signer finds what can sign with a key: itself, the agent, or itself once the
// passphrase is known.
func (e *Executor) signer(ctx context.Context, k *privateKey, agentSigners []ssh.Signer) (ssh.Signer, error) {
	if k.err == nil {
		return k.signer, nil
	}
	for _, s := range agentSigners {
		if sameKey(s.PublicKey(), k.public) {
			return s, nil
		}
	}
	if k.pem == nil || e.opts.Passphrase == nil {
		return nil, k.err
	}
	locked := &lockedSigner{privateKey: k, ctx: ctx, ask: e.opts.Passphrase}
	if k.public == nil {
		return locked.open()
	}
	return locked, nil
}

// addCertificates offers each certificate that is named, or lies beside a key,
// with the key that it is for.
func (e *Executor) addCertificates(all *offers, t *target, named []*privateKey, usable []offer, agentSigners []ssh.Signer) {
	files := slices.Clone(t.settings.CertificateFiles)
	for _, k := range named {
		files = append(files, k.name+"-cert.pub")
	}
	candidates := slices.Clone(agentSigners)
	for _, o := range usable {
		candidates = append(candidates, o.signer)
	}
	for _, file := range files {
		cert := certificate(file)
		if cert == nil {
			continue
		}
		for _, s := range candidates {
			if !sameKey(s.PublicKey(), cert.Key) {
				continue
			}
			if signer, err := ssh.NewCertSigner(cert, s); err == nil {
				all.add(file, signer)
				break
			}
		}
	}
}
