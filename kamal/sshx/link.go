package sshx

import (
	"github.com/melbahja/goph"
	"golang.org/x/crypto/ssh"
)

// link is what comes of a handshake.
type link struct {
	ssh.Conn
	channels <-chan ssh.NewChannel
	requests <-chan *ssh.Request
	callback ssh.HostKeyCallback
	trusted  bool // the server's key was known before
	shared   bool // it is one that the user's ssh keeps
}

// client makes a client of the link. What the server may begin is for [ssh.Client], which
// keeps goroutines ready for it.
func (l *link) client(t *target, mayBegin bool) *goph.Client {
	client := &ssh.Client{Conn: l.Conn}
	if mayBegin {
		client = ssh.NewClient(l.Conn, l.channels, l.requests)
		l.channels, l.requests = nil, nil
	}
	return &goph.Client{
		Client: client,
		Config: &goph.Config{User: t.user, Addr: t.host, Port: uint(t.port), Callback: l.callback},
	}
}

// wait refuses what the server begins, unless that is for the client, until the
// connection is over, and gives the reason.
func (l *link) wait() error {
	for l.channels != nil || l.requests != nil {
		select {
		case asked, more := <-l.channels:
			if !more {
				l.channels = nil
				continue
			}
			_ = asked.Reject(ssh.UnknownChannelType, "nothing is to be opened from there")
		case r, more := <-l.requests:
			if !more {
				l.requests = nil
				continue
			}
			_ = r.Reply(false, nil)
		}
	}
	return l.Conn.Wait()
}
