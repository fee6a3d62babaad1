package sshx

import (
	"context"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/kamal-go/kamal/internal/escape"
)

// A server has no room for a command's input before it runs, so a command with input
// would wait for two round trips. A shell that runs ahead takes the command and its
// input at once. It ends by itself when its input does.

// waitingLine makes a shell wait for a line, and run it as if it had been given it.
var waitingLine = pidPrefix + escape.LoginLine(`IFS= read -r kamal_line && eval "$(printf %b "$kamal_line")"`)

var escapeWaited = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\x00", "")

// waitedFor is a line for sh as a shell that waits reads it.
func waitedFor(line string) string { return escapeWaited.Replace(line) + "\n" }

// hand gives the line to the shell that waits in the session; see exec.
func (s *session) hand(line string) error {
	_, err := s.channel.Write([]byte(line))
	return err
}

// openWaiting is open for a session in which a shell waits.
func (c *conn) openWaiting() *opening {
	return c.opening(func(channel ssh.Channel, requests <-chan *ssh.Request) (*session, error) {
		s := newSession(channel, requests)
		if err := s.exec(waitingLine, c.agent != ""); err != nil {
			channel.Close()
			return nil, err
		}
		s.waits = true
		return s, nil
	})
}

// takeWaiting takes a session in which a shell waits, if there is one.
func (c *conn) takeWaiting() *session {
	return c.waited(c.takeOpening(func(o *opening) <-chan struct{} { return o.done }))
}

// awaitWaiting is takeWaiting for a command with input. For a shell that has been asked
// for it waits: its answer comes no later than that of a session without one would.
func (c *conn) awaitWaiting(ctx context.Context) *session {
	o := c.takeOpening(func(o *opening) <-chan struct{} { return o.granted })
	if o == nil || !c.opened(ctx, o) {
		return nil
	}
	return c.waited(o)
}

// takeOpening takes the session with a shell that waits once it has come so far.
func (c *conn) takeOpening(far func(*opening) <-chan struct{}) *opening {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.waiting == nil || !isOver(far(c.waiting)) {
		return nil
	}
	o := c.waiting
	c.waiting = nil
	return o
}

// waited gives the session of an opening, if it is there and can be used.
func (c *conn) waited(o *opening) *session {
	if o == nil || !isOver(o.done) || o.err != nil {
		return nil
	}
	if isOver(o.session.over) {
		<-c.slots
		return nil
	}
	return o.session
}
