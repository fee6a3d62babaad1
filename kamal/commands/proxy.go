package commands

import (
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

const titleLabel = "label=org.opencontainers.image.title="

// Proxy builds the commands for the proxy on one host: kamal-proxy, or Traefik.
type Proxy struct {
	Config *config.Config
	Host   config.Host
	// Traefik is set on hosts of Traefik, of which [config.Config.OnTraefik] tells.
	Traefik bool
}

// container is the name of the container, title what its image is called.
func (p Proxy) container() string {
	if p.Traefik {
		return layout.TraefikContainer
	}
	return layout.ProxyContainer
}

func (p Proxy) title() string {
	if p.Traefik {
		return "Traefik"
	}
	return "kamal-proxy"
}

// Boot starts the container that is there, whatever its settings, or else runs
// a new one.
func (p Proxy) Boot() Cmd { return Or(p.Start(), p.Run()) }

// Start starts the container that is there.
func (p Proxy) Start() Cmd { return docker("container", "start", p.container()) }

// Stop stops the container.
func (p Proxy) Stop() Cmd { return docker("container", "stop", p.container()) }

// Details shows the running container.
func (p Proxy) Details() Cmd { return docker("ps").filter(layout.NameFilter(p.container())) }

// Logs prints the proxy's log.
func (p Proxy) Logs(o LogOptions) Cmd { return o.of(p.container()) }

// RemoveContainer removes the container, which must be stopped.
func (p Proxy) RemoveContainer() Cmd {
	return docker("container", "prune", "--force").filter(titleLabel + p.title())
}

// RemoveImage removes the proxy's images that no container uses.
func (p Proxy) RemoveImage() Cmd {
	return docker("image", "prune", "--all", "--force").filter(titleLabel + p.title())
}
