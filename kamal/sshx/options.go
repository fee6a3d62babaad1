package sshx

import (
	"cmp"
	"context"
	"log/slog"
	"net"
	"os"
	"time"
)

// Defaults of [Options].
const (
	defaultUser           = "root"
	defaultPort           = 22
	defaultConnectTimeout = 10 * time.Second
	defaultKeepAlive      = 30 * time.Second
	defaultDNSRetries     = 3
)

// Options say how hosts are reached. Every zero field is silent: ssh_config
// decides then, and after it the default.
type Options struct {
	// User and Port of every host that does not name its own.
	User string
	Port int
	// Proxy is a jump host, [user@]host[:port], or several with commas between
	// them; "none" goes straight whatever ssh_config says. It wins over
	// ProxyCommand, whose input and output are the connection; %h, %p, %r, %n
	// and %% are put in.
	Proxy, ProxyCommand string

	// Keys are private key files, KeyData private keys in PEM. With either,
	// the IdentityFile lines of ssh_config don't count.
	Keys, KeyData []string
	// KeysOnly offers no other keys, even if the agent has more.
	KeysOnly bool
	// Passphrase is asked, once, for the passphrase of an encrypted key that
	// the host accepts and the agent does not hold. Without it such keys are
	// left out, as ssh does in batch mode.
	Passphrase func(ctx context.Context, key string) (string, error)
	// ForwardAgent makes the agent here usable on the hosts. ssh_config may ask
	// for it too. A host whose key was not known before this connection, or whose
	// changed key was let pass, never gets the agent.
	ForwardAgent bool

	// ConfigFiles are read in place of the usual ssh_config files: nil means
	// the usual ones, an empty list none.
	ConfigFiles []string
	// KnownHosts are the files that hold host keys; new keys go into the first.
	// Nil means ssh_config's, else ~/.ssh/known_hosts and the system's.
	KnownHosts []string

	// ConnectTimeout covers the connection and the key exchange, and after that
	// each answer of the login, of each server on the way.
	ConnectTimeout time.Duration
	// KeepAlive is how often the other side is asked whether it is there. A
	// connection is closed when an answer takes longer than this.
	KeepAlive time.Duration
	// MaxConcurrentStarts limits how many connections are being made at a time,
	// in all. Zero means that only one server gets no more than eight at a time.
	MaxConcurrentStarts int
	// Dial opens the connection to a server's host:port in place of [net.Dialer],
	// as through a network of the program's own. Jump hosts and ProxyCommand count
	// as ever.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
	// DNSRetries is how often a name that does not resolve is tried again;
	// negative means never.
	DNSRetries int

	// AcceptedHostKey is told, in place of Logger, when the key of a host that was not
	// known before was taken at its word and written down in a file.
	AcceptedHostKey func(host, key, file string)
	// Logger gets notes: a key that was accepted, a line of a file that was
	// left out, a retry. Nil is silent.
	Logger *slog.Logger
	// Home and Getenv stand for the user's folder and environment: empty and
	// nil mean those of this process.
	Home   string
	Getenv func(name string) string
}

func (o Options) withDefaults() Options {
	o.ConnectTimeout = max(o.ConnectTimeout, 0)
	o.MaxConcurrentStarts = max(o.MaxConcurrentStarts, 0)
	o.DNSRetries = max(cmp.Or(o.DNSRetries, defaultDNSRetries), 0)
	if o.Dial == nil {
		o.Dial = (&net.Dialer{KeepAlive: 15 * time.Second}).DialContext
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Home == "" {
		o.Home, _ = os.UserHomeDir()
	}
	if o.Getenv == nil {
		o.Getenv = os.Getenv
	}
	return o
}
