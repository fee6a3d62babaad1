package advice

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// ofSSH is about the way to a host.
func (t trouble) ofSSH() *next {
	if forget := t.forgetKeys(); forget != "" {
		return &next{"if these are new machines, forget the old keys; if not, someone may be in between", forget}
	}
	if revoked := t.revoked(); revoked != "" {
		return &next{"somebody has revoked this key, and knows why; where that is said", revoked}
	}
	if e, ok := errors.AsType[*sshx.ConnectError](t.err); ok {
		return connect(e)
	}
	switch {
	case isA[*sshx.HostKeyError](t.err):
		return &next{"what the server shows of itself", "ssh-keyscan " + escape.Quote(keyHost(t.err))}
	case isA[*sshx.LostError](t.err):
		return &next{"how far it came", t.kamal("details")}
	case errors.Is(t.err, sshx.ErrUnreachable):
		return &next{"what the way to the hosts is like", t.kamal("doctor")}
	case errors.Is(t.err, sshx.ErrClosed):
		return &next{"nothing was sent; once more", t.again()}
	}
	return nil
}

// connect is about a server that gave no connection.
func connect(e *sshx.ConnectError) *next {
	try := e.Try
	if try == "" {
		try = "ssh -v " + escape.Quote(e.Host)
	}
	if key, ok := errors.AsType[*sshx.HostKeyError](e); ok && key.Problem == "unknown" {
		return &next{"look at its key, and accept it if it is the right one", strings.Replace(try, "ssh -v ", "ssh ", 1)}
	}
	if len(e.Keys)+len(e.Skipped) > 0 || len(e.Methods) > 0 {
		return &next{"see which keys plain ssh offers, and what it gets for an answer", try}
	}
	return &next{"see how far plain ssh gets", try}
}

// forgetKeys gives the lines that forget the keys of all hosts that changed.
func (t trouble) forgetKeys() string {
	var lines []string
	for _, e := range hostKeys(t.err) {
		if e.Problem != "changed" {
			continue
		}
		for _, file := range files(e) {
			l := fmt.Sprintf("ssh-keygen -R %s%s", escape.Quote(e.Host), file)
			if !slices.Contains(lines, l) {
				lines = append(lines, l)
			}
		}
	}
	return strings.Join(lines, "; ")
}

// placed is how a key that is known says where it stands.
var placed = regexp.MustCompile(`\((.+):\d+\)$`)

// files are the files that hold the keys, as options of ssh-keygen.
func files(e *sshx.HostKeyError) []string {
	var all []string
	for _, known := range e.Known {
		option := ""
		if m := placed.FindStringSubmatch(known); m != nil && !strings.HasSuffix(m[1], "/.ssh/known_hosts") {
			option = " -f " + escape.Quote(m[1])
		}
		if !slices.Contains(all, option) {
			all = append(all, option)
		}
	}
	if len(all) == 0 {
		return []string{""}
	}
	return all
}

// revoked is what shows where a key was revoked, or nothing.
func (t trouble) revoked() string {
	for _, e := range hostKeys(t.err) {
		if e.Problem != "revoked" {
			continue
		}
		file := "~/.ssh/known_hosts"
		for _, known := range e.Known {
			if m := placed.FindStringSubmatch(known); m != nil {
				file = escape.Quote(m[1])
			}
		}
		return "grep -n @revoked " + file
	}
	return ""
}

func keyHost(err error) string {
	e, _ := errors.AsType[*sshx.HostKeyError](err)
	return e.Host
}

// hostKeys are all troubles with keys of hosts that an error joins or wraps.
func hostKeys(err error) []*sshx.HostKeyError {
	switch e := err.(type) {
	case *sshx.HostKeyError:
		return []*sshx.HostKeyError{e}
	case interface{ Unwrap() []error }:
		var all []*sshx.HostKeyError
		for _, x := range e.Unwrap() {
			all = append(all, hostKeys(x)...)
		}
		return all
	case interface{ Unwrap() error }:
		return hostKeys(e.Unwrap())
	}
	return nil
}
