package sshx

import (
	"net"
	"strconv"
	"strings"

	"github.com/kamal-go/kamal/kamal/commands"
)

// tryLine is what to type to see the same with plain ssh.
func (e *Executor) tryLine(t *target) string {
	words := []string{"ssh", "-v"}
	if e.opts.ConfigFiles != nil && len(e.opts.ConfigFiles) == 0 {
		words = append(words, "-F", "/dev/null")
	}
	for _, file := range e.opts.ConfigFiles {
		words = append(words, "-F", file)
	}
	if t.via != nil {
		words = append(words, "-J", strings.Join(jumpList(t.via), ","))
	} else if t.proxyCommand != "" {
		words = append(words, "-o", "ProxyCommand="+t.proxyCommand)
	}
	if !t.jump {
		for _, key := range e.opts.Keys {
			words = append(words, "-i", key)
		}
		if e.opts.KeysOnly {
			words = append(words, "-o", "IdentitiesOnly=yes")
		}
	}
	if t.port != DefaultPort {
		words = append(words, "-p", strconv.Itoa(t.port))
	}
	words = append(words, t.user+"@"+t.host)
	for i, w := range words {
		words[i] = commands.Quote(w)
	}
	return strings.Join(words, " ")
}

func jumpList(t *target) []string {
	var list []string
	if t.via != nil {
		list = jumpList(t.via)
	}
	if t.port != DefaultPort {
		return append(list, t.user+"@"+net.JoinHostPort(t.host, strconv.Itoa(t.port)))
	}
	return append(list, t.user+"@"+t.host)
}
