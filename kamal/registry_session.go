package kamal

import (
	"context"
	"errors"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

// session is a place where docker keeps one login for each server.
type session struct {
	host   config.Host
	server string
}

// login is what a session was made with.
type login struct {
	as config.Registry
	// found says that it was there before this run: the registry may refuse it.
	found bool
}

// loggedIn reports whether a host is logged in with these credentials, as far as this
// run knows.
func (r *run) loggedIn(h config.Host, to config.Registry) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	l, ok := r.sessions[session{h, to.Server}]
	return ok && l.as == to
}

func (r *run) noteLogin(h config.Host, to config.Registry, found bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sessions[session{h, to.Server}] = login{to, found}
}

func (r *run) noteLogout(h config.Host, from config.Registry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.sessions, session{h, from.Server})
}

// sessionPart is loginPart for a host that is to pull next: it logs in only where docker
// does not have these credentials already. Whether the registry still takes them shows
// when it is asked for the image; see dropStale.
func (reg Registry) sessionPart(ctx context.Context, h config.Host, r config.Registry) (part, error) {
	p, err := reg.loginPart(ctx, h, r)
	if err != nil || p.cmd.IsZero() || reg.run.planned { // which has no host to look at
		return p, err
	}
	user, password, err := reg.credentials(ctx, r)
	p.unless = hostcmd.RegistrySession{Server: r.Server, Username: user, Password: password}.Look()
	p.ask = func(out string) error {
		reg.run.noteLogin(h, r, out == hostcmd.SessionThere)
		return nil
	}
	return p, err
}

// dropStale forgets a session that was there before, if a pull with it has failed, and
// reports whether: the registry may take it no more. It may say so in any words.
func (reg Registry) dropStale(h config.Host, r config.Registry, err error) bool {
	if _, refused := errors.AsType[*RegistryError](err); !refused {
		return false
	}
	reg.run.mu.Lock()
	defer reg.run.mu.Unlock()
	l := reg.run.sessions[session{h, r.Server}]
	if l.found {
		delete(reg.run.sessions, session{h, r.Server})
	}
	return l.found
}
