package rehearsal

import (
	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// docker is a file without which a copy has none.
const docker = "/usr/bin/docker"

// State is what a host holds.
type State struct {
	// Containers are in any state, the oldest first.
	Containers []kamaltest.Container
	// Images are names with tags.
	Images []string
	// Services are what kamal-proxy serves, by name.
	Services map[string]kamaltest.Service
	// Docker says whether docker is installed.
	Docker bool
}

// Changed gives how a host was before the rehearsal, and how it is now.
func (r *Rehearsal) Changed(h config.Host) (before, after State) { return r.before[h], r.now(h) }

// Hosts are those that were copied.
func (r *Rehearsal) Hosts() []config.Host { return r.hosts }

func (r *Rehearsal) now(h config.Host) State {
	host := r.Host(string(h))
	_, hasDocker := host.File(docker)
	return State{host.Containers(), host.Images(), host.Services(), hasDocker}
}

// TakeProxySettings copies the settings of kamal-proxy that stand in files of hosts.
func (r *Rehearsal) TakeProxySettings(cfg *config.Config, from *Rehearsal) {
	for _, h := range r.hosts {
		for _, file := range (hostcmd.Survey{Config: cfg}).ProxyFiles() {
			if text, ok := from.Host(string(h)).File(file); ok {
				_ = r.Host(string(h)).WriteFile(file, text) // without it the proxy differs
			}
		}
	}
}
