package sshx

import (
	"slices"
	"sync"

	"golang.org/x/crypto/ssh"
)

// accepted remembers which key let us in where: a further connection there, as for
// a forwarded port, spends no round trips on the others.
type accepted struct {
	mu   sync.Mutex
	keys map[string]ssh.PublicKey // by target
}

func (a *accepted) note(t *target, l *login) {
	if l.tried == 0 { // the server let us in without a key
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.keys == nil {
		a.keys = map[string]ssh.PublicKey{}
	}
	a.keys[t.key()] = l.offers[l.tried-1].signer.PublicKey()
}

// first puts the key that let us in before all others.
func (a *accepted) first(t *target, keys []offer) {
	a.mu.Lock()
	known := a.keys[t.key()]
	a.mu.Unlock()
	i := slices.IndexFunc(keys, func(k offer) bool { return sameKey(k.signer.PublicKey(), known) })
	if i <= 0 {
		return
	}
	key := keys[i]
	copy(keys[1:], keys[:i])
	keys[0] = key
}
