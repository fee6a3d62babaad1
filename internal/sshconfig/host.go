package sshconfig

import "time"

// Host holds what the files say for one host. A zero field means that they are
// silent, unless its comment says otherwise.
type Host struct {
	// HostName is where to connect; the queried name where the files are
	// silent. Always lower case.
	HostName string
	// User and Port are what the files say, or what the query brought along.
	User string
	Port int

	// IdentityFiles are the private keys in the order they were named. Nil
	// means silent; empty but not nil means that the files ask for none.
	IdentityFiles []string
	// CertificateFiles are the certificates in the order they were named.
	CertificateFiles []string
	// IdentityAgent is the path of the agent's socket, or "none".
	IdentityAgent string
	// IdentitiesOnly: offer only the named keys, even if the agent has more.
	IdentitiesOnly bool
	// AgentForward is "yes", "no", or the path of the socket to forward.
	AgentForward string

	// ProxyJump is the comma-separated list of jump hosts; ProxyCommand the
	// command whose input and output are the connection. At most one is set.
	ProxyJump, ProxyCommand string

	// ControlPaths are where the socket of a connection that ssh keeps for others
	// to use may lie, best first: what stands for %C behind a jump host depends on
	// the version of ssh. Empty where the files name none, or one that several
	// users, ports or hosts would share.
	ControlPaths []string

	// UserKnownHostsFiles and GlobalKnownHostsFiles: nil means silent, empty
	// but not nil means none.
	UserKnownHostsFiles, GlobalKnownHostsFiles []string
	// StrictHostKeyChecking is yes, no, ask or accept-new.
	StrictHostKeyChecking string
	// HostKeyAlias is the name to look the host key up by.
	HostKeyAlias string
	// HashKnownHosts: write new names in hashed form.
	HashKnownHosts bool

	// ConnectTimeout and ServerAliveInterval: zero means silent or none.
	ConnectTimeout      time.Duration
	ServerAliveInterval time.Duration
	ServerAliveCountMax int

	// Notes are the lines that were left out, each with its file, line number
	// and reason.
	Notes []string
}

// values collects the raw text of each keyword: the first occurrence for most,
// all of them for those in accumulating.
type values map[string][][]string

// accumulating are the keywords whose occurrences add up.
var accumulating = map[string]bool{"identityfile": true, "certificatefile": true}

// wholeLine are the keywords that take the rest of their line as it stands.
var wholeLine = map[string]bool{
	"proxycommand": true, "localcommand": true, "remotecommand": true, "knownhostscommand": true,
}

// exclusive maps keywords to the one slot they compete for.
var exclusive = map[string]string{"proxyjump": "proxy", "proxycommand": "proxy"}

func (v values) set(keyword string, args []string) {
	if slot, ok := exclusive[keyword]; ok {
		if v[slot] == nil {
			v[slot] = [][]string{{keyword}}
			v[keyword] = [][]string{args}
		}
		return
	}
	if v[keyword] == nil || accumulating[keyword] {
		v[keyword] = append(v[keyword], args)
	}
}

func (v values) first(keyword string) string {
	if len(v[keyword]) == 0 {
		return ""
	}
	return v[keyword][0][0]
}
