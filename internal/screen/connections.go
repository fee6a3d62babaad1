package screen

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// connectionsOf gives the errors that are nothing but connections that did not come
// about.
func connectionsOf(errs ...error) []*sshx.ConnectError {
	var all []*sshx.ConnectError
	for _, err := range errs {
		if c, ok := errors.AsType[*sshx.ConnectError](err); ok && bare(err).Error() == c.Error() {
			all = append(all, c)
		}
	}
	return all
}

// bare takes off an error what says which host and which command it is about.
func bare(err error) error {
	for {
		switch e := err.(type) {
		case *kamal.HostError:
			err = e.Err
		case *kamal.CommandError:
			err = e.Err
		default:
			return err
		}
	}
}

// sameWay are the servers that gave no connection for one reason.
type sameWay struct {
	hosts, servers []string
	text           string
}

// explainConnections tells of all connections that did not come about: hosts with
// the same trouble together, and all troubles with keys of hosts in one. The line
// to type is left out: the hint has it.
func explainConnections(errs []*sshx.ConnectError) string {
	var ways []*sameWay
	var keys []*sshx.HostKeyError
	for _, e := range errs {
		if key, ok := e.Err.(*sshx.HostKeyError); ok && len(e.Via) == 0 {
			keys = append(keys, key)
			continue
		}
		text := reasons(e)
		i := slices.IndexFunc(ways, func(w *sameWay) bool { return w.text == text })
		if i < 0 {
			ways, i = append(ways, &sameWay{text: text}), len(ways)
		}
		ways[i].hosts = append(ways[i].hosts, e.Host)
		if !slices.Contains(ways[i].servers, e.Server) {
			ways[i].servers = append(ways[i].servers, e.Server)
		}
	}
	texts := hostKeyTexts(keys)
	for _, w := range ways {
		texts = append(texts, w.String())
	}
	return strings.Join(texts, "\n")
}

// reasons are why, without which server, and how often it was tried.
func reasons(e *sshx.ConnectError) string {
	short := *e
	short.Host, short.Server, short.Try, short.Attempts = "", "", "", 0
	return strings.TrimPrefix(short.Error(), `connecting to "": `)
}

func (w *sameWay) String() string {
	what, details, _ := strings.Cut(w.text, "\n")
	lines := []string{"connecting to " + strings.Join(w.hosts, ", ") + ": " + what}
	if servers := slices.DeleteFunc(slices.Clone(w.servers), func(s string) bool { return s == "" }); len(servers) > 0 {
		lines = append(lines, "  server:   "+strings.Join(servers, ", "))
	}
	if details != "" {
		lines = append(lines, details)
	}
	return strings.Join(lines, "\n")
}

// hostKeyTexts tells of keys of hosts, one text for each problem.
func hostKeyTexts(keys []*sshx.HostKeyError) []string {
	var texts []string
	for len(keys) > 0 {
		problem := keys[0].Problem
		same := func(e *sshx.HostKeyError) bool { return e.Problem == problem }
		texts = append(texts, hostKeyText(slices.DeleteFunc(slices.Clone(keys), func(e *sshx.HostKeyError) bool { return !same(e) })))
		keys = slices.DeleteFunc(slices.Clone(keys), same)
	}
	return texts
}

// hostKeyText tells of keys with the same problem, a line a host.
func hostKeyText(keys []*sshx.HostKeyError) string {
	if len(keys) == 1 {
		return keys[0].Error()
	}
	problem := map[string]string{
		"changed": "changed",
		"revoked": "are revoked",
		"unknown": "are not known, and StrictHostKeyChecking is on",
	}[keys[0].Problem]
	if problem == "" {
		problem = "are no good: " + keys[0].Problem
	}
	var b strings.Builder
	fmt.Fprintf(&b, "the keys of %d hosts %s:", len(keys), problem)
	for _, e := range keys {
		fmt.Fprintf(&b, "\n  %s shows %s", e.Host, e.Key)
		if len(e.Known) > 0 {
			fmt.Fprintf(&b, ", known is %s", strings.Join(e.Known, ", "))
		}
	}
	return b.String()
}
