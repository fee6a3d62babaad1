package sshx

import (
	"net"
	"strconv"
	"strings"

	"github.com/kamal-go/kamal/internal/escape"
)

// tryLine is what to type to see the same with plain ssh.
func (e *Executor) tryLine(t *target) string { return e.loginLine(t, "-v") }

// loginLine is what to type to log in to a host as the executor does, with the
// system's own ssh. It has the host by the name that was asked for, so that ssh_config applies
// as it did here.
func (e *Executor) loginLine(t *target, options ...string) string {
	words := append([]string{"ssh"}, options...)
	if e.opts.ConfigFiles != nil && len(e.opts.ConfigFiles) == 0 {
		words = append(words, "-F", "/dev/null")
	}
	for _, file := range e.opts.ConfigFiles {
		words = append(words, "-F", file)
	}
	if t.via != nil && (t.jump || e.opts.Proxy != "") {
		words = append(words, "-J", strings.Join(jumpList(t.via), ","))
	} else if !t.jump && e.opts.Proxy == "" && e.opts.ProxyCommand != "" {
		words = append(words, "-o", "ProxyCommand="+e.opts.ProxyCommand)
	}
	if !t.jump {
		for _, key := range e.opts.Keys {
			words = append(words, "-i", key)
		}
		if e.opts.KeysOnly {
			words = append(words, "-o", "IdentitiesOnly=yes")
		}
	}
	if t.port != defaultPort {
		words = append(words, "-p", strconv.Itoa(t.port))
	}
	words = append(words, t.user+"@"+t.asked)
	for i, w := range words {
		words[i] = escape.Quote(w)
	}
	return strings.Join(words, " ")
}

func jumpList(t *target) []string {
	var list []string
	if t.via != nil {
		list = jumpList(t.via)
	}
	if t.port != defaultPort {
		return append(list, t.user+"@"+net.JoinHostPort(t.asked, strconv.Itoa(t.port)))
	}
	return append(list, t.user+"@"+t.asked)
}
