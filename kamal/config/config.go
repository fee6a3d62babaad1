package config

import (
	"errors"
	"slices"
	"time"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// errByHand is for what only a whole configuration can do.
var errByHand = errors.New("there is no configuration, or it was made by hand: Load, Parse and Build make them")

// Config is a whole configuration: read, merged, checked, with every default
// filled in. [Load], [Parse] and [Build] make it; nothing changes it afterwards, so
// that any number of goroutines may read it. Durations are given in seconds in the
// file and held as time.Duration here. Methods of a nil Config give nothing, or an error.
type Config struct {
	// Service names the app on its hosts: letters, digits, - and _.
	Service string
	// Image is the image's name without registry server and tag.
	Image string
	// Destination is the name of the second file that was merged in, or empty.
	Destination string

	Registry Registry
	Builder  Builder
	// Roles are sorted by name. Roles without hosts are among them.
	Roles []*Role
	// Accessories are in the order of the file.
	Accessories []*Accessory
	// PrimaryRoleName is the role that is booted first [web].
	PrimaryRoleName string
	// Env is the environment of every app container; tags included.
	Env Env
	// Labels are put on every app container.
	Labels Pairs
	// Volumes are mounted in every app container, as written.
	Volumes []string
	// Proxy is the section at the top level, on which those of the roles rest.
	Proxy   Proxy
	SSH     SSH
	SSHKit  SSHKit
	Boot    Boot
	Logging Logging
	Output  Output
	// Aliases are the user's own commands, name to command line.
	Aliases Pairs

	// RetainContainers is how many stopped containers a prune leaves [5].
	RetainContainers int
	// ReadinessDelay is waited before a container without proxy and health
	// check counts as up [7s].
	ReadinessDelay time.Duration
	// DeployTimeout is how long a container may take to get healthy [30s].
	DeployTimeout time.Duration
	// DrainTimeout is how long requests of an old container may take [30s].
	DrainTimeout time.Duration
	// StopTimeout is the top level's, or 0 when none is set. Roles have theirs.
	StopTimeout time.Duration

	// HooksPath is the folder of the hooks [.kamal/hooks].
	HooksPath string
	// HooksOutput is how much of the hooks' output is shown: quiet, verbose, or empty
	// for the default. HookOutputs say it by hook.
	HooksOutput string
	HookOutputs Pairs
	// SecretsPath is the secrets file without its endings [.kamal/secrets].
	SecretsPath string
	// ErrorPagesPath is a local folder with 4xx and 5xx pages, or empty.
	ErrorPagesPath string
	// RunDirectory holds everything kept on the hosts [.kamal]: relative to the
	// login directory, or absolute; without a slash at the end.
	RunDirectory string
	// ManualEnvPush says that env push alone writes env files; else boots do.
	ManualEnvPush bool
	// OnFailure says what becomes of hosts that were already switched when a
	// deploy fails on another.
	OnFailure OnFailure

	// Fleet says which proxies the hosts run; OnTraefik says it of one.
	Fleet Fleet
	// Traefik is the section of that name; nil where no host is Traefik's.
	Traefik *Traefik
	// Healthcheck is Traefik's at the top level, defaults filled in.
	Healthcheck Healthcheck

	// Secrets looks secrets up.
	Secrets *Secrets
	// Warnings are what is odd but no error, in the order of the files.
	Warnings []Warning
	// Environ is the environment as the configuration saw it, each NAME=value:
	// the process's, and what .env files added. Hooks inherit it.
	Environ []string
	// WorkDir is the project's folder, absolute.
	WorkDir string

	version    Version
	versionErr error
	git        Git
	marked     []Host       // of a mixed fleet, those that run kamal-proxy
	tree       *yaml11.Node // as merged, for YAML and JSON
}

// OnFailure is what a failed deploy does to hosts that were already switched.
type OnFailure string

// The values of on_failure.
const (
	OnFailureLeave    OnFailure = "leave"
	OnFailureRollback OnFailure = "rollback"
)

// Git is what is known of the project's git work tree; all empty without one.
type Git struct {
	// Root is the work tree's top folder.
	Root string
	// Commit is the full hash of HEAD.
	Commit string
	// Dirty reports uncommitted changes.
	Dirty bool
}

// none is what a nil configuration says; nobody writes to it.
var none = new(Config)

func (c *Config) orNone() *Config {
	if c == nil {
		return none
	}
	return c
}

// Version is the version that a deploy would have: the one asked for, that of
// the environment's VERSION, or the git commit. Without any of them the error
// names the folder that is no git repository.
func (c *Config) Version() (Version, error) {
	if c == nil {
		return "", errByHand
	}
	return c.version, c.versionErr
}

// Git tells about the project's git work tree.
func (c *Config) Git() Git { return c.orNone().git }

// Role gives the role of that name, or nil.
func (c *Config) Role(name string) *Role {
	for _, r := range c.orNone().Roles {
		if r.Name == name {
			return r
		}
	}
	return nil
}

// Accessory gives the accessory of that name, or nil.
func (c *Config) Accessory(name string) *Accessory {
	for _, a := range c.orNone().Accessories {
		if a.Name == name {
			return a
		}
	}
	return nil
}

// PrimaryRole is the role that is booted first; nil in a configuration of
// accessories only.
func (c *Config) PrimaryRole() *Role { return c.Role(c.orNone().PrimaryRoleName) }

// PrimaryHost is the first host of the primary role, or empty without roles.
func (c *Config) PrimaryHost() Host {
	if r := c.PrimaryRole(); r != nil && len(r.Hosts) > 0 {
		return r.Hosts[0]
	}
	return ""
}

// Hosts are all hosts, each once: those of the roles, in their order, then those of the
// accessories.
func (c *Config) Hosts() []Host {
	var hosts []Host
	for _, r := range c.orNone().Roles {
		hosts = appendNew(hosts, r.Hosts)
	}
	for _, a := range c.orNone().Accessories {
		hosts = appendNew(hosts, a.Hosts)
	}
	return hosts
}

// RolesOn gives the roles of a host, in the order of Roles.
func (c *Config) RolesOn(host Host) []*Role {
	var roles []*Role
	for _, r := range c.orNone().Roles {
		if slices.Contains(r.Hosts, host) {
			roles = append(roles, r)
		}
	}
	return roles
}

func appendNew[T comparable](to, items []T) []T {
	for _, x := range items {
		if !slices.Contains(to, x) {
			to = append(to, x)
		}
	}
	return to
}
