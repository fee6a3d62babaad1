package sshx

import (
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"syscall"
	"time"

	"golang.org/x/crypto/ssh"
)

const (
	// droppedRetries bounds how often a connection that the server dropped
	// before the login is made again, loginRetries how often the rest of the
	// keys get a connection of their own.
	droppedRetries = 6
	proxyRetries   = 2 // a ProxyCommand that ends has other reasons more often
	loginRetries   = 4
	firstWait      = 100 * time.Millisecond
)

// attempts counts what was tried for one server.
type attempts struct {
	made, dropped, unresolved, logins int
	dnsRetries, droppedRetries        int
	refused                           int // how many of the keys were refused
}

// again decides whether the same may work a moment later, and when: a name that
// does not resolve yet, a server that drops connections for load, and keys that
// are left when the server has seen enough of them. A refused key or host key,
// and a server that is not there, stay what they are.
func (a *attempts) again(err error, l *login) (wait time.Duration, again bool) {
	a.made++
	switch {
	case isConnectError(err):
		return 0, false
	case notResolved(err):
		a.unresolved++
		return backoff(5*firstWait, a.unresolved), a.unresolved <= a.dnsRetries
	case !l.started && dropped(err):
		a.dropped++
		return backoff(firstWait, a.dropped), a.dropped <= a.droppedRetries
	case l.started && l.tried > 0 && l.tried < len(l.offers) && tooMany(err):
		a.logins++
		if a.logins > loginRetries {
			return 0, false
		}
		a.refused += l.tried
		return 0, true
	}
	return 0, false
}

// backoff doubles from one time to the next, and differs between hosts.
func backoff(first time.Duration, n int) time.Duration {
	d := first << min(n-1, 5)
	return time.Duration((0.5 + rand.Float64()) * float64(d))
}

func isConnectError(err error) bool {
	_, ok := errors.AsType[*ConnectError](err)
	return ok
}

func notResolved(err error) bool {
	_, ok := errors.AsType[*net.DNSError](err)
	return ok
}

// dropped reports an end without a word, as of a server with too many
// connections that are not logged in yet.
func dropped(err error) bool {
	if e, ok := errors.AsType[*ssh.OpenChannelError](err); ok {
		return e.Reason == ssh.ResourceShortage
	}
	if e, ok := errors.AsType[*net.OpError](err); ok && e.Op != "read" && e.Op != "write" {
		return false
	}
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) ||
		errors.Is(err, syscall.EPIPE) || strings.Contains(err.Error(), "forcibly closed")
}

// tooMany reports that the server, or we, ended a login for the number of keys.
func tooMany(err error) bool {
	return errors.Is(err, errEnough) || dropped(err) || strings.Contains(strings.ToLower(err.Error()), "too many authentication failures")
}
