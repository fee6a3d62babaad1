package sshx

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"golang.org/x/crypto/ssh"
)

// dial connects to a server and logs in. It tries again where that helps; see
// [attempts.again].
func (e *Executor) dial(ctx context.Context, t *target) (*conn, error) {
	offers := e.offers(ctx, t)
	e.accepted.first(t, offers.keys)
	a := &attempts{dnsRetries: e.opts.DNSRetries, droppedRetries: droppedRetries}
	if t.proxyCommand != "" {
		a.droppedRetries = proxyRetries
	}
	for {
		login := &login{offers: offers.keys[a.refused:]}
		c, err := e.attempt(ctx, t, login)
		if err == nil {
			e.accepted.note(t, login)
			return c, nil
		}
		wait, again := a.again(err, login)
		if ctx.Err() != nil {
			return nil, ended(ctx)
		}
		if !again {
			return nil, e.connectError(t, err, login, offers, a)
		}
		e.opts.Logger.Debug("connecting again", "host", t.name, "after", wait, "error", err)
		if err := pause(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// attempt makes one connection. The time limit holds from the moment it is its
// turn, for the connection and the key exchange together, and then for each answer.
func (e *Executor) attempt(ctx context.Context, t *target, login *login) (*conn, error) {
	bastion, err := e.bastion(ctx, t.via)
	if err != nil {
		return nil, err
	}
	leave, err := e.gates.enter(ctx, t.gate())
	if err != nil {
		return nil, err
	}
	defer leave()
	ctx, login.limit = withLimit(ctx, e.connectTimeout(t))
	defer login.limit.end()
	transport, err := e.transport(ctx, t, bastion)
	if err != nil {
		return nil, deadline(ctx, err)
	}
	server := newStranger(transport)
	login.server = server
	link, err := e.handshake(ctx, t, server, login)
	if err != nil {
		server.Close()
		if p, ok := transport.(*processConn); ok {
			err = p.explain(err)
		}
		return nil, deadline(ctx, err)
	}
	return e.newConn(t, link, server), nil
}

// deadline puts the reason in the place of an error that came of the context.
func deadline(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	return ended(ctx)
}

// handshake agrees on keys and logs in. Not every transport has deadlines, so the end of
// the context closes it.
func (e *Executor) handshake(ctx context.Context, t *target, server *stranger, login *login) (*link, error) {
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	var trusted bool
	var refused error
	good := ssh.SupportedAlgorithms() // none that ssh has given up
	config := &ssh.ClientConfig{
		Config:            ssh.Config{KeyExchanges: good.KeyExchanges, Ciphers: good.Ciphers, MACs: good.MACs},
		User:              t.user,
		HostKeyAlgorithms: e.known.algorithms(e, t),
		HostKeyCallback: func(_ string, _ net.Addr, key ssh.PublicKey) error {
			login.limit.restart()
			trusted, refused = e.known.check(e, t, key)
			return refused
		},
		AuthCallback: login.next,
	}
	c, channels, requests, err := ssh.NewClientConn(server, t.addr(), config)
	if refused != nil {
		return nil, refused
	}
	if err != nil {
		return nil, server.explain(err)
	}
	server.welcome()
	if !stop() {
		server.Close()
		return nil, ended(ctx)
	}
	return &link{Conn: c, channels: channels, requests: requests, callback: config.HostKeyCallback, trusted: trusted}, nil
}

// transport opens the bytes' way to the server: straight, through the server
// before it, or through a process.
func (e *Executor) transport(ctx context.Context, t *target, bastion *conn) (net.Conn, error) {
	switch {
	case bastion != nil:
		c, err := bastion.client.DialContext(ctx, "tcp", t.addr())
		if err != nil {
			return nil, foreign{err}
		}
		return c, nil
	case t.proxyCommand != "":
		return startProxy(t.proxyCommand)
	}
	return e.opts.Dial(ctx, "tcp", t.addr())
}

// bastion gives the connection to the server before, which all hosts behind it
// share. It is nil where there is none.
func (e *Executor) bastion(ctx context.Context, via *target) (*conn, error) {
	if via == nil {
		return nil, nil
	}
	return e.pool.get(ctx, "jump "+via.key(), func(ctx context.Context) (*conn, error) { return e.reach(ctx, via) })
}

func (e *Executor) connectError(t *target, err error, login *login, offers offers, a *attempts) error {
	if inner, ok := errors.AsType[*ConnectError](err); ok {
		outer := *inner
		outer.Host = t.name
		return &outer
	}
	if _, ok := errors.AsType[*HostKeyError](err); ok {
		offers.keys, offers.skipped, offers.agent = nil, nil, ""
	}
	ce := &ConnectError{
		Host: t.name, Server: t.String(), Via: t.path(), Skipped: offers.skipped, Agent: offers.agent,
		Methods: login.methods, Attempts: a.made, Try: e.tryLine(t), Err: err,
	}
	if !login.started && dropped(err) {
		ce.Err = fmt.Errorf("the server closes the connection before the login, for load or by a rule: %w", err)
	}
	if login.started && !errors.Is(err, errTalkative) {
		for _, k := range offers.keys[:a.refused+login.tried] {
			ce.Keys = append(ce.Keys, k.String())
		}
		ce.Err = refusal(err)
	}
	return ce
}

var errRefused = errors.New("the server accepted none of the keys")

// refusal says in plain words that no key was good enough. What else there is
// to say, such as that a key could not sign, stays.
func refusal(err error) error {
	if strings.Contains(err.Error(), "unable to authenticate") {
		return errRefused
	}
	return fmt.Errorf("%w: %w", errRefused, err)
}
