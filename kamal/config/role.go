package config

import "time"

// Role is a kind of app container: its hosts, and how it is run there. What
// the top level says is merged in already. [Load], [Parse] and [Build] make roles; one
// that is made by hand has no Env, as a nil one has nothing.
type Role struct {
	Name string
	// ContainerPrefix is SERVICE-ROLE[-DEST], the container's name without its version
	// and the role's service name in the proxy.
	ContainerPrefix string
	// Hosts are in the order of the file.
	Hosts []Host
	// Cmd is the command line to run in place of the image's own, or empty. The
	// host's shell splits it.
	Cmd string
	// Options are docker's, without restart.
	Options DockerOptions
	// Restart is the restart policy [unless-stopped].
	Restart string
	// Labels are the top's and the role's; service, role and destination are not
	// among them.
	Labels Pairs
	// Proxied reports whether the role is behind a proxy, of either kind.
	Proxied bool
	// Proxy is how kamal-proxy serves the role, if it is Proxied; the top's section is
	// merged in.
	Proxy Proxy
	// Logging is the top's with the role's over it.
	Logging Logging
	// AssetPath is the folder in the image that is bridged between versions, or
	// empty, as it always is in a role without proxy. Options follow after a colon.
	AssetPath string
	// Healthcheck is Traefik's, the role's over the top's.
	Healthcheck Healthcheck
	// OwnHealthcheck reports whether the role itself sets a port or a path in
	// healthcheck, which gives a role without proxy a health check.
	OwnHealthcheck bool
	// StopTimeout is how long docker lets a container stop: the role's own, else the
	// top's, or 0 when none is set. Then a container without proxy has the drain
	// timeout, but on Traefik hosts; any other has docker's own default.
	StopTimeout time.Duration

	env    Env
	tags   map[Host][]string
	config *Config
}

// Env gives the environment of the role's containers on a host: the top's, the
// role's, then that of the host's tags.
func (r *Role) Env(host Host) Env {
	if r == nil || r.config == nil {
		return Env{}
	}
	env := r.config.Env.merge(r.env)
	for _, tag := range r.tags[host] {
		if e, ok := r.config.Env.Tags[tag]; ok {
			env = env.merge(e)
		}
	}
	return env
}

// ContainerName is the name of the role's container in a version.
func (r *Role) ContainerName(v Version) string {
	if r == nil {
		return ""
	}
	return r.ContainerPrefix + "-" + string(v)
}
