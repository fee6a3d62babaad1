package sshconfig

import (
	"cmp"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Resolve reads the files and returns what they say for the queried host. An
// error means that a file named in the query could not be read; lines that make
// no sense are left out and listed in [Host.Notes].
func Resolve(q Query) (*Host, error) { return new(Files).Resolve(q) }

// Resolve is the function of that name, for files that were read once.
func (f *Files) Resolve(q Query) (*Host, error) {
	q = q.withDefaults()
	r := &reader{files: f, query: q, values: values{}}
	dir := filepath.Join(q.Home, ".ssh")
	if q.Files == nil {
		if err := r.readFile(filepath.Join(dir, "config"), dir, true); err != nil {
			return nil, err
		}
		system := SystemFile()
		if err := r.readFile(system, filepath.Dir(system), true); err != nil {
			return nil, err
		}
	}
	for _, file := range q.Files {
		if err := r.readFile(q.tilde(file), dir, false); err != nil {
			return nil, err
		}
	}
	return r.host(), nil
}

func (r *reader) host() *Host {
	v := r.values
	h := &Host{
		HostName: strings.ToLower(r.hostName()),
		User:     cmp.Or(r.query.User, v.first("user")),
		Port:     cmp.Or(r.query.Port, number(v.first("port"))),

		IdentityFiles:    r.accumulated("identityfile"),
		CertificateFiles: r.accumulated("certificatefile"),
		IdentityAgent:    r.agent(v.first("identityagent")),
		IdentitiesOnly:   yes(v.first("identitiesonly")),
		AgentForward:     r.forward(v.first("forwardagent")),

		ProxyJump:    r.proxy("proxyjump"),
		ProxyCommand: r.proxy("proxycommand"),

		ControlPaths: r.controlPaths(),

		UserKnownHostsFiles:   r.list("userknownhostsfile"),
		GlobalKnownHostsFiles: r.list("globalknownhostsfile"),
		StrictHostKeyChecking: strictness(v.first("stricthostkeychecking")),
		HostKeyAlias:          v.first("hostkeyalias"),
		HashKnownHosts:        yes(v.first("hashknownhosts")),

		ConnectTimeout:      seconds(v.first("connecttimeout")),
		ServerAliveInterval: seconds(v.first("serveraliveinterval")),
		ServerAliveCountMax: number(v.first("serveralivecountmax")),
	}
	h.Notes = r.notes
	return h
}

// accumulated gives the paths of a keyword whose occurrences add up, each once.
func (r *reader) accumulated(keyword string) []string {
	if r.values[keyword] == nil {
		return nil
	}
	paths := []string{}
	seen := map[string]bool{}
	for _, args := range r.values[keyword] {
		path := r.path(args[0])
		if !strings.EqualFold(args[0], "none") && !seen[path] {
			paths = append(paths, path)
			seen[path] = true
		}
	}
	return paths
}

func (r *reader) list(keyword string) []string {
	if r.values[keyword] == nil {
		return nil
	}
	paths := []string{}
	for _, arg := range r.values[keyword][0] {
		if !strings.EqualFold(arg, "none") {
			paths = append(paths, r.path(arg))
		}
	}
	return paths
}

// agent gives the path of the agent's socket. It may be named by a variable of
// the environment: SSH_AUTH_SOCK, or any other behind a dollar sign.
func (r *reader) agent(value string) string {
	switch {
	case strings.EqualFold(value, "none"):
		return "none"
	case value == "SSH_AUTH_SOCK":
		return r.query.Getenv(value)
	case strings.HasPrefix(value, "$") && !strings.HasPrefix(value, "${"):
		return r.query.Getenv(value[1:])
	}
	return r.path(value)
}

func (r *reader) forward(value string) string {
	switch strings.ToLower(value) {
	case "":
		return ""
	case "yes", "true":
		return "yes"
	case "no", "false":
		return "no"
	}
	return r.agent(value)
}

func (r *reader) proxy(keyword string) string {
	value := r.values.first(keyword)
	if strings.EqualFold(value, "none") {
		return ""
	}
	return r.tokens().expand(value, proxyTokens)
}

func yes(value string) bool {
	value = strings.ToLower(value)
	return value == "yes" || value == "true"
}

func strictness(value string) string {
	switch value = strings.ToLower(value); value {
	case "true":
		return "yes"
	case "false", "off":
		return "no"
	}
	return value
}

var timeParts = regexp.MustCompile(`(?i)^([0-9]+)([smhdw]?)`)

// seconds reads a time as ssh writes it: 90, 90s, 1m30. Anything else is zero.
func seconds(value string) time.Duration {
	unit := map[string]time.Duration{
		"": time.Second, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour,
	}
	var total time.Duration
	for value != "" {
		m := timeParts.FindStringSubmatch(value)
		if m == nil {
			return 0
		}
		n, err := strconv.ParseUint(m[1], 10, 24)
		if err != nil {
			return 0
		}
		total += time.Duration(n) * unit[strings.ToLower(m[2])]
		value = value[len(m[0]):]
	}
	return total
}
