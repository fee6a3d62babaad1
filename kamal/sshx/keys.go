package sshx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/melbahja/goph"
	"golang.org/x/crypto/ssh"

	"github.com/kamal-go/kamal/internal/regular"
)

// keyRing reads each private key once.
type keyRing struct {
	mu   sync.Mutex
	keys map[string]*privateKey
}

// maxKeyFile is how large the file of a key or a certificate may be.
const maxKeyFile = 1 << 20

// privateKey is a key as it is found in a file or in the configuration.
type privateKey struct {
	name   string
	pem    []byte
	public ssh.PublicKey // nil where only the passphrase would tell
	signer ssh.Signer    // nil while it is encrypted, or where only the public half is here
	err    error         // why there is no signer

	unlock sync.Mutex
}

// file gives the key in a file. It is never nil; err says what is wrong.
func (r *keyRing) file(path string) *privateKey {
	return r.once(path, func() *privateKey {
		text, err := regular.ReadFile(path, maxKeyFile)
		if err != nil {
			k := &privateKey{name: path, public: publicFile(path + ".pub"), err: err}
			if e, ok := errors.AsType[*os.PathError](err); ok {
				k.err = e.Err
			}
			return k
		}
		k := parsePrivateKey(path, text)
		if k.err != errPublicOnly && k.public != nil && othersRead(path) {
			k.pem, k.signer, k.err = nil, nil, fmt.Errorf("others can read it: chmod 600 %s", path)
		}
		return k
	})
}

// data gives a key that is text of the configuration.
func (r *keyRing) data(n int, pem string) *privateKey {
	name := fmt.Sprintf("key data %d", n+1)
	return r.once(name, func() *privateKey { return parsePrivateKey(name, []byte(strings.TrimSpace(pem)+"\n")) })
}

func (r *keyRing) once(name string, read func() *privateKey) *privateKey {
	r.mu.Lock()
	defer r.mu.Unlock()
	k, ok := r.keys[name]
	if !ok {
		if r.keys == nil {
			r.keys = map[string]*privateKey{}
		}
		k = read()
		r.keys[name] = k
	}
	return k
}

func parsePrivateKey(name string, text []byte) *privateKey {
	k := &privateKey{name: name}
	signer, err := goph.GetSignerForRawKey(text, "")
	if err == nil {
		k.signer, k.public = signer, signer.PublicKey()
		return k
	}
	k.err = err
	if missing, ok := errors.AsType[*ssh.PassphraseMissingError](err); ok {
		k.pem, k.public, k.err = text, missing.PublicKey, errEncrypted
		if k.public == nil {
			k.public = publicFile(name + ".pub")
		}
	} else if public, _, _, _, err := ssh.ParseAuthorizedKey(text); err == nil {
		k.public, k.err = public, errPublicOnly
	}
	return k
}

var (
	errEncrypted  = errors.New("encrypted, and not in the agent")
	errPublicOnly = errors.New("a public key, and not in the agent")
)

func publicFile(path string) ssh.PublicKey {
	text, err := regular.ReadFile(path, maxKeyFile)
	if err != nil {
		return nil
	}
	public, _, _, _, err := ssh.ParseAuthorizedKey(text)
	if err != nil {
		return nil
	}
	return public
}

// certificate reads a certificate file; nil if there is none.
func certificate(path string) *ssh.Certificate {
	cert, _ := publicFile(path).(*ssh.Certificate)
	return cert
}

// lockedSigner is an encrypted key: the passphrase is asked for only when a
// server has accepted its public half.
type lockedSigner struct {
	*privateKey
	ctx context.Context
	ask func(ctx context.Context, key string) (string, error)
}

func (s *lockedSigner) PublicKey() ssh.PublicKey { return s.public }

func (s *lockedSigner) Sign(rand io.Reader, data []byte) (*ssh.Signature, error) {
	return s.SignWithAlgorithm(rand, data, "")
}

func (s *lockedSigner) SignWithAlgorithm(rand io.Reader, data []byte, algorithm string) (*ssh.Signature, error) {
	signer, err := s.open()
	if err != nil {
		return nil, err
	}
	if with, ok := signer.(ssh.AlgorithmSigner); ok && algorithm != "" {
		return with.SignWithAlgorithm(rand, data, algorithm)
	}
	return signer.Sign(rand, data)
}

// open asks for the passphrase, once for all hosts unless it was wrong.
func (s *lockedSigner) open() (ssh.Signer, error) {
	s.unlock.Lock()
	defer s.unlock.Unlock()
	if s.signer != nil {
		return s.signer, nil
	}
	passphrase, err := s.ask(s.ctx, s.name)
	if err != nil {
		return nil, fmt.Errorf("asking for the passphrase of %q: %w", s.name, err)
	}
	signer, err := goph.GetSignerForRawKey(s.pem, passphrase)
	if err != nil {
		return nil, fmt.Errorf("opening key %q: %w", s.name, err)
	}
	s.signer = signer
	return signer, nil
}

func sameKey(a, b ssh.PublicKey) bool {
	return a != nil && b != nil && bytes.Equal(a.Marshal(), b.Marshal())
}

// expandHome puts the user's folder in the place of a leading ~ .
func expandHome(path, home string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		return filepath.Join(home, rest)
	}
	return path
}
