package config

import "slices"

// Fleet says which proxies the hosts of a configuration run.
type Fleet int

// All hosts run kamal-proxy, all run Traefik, or some run one and some the other.
const (
	FleetProxy Fleet = iota
	FleetTraefik
	FleetMixed
)

// OnTraefik reports whether everything of the service on this host is of the
// Traefik generation: no docker network, no kamal-proxy. It is so for hosts
// without any proxied role too.
func (c *Config) OnTraefik(host Host) bool {
	switch c.orNone().Fleet {
	case FleetTraefik:
		return true
	case FleetMixed:
		return !slices.Contains(c.marked, host)
	default:
		return false
	}
}

// Traefik is how Traefik's container is run.
type Traefik struct {
	// Image is the whole reference [traefik:v2.10].
	Image string
	// HostPort is the port [80], or ADDRESS:PORT, that is published if Publish is
	// set [true].
	HostPort string
	Publish  bool
	// Labels are laid over Traefik's own.
	Labels Pairs
	// Args are Traefik's options, laid over its own.
	Args    DockerOptions
	Options DockerOptions
	Env     Env
}

// Healthcheck is how docker asks a container of a Traefik host for its health.
type Healthcheck struct {
	// Cmd is the command to run, or empty for a request for Path on Port.
	Cmd  string
	Port string
	Path string
	// Interval is docker's, as text [1s].
	Interval string
	// MaxAttempts is how often the health is asked for [7].
	MaxAttempts int
	// Cord is the folder in the container whose file cord keeps it healthy
	// [/tmp/kamal-cord]; empty for none.
	Cord string
	// LogLines is how much of the log a failure shows [50].
	LogLines int
}
