package sshx

import (
	"cmp"
	"errors"
	"strings"

	"golang.org/x/crypto/ssh"
)

// session is a channel in which one command can run.
type session struct {
	channel ssh.Channel
	waits   bool          // a shell in it waits for a line
	over    chan struct{} // closed when the channel has ended, after exit is set
	exit    *exit         // nil: it ended without one
}

// exit is how a command ended.
type exit struct {
	status uint32
	signal string
}

func newSession(channel ssh.Channel, requests <-chan *ssh.Request) *session {
	s := &session{channel: channel, over: make(chan struct{})}
	go s.listen(requests)
	return s
}

// listen answers what the server asks, from the start: a session opened ahead
// gets the server's keepalives too. It ends with the channel.
func (s *session) listen(requests <-chan *ssh.Request) {
	defer close(s.over)
	for r := range requests {
		switch r.Type {
		case "exit-status":
			var m struct{ Status uint32 }
			if ssh.Unmarshal(r.Payload, &m) == nil {
				s.exit = &exit{status: m.Status}
			}
		case "exit-signal":
			var m struct {
				Signal     string
				CoreDumped bool
				Message    string
				Language   string
			}
			if ssh.Unmarshal(r.Payload, &m) == nil {
				s.exit = &exit{signal: signalName(m.Signal)}
			}
		}
		if r.WantReply {
			_ = r.Reply(false, nil)
		}
	}
}

// signalName is a signal's name as far as it is one: servers may send anything.
func signalName(s string) string {
	const longest = 64
	name := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', strings.ContainsRune("@._-", r):
			return r
		}
		return -1
	}, s[:min(len(s), longest)])
	return cmp.Or(name, "unknown")
}

var errNotStarted = errors.New("the server refused to run the command")

// exec sends the line and waits for the answer: nil once the command runs. Output may
// well be there before it.
func (s *session) exec(line string, forwardAgent bool) error {
	if forwardAgent {
		_, _ = s.channel.SendRequest("auth-agent-req@openssh.com", false, nil)
	}
	ok, err := s.channel.SendRequest("exec", true, ssh.Marshal(struct{ Line string }{line}))
	if err == nil && !ok {
		err = errNotStarted
	}
	return err
}

// result is the error that a command's end stands for. It may be asked for when
// the session is over and ended with a status.
func (x *exit) result() error {
	switch {
	case x.signal != "":
		status := 255
		if n, ok := signalNumbers[x.signal]; ok {
			status = 128 + n
		}
		return &ExitError{Status: status, Signal: x.signal}
	case x.status != 0:
		return &ExitError{Status: int(x.status)}
	}
	return nil
}
