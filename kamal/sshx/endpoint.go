package sshx

import (
	"fmt"
	"net"
	"strconv"
	"strings"

	"github.com/kamal-go/kamal/internal/sshconfig"
)

// endpoint is a server as people write it: [user@]host[:port].
type endpoint struct {
	user, host string
	port       int
}

func parseEndpoint(s string) (endpoint, error) {
	var p endpoint
	rest := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(s), "ssh://"), "/")
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		p.user, rest = rest[:i], rest[i+1:]
	}
	p.host = rest
	if strings.HasPrefix(rest, "[") || strings.Count(rest, ":") == 1 {
		host, port, err := net.SplitHostPort(rest)
		switch {
		case err == nil:
			n, err := strconv.ParseUint(port, 10, 16)
			if err != nil || n == 0 {
				return p, fmt.Errorf("reading host %q: %q is no port", s, port)
			}
			p.host, p.port = host, int(n)
		case strings.HasPrefix(rest, "[") && strings.HasSuffix(rest, "]"):
			p.host = rest[1 : len(rest)-1]
		}
	}
	if !sshconfig.ValidHost(p.host) {
		return p, fmt.Errorf("reading host %q: not a host name", s)
	}
	if p.user != "" {
		return p, checkUser(p.user)
	}
	return p, nil
}

func checkUser(name string) error {
	if sshconfig.ValidUser(name) {
		return nil
	}
	return fmt.Errorf("logging in as %q: not a user's name: it may not begin with a dash, nor hold blanks or what shells read", name)
}

func parseEndpoints(list string) ([]endpoint, error) {
	var ps []endpoint
	for s := range strings.SplitSeq(list, ",") {
		p, err := parseEndpoint(s)
		if err != nil {
			return nil, err
		}
		ps = append(ps, p)
	}
	return ps, nil
}
