package sshx

import (
	"errors"
	"io"
	"slices"

	"golang.org/x/crypto/ssh"
)

// keysPerLogin stays below the six tries that OpenSSH allows a connection.
const keysPerLogin = 5

var errEnough = errors.New("enough keys for one connection")

// login is one connection's log-in: it offers one key after the other, so that
// it is known which were refused, and a key that can't sign spoils no other.
type login struct {
	offers  []offer
	tried   int
	started bool
	methods []string // that the server allows
	limit   *limit   // of the whole attempt
	server  *stranger
}

// next is asked for each try. Once it was asked, the server let us in and has
// shown a good host key.
func (l *login) next(c *ssh.ClientAuthContext) (ssh.AuthMethod, error) {
	l.started = true
	l.limit.restart()
	if l.server.broken.Load() { // no server sees the keys that are left
		return nil, io.EOF
	}
	l.methods = methodNames(c.AllowedMethods)
	if l.tried == len(l.offers) || len(c.AllowedMethods) > 0 && !slices.Contains(c.AllowedMethods, "publickey") {
		return nil, nil
	}
	if l.tried >= keysPerLogin && l.tried < len(l.offers)-1 {
		return nil, errEnough
	}
	key := l.offers[l.tried]
	l.tried++
	if signer, ok := key.signer.(ssh.AlgorithmSigner); ok {
		return ssh.PublicKeys(&patientSigner{signer, l.limit}), nil
	}
	return ssh.PublicKeys(key.signer), nil
}

// patientSigner lets people take their time: a passphrase to type, a key to
// touch, an agent that asks.
type patientSigner struct {
	ssh.AlgorithmSigner
	limit *limit
}

func (s *patientSigner) SignWithAlgorithm(rand io.Reader, data []byte, algorithm string) (*ssh.Signature, error) {
	release := s.limit.hold()
	defer release()
	return s.AlgorithmSigner.SignWithAlgorithm(rand, data, algorithm)
}
