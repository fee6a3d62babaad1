package config

import "time"

// defaultSSHUser and defaultSSHPort count where neither the configuration nor
// the user's ssh_config says otherwise.
const (
	defaultSSHUser = "root"
	defaultSSHPort = 22
)

// SSH is how hosts are reached. Empty fields leave the choice to the user's
// ssh_config, and then to the defaults in brackets.
type SSH struct {
	// User is who logs in [root].
	User string
	// Port is the hosts' [22].
	Port int
	// Proxy is a jump host, [USER@]HOST[:PORT], with root@ filled in.
	Proxy string
	// ProxyCommand is a command line that stands in for the connection; not used
	// next to Proxy.
	ProxyCommand string
	// Keys are paths of private keys; KeysOnly forbids any others.
	Keys     []string
	KeysOnly bool
	// KeyData are private keys in PEM: secrets, or the text itself.
	KeyData []Credential
	// ConfigFiles are the ssh_config files to read; nil means the usual ones, and an
	// empty list none.
	ConfigFiles []string
	// ForwardAgent gives hosts the use of the agent here [false].
	ForwardAgent bool
	// LogLevel is debug, info, warn, error or fatal [fatal].
	LogLevel string
}

// SSHKit limits the connections.
type SSHKit struct {
	// MaxConcurrentStarts is how many connections are opened at once; 0, where the
	// configuration is silent, means no limit but that of one server.
	MaxConcurrentStarts int
	// PoolIdleTimeout is read [900s] and without effect: connections stay open for
	// the whole run.
	PoolIdleTimeout time.Duration
	// DNSRetries is how often a name that does not resolve is tried again [3].
	DNSRetries int
}

// Boot is how app containers are booted over many hosts.
type Boot struct {
	// Limit is the size of a group of hosts; 0 is all at once. With Percent it is
	// a share of all hosts.
	Limit   int
	Percent bool
	// Wait is the pause after each group.
	Wait time.Duration
	// ParallelRoles boots all roles of a host at once.
	ParallelRoles bool
}

// Logging is docker's logging of a container.
type Logging struct {
	Driver  string
	Options Pairs
}

// Output is where a run is written down besides the terminal.
type Output struct {
	// OTelEndpoint is the address that log records are posted to, or empty.
	OTelEndpoint string
	// FilePath is the folder for a log file of each run, or empty.
	FilePath string
}
