package sshx

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/kamal-go/kamal/internal/sshconfig"
)

// hostKeyAlgorithms are those asked for, best first, by the key type that they
// need; certificateAlgorithms the same for certificates.
var (
	hostKeyAlgorithms = []string{
		ssh.KeyAlgoED25519, ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521,
		ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256,
	}
	certificateAlgorithms = []string{
		ssh.CertAlgoED25519v01, ssh.CertAlgoECDSA256v01, ssh.CertAlgoECDSA384v01, ssh.CertAlgoECDSA521v01,
		ssh.CertAlgoRSASHA512v01, ssh.CertAlgoRSASHA256v01,
	}
)

// hostKeyName is what known_hosts calls a server.
func (t *target) hostKeyName() string {
	if t.settings.HostKeyAlias != "" {
		return strings.ToLower(t.settings.HostKeyAlias)
	}
	if t.port == defaultPort {
		return strings.ToLower(t.host)
	}
	return net.JoinHostPort(bracketed(strings.ToLower(t.host)), strconv.Itoa(t.port))
}

// bracketed makes JoinHostPort put brackets around the name in any case.
func bracketed(host string) string {
	if strings.Contains(host, ":") {
		return host
	}
	return "[" + host + "]"
}

// hostKeyNames adds the name without the port: its key counts for other ports
// of the same host that have no entry of their own, but is no reason to refuse a
// different one.
func (t *target) hostKeyNames() []string {
	name := t.hostKeyName()
	if t.settings.HostKeyAlias == "" && t.port != defaultPort {
		return []string{name, strings.ToLower(t.host)}
	}
	return []string{name}
}

// algorithms puts the types that are known for the server first: a server shows
// only one of its keys, and it should be one that we can compare.
func (h *knownHosts) algorithms(e *Executor, t *target) []string {
	known := map[string]bool{}
	certificates := false
	for _, k := range h.lookup(e, e.knownHostsFiles(t), t.hostKeyNames()...) {
		switch k.marker {
		case "cert-authority":
			certificates = true
		case "":
			known[k.key.Type()] = true
		}
	}
	first, rest := []string{}, []string{}
	for _, a := range hostKeyAlgorithms {
		if known[a] || known[ssh.KeyAlgoRSA] && strings.HasPrefix(a, "rsa-") {
			first = append(first, a)
		} else {
			rest = append(rest, a)
		}
	}
	if certificates {
		return slices.Concat(certificateAlgorithms, first, rest)
	}
	return slices.Concat(first, rest)
}

// check decides about the key that a server shows. A key that was known before
// makes the server trusted.
func (h *knownHosts) check(e *Executor, t *target, key ssh.PublicKey) (trusted bool, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	files := e.knownHostsFiles(t)
	name := t.hostKeyName()
	fail := func(problem string, known []knownKey) (bool, error) {
		err := &HostKeyError{Host: name, Problem: problem, Key: fingerprint(key)}
		for _, k := range known {
			err.Known = append(err.Known, k.String())
		}
		return false, err
	}
	lines := h.find(e, files, t.hostKeyNames()...)
	if revoked := revokes(lines, key); len(revoked) > 0 {
		return fail("revoked", revoked)
	}
	if cert, ok := key.(*ssh.Certificate); ok {
		if signed, err := checkCertificate(lines, t, cert); err != nil {
			return fail("its certificate is no good: "+err.Error(), nil)
		} else if signed {
			return true, nil
		}
		key = cert.Key
	}
	notPlain := func(k knownKey) bool { return k.marker != "" }
	known := slices.DeleteFunc(h.find(e, files, name), notPlain)
	decisive := known
	if len(known) == 0 { // the name without the port
		decisive = slices.DeleteFunc(lines, notPlain)
	}
	if slices.ContainsFunc(decisive, func(k knownKey) bool { return sameKey(k.key, key) }) {
		return !slices.ContainsFunc(h.added[name], func(k knownKey) bool { return sameKey(k.key, key) }), nil
	}
	strict := t.settings.StrictHostKeyChecking
	switch {
	case len(known) > 0 && strict == "no":
		e.opts.Logger.Warn("host key changed, but StrictHostKeyChecking is off", "host", name, "key", fingerprint(key))
		return false, nil
	case len(known) > 0:
		return fail("changed", known)
	case strict == "yes":
		return fail("unknown", nil)
	case !sshconfig.ValidHost(name):
		return fail("not known, and its name can't be written into known_hosts", nil)
	case e.noUserFile(t) && strict != "no":
		return fail("not known, and UserKnownHostsFile names no file to write it into", nil)
	}
	h.accept(e, t, files, key)
	return false, nil
}

func revokes(lines []knownKey, key ssh.PublicKey) []knownKey {
	var found []knownKey
	cert, isCert := key.(*ssh.Certificate)
	for _, k := range lines {
		if k.marker == "revoked" && (sameKey(k.key, key) || isCert && (sameKey(k.key, cert.Key) || sameKey(k.key, cert.SignatureKey))) {
			found = append(found, k)
		}
	}
	return found
}

// checkCertificate reports whether a known authority signed a good certificate
// for the server. Where no authority is known, the certificate counts for no
// more than the key in it.
func checkCertificate(lines []knownKey, t *target, cert *ssh.Certificate) (signed bool, err error) {
	known := slices.ContainsFunc(lines, func(k knownKey) bool {
		return k.marker == "cert-authority" && sameKey(k.key, cert.SignatureKey)
	})
	if !known {
		return false, nil
	}
	if cert.CertType != ssh.HostCert {
		return false, errors.New("it is no host certificate")
	}
	if !slices.Contains(ssh.SupportedAlgorithms().PublicKeyAuths, cert.Signature.Format) {
		return false, fmt.Errorf("it is signed by %s, which is not safe", cert.Signature.Format)
	}
	principal := t.host
	if t.settings.HostKeyAlias != "" {
		principal = t.settings.HostKeyAlias
	}
	if err := new(ssh.CertChecker).CheckCert(principal, cert); err != nil {
		return false, err
	}
	return true, nil
}

// accept remembers a key for this run and writes it down. That it can't be
// written is no reason not to go on.
func (h *knownHosts) accept(e *Executor, t *target, files []string, key ssh.PublicKey) {
	name := t.hostKeyName()
	h.add(name, knownKey{patterns: []string{name}, key: key, file: "this run"})
	log := e.opts.Logger.With("host", name, "key", fingerprint(key))
	if len(files) == 0 || e.noUserFile(t) {
		log.Info("accepted a new host key")
		return
	}
	written := name
	if t.settings.HashKnownHosts {
		written = knownhosts.HashHostname(name)
	}
	line := fmt.Sprintf("%s %s", written, ssh.MarshalAuthorizedKey(key))
	if err := appendLine(files[0], line); err != nil {
		log.Warn("accepted a new host key, but could not write it down", "error", err)
		return
	}
	if tell := e.opts.AcceptedHostKey; tell != nil {
		tell(name, fingerprint(key), files[0])
		return
	}
	log.Info("accepted a new host key", "file", files[0])
}
