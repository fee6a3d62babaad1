package commands

import (
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

const (
	titleLabel = "label=org.opencontainers.image.title="
	proxyTitle = "kamal-proxy"
)

// Proxy builds the commands for kamal-proxy on one host.
type Proxy struct {
	Config *config.Config
	Host   config.Host
}

// Boot starts the container that is there, whatever its settings, or else runs
// a new one.
func (p Proxy) Boot() Cmd { return Or(p.Start(), p.Run()) }

// Start starts the container that is there.
func (p Proxy) Start() Cmd { return docker("container", "start", layout.ProxyContainer) }

// Stop stops the container.
func (p Proxy) Stop() Cmd { return docker("container", "stop", layout.ProxyContainer) }

// Details shows the running container.
func (p Proxy) Details() Cmd { return docker("ps").filter(layout.NameFilter(layout.ProxyContainer)) }

// Logs prints the proxy's log.
func (p Proxy) Logs(o LogOptions) Cmd { return o.of(layout.ProxyContainer) }

// RemoveContainer removes the container, which must be stopped.
func (p Proxy) RemoveContainer() Cmd { return pruneContainers(proxyTitle) }

// RemoveImage removes the proxy's images that no container uses.
func (p Proxy) RemoveImage() Cmd { return pruneImages(proxyTitle) }

func pruneContainers(title string) Cmd {
	return docker("container", "prune", "--force").filter(titleLabel + title)
}

func pruneImages(title string) Cmd {
	return docker("image", "prune", "--all", "--force").filter(titleLabel + title)
}
