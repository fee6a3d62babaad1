package sshconfig

import (
	"cmp"
	"crypto/sha1"
	"encoding/hex"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// allTokens are those that paths may hold, proxyTokens those of ProxyCommand
// and ProxyJump.
const (
	allTokens   = "CdhijkLlnpru"
	proxyTokens = "hnpr"
)

// tokens maps the letter behind a percent sign to its text.
type tokens map[byte]string

func (r *reader) tokens() tokens {
	q := r.query
	short, _, _ := strings.Cut(q.LocalHost, ".")
	t := tokens{
		'd': q.Home, 'h': strings.ToLower(r.hostName()), 'i': q.LocalUID, 'j': lastJump(r.values.first("proxyjump")),
		'k': cmp.Or(r.values.first("hostkeyalias"), q.Host), 'L': short, 'l': q.LocalHost,
		'n': q.Host, 'p': strconv.Itoa(cmp.Or(q.Port, number(r.values.first("port")), 22)), 'r': r.user(), 'u': q.LocalUser,
	}
	t['C'] = t.connection()
	return t
}

// connection is the hash that stands for %C.
func (t tokens) connection() string {
	sum := sha1.Sum([]byte(t['l'] + t['h'] + t['p'] + t['r'] + t['j']))
	return hex.EncodeToString(sum[:])
}

// lastJump is the name alone of the jump host next to the server.
func lastJump(list string) string {
	if strings.EqualFold(list, "none") {
		return ""
	}
	host := list[strings.LastIndexByte(list, ',')+1:]
	host = strings.TrimSuffix(strings.TrimPrefix(host, "ssh://"), "/")
	host = host[strings.LastIndexByte(host, '@')+1:]
	if rest, ok := strings.CutPrefix(host, "["); ok {
		host, _, _ = strings.Cut(rest, "]")
	} else if strings.Count(host, ":") == 1 {
		host, _, _ = strings.Cut(host, ":")
	}
	return host
}

// expand puts in the allowed tokens and %%; any other percent sign stays.
func (t tokens) expand(s, allowed string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] != '%' || i+1 == len(s):
			b.WriteByte(s[i])
		case s[i+1] == '%':
			b.WriteByte('%')
			i++
		case strings.IndexByte(allowed, s[i+1]) >= 0:
			b.WriteString(t[s[i+1]])
			i++
		default:
			b.WriteByte('%')
		}
	}
	return b.String()
}

var variable = regexp.MustCompile(`\$\{[A-Za-z_][A-Za-z0-9_]*\}`)

// environment puts in ${NAME}. A variable that is not set gives nothing.
func (q Query) environment(s string) string {
	return variable.ReplaceAllStringFunc(s, func(m string) string { return q.Getenv(m[2 : len(m)-1]) })
}

// tilde puts the home folder in the place of a leading ~ .
func (q Query) tilde(path string) string {
	if path == "~" {
		return q.Home
	}
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		return filepath.Join(q.Home, rest)
	}
	if rest, ok := strings.CutPrefix(path, "~"+q.LocalUser+"/"); ok && q.LocalUser != "" {
		return filepath.Join(q.Home, rest)
	}
	return path
}

// path expands all that a path may hold. The tilde comes first, so that text
// from a token or variable is never taken for one.
func (r *reader) path(s string) string { return r.expandPath(s, r.tokens()) }

func (r *reader) expandPath(s string, t tokens) string {
	return r.query.environment(t.expand(r.query.tilde(s), allTokens))
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 65535 {
		return 0
	}
	return n
}
