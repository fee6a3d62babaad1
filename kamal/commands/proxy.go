package commands

import (
	"regexp"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// ProxyContainer is the name of kamal-proxy's container.
const ProxyContainer = "kamal-proxy"

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
func (p Proxy) Start() Cmd { return docker("container", "start", ProxyContainer) }

// Stop stops the container.
func (p Proxy) Stop() Cmd { return docker("container", "stop", ProxyContainer) }

// Details shows the running container.
func (p Proxy) Details() Cmd { return docker("ps").filter(nameFilter(ProxyContainer)) }

// Logs prints the proxy's log.
func (p Proxy) Logs(o LogOptions) Cmd { return o.of(ProxyContainer) }

// MakeDirectory makes the folder that apps share files with the proxy in.
func (p Proxy) MakeDirectory() Cmd {
	dir := layout.ProxyFiles(need(p.Config))
	return Server{p.Config}.makeOpen(dir, dir)
}

// RemoveContainer removes the container, which must be stopped.
func (p Proxy) RemoveContainer() Cmd { return pruneContainers(proxyTitle) }

// RemoveImage removes the proxy's images that no container uses.
func (p Proxy) RemoveImage() Cmd { return pruneImages(proxyTitle) }

// RemoveDirectory removes all that the host keeps for the proxy.
func (p Proxy) RemoveDirectory() Cmd {
	return RemoveFolders("-r", Folder{need(p.Config).RunDirectory, layout.ProxyDirectory(p.Config)})
}

// InstalledApps prints the apps that are installed on the host, this one's
// included, one a line.
func (p Proxy) InstalledApps() Cmd {
	dir := layout.AppsDirectory(need(p.Config))
	return Or(Command("test", "!", "-d", dir), Command("ls", dir))
}

// OtherApps prints the other services that share files with the proxy, one a
// line.
func (p Proxy) OtherApps() Cmd {
	dir := layout.ProxyFiles(need(p.Config))
	others := Pipe(Command("ls", dir), Command("grep", "-vxF", need(p.Config).ServiceAndDestination()).Optional())
	return Or(Command("test", "!", "-d", dir), others)
}

// colours are what the proxy prints for a terminal, wherever it prints.
var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// ProxyService is a service as kamal-proxy tells of it.
type ProxyService struct {
	// Name is that of the service.
	Name string
	// Host and Path are the hosts and the paths that it answers for, parted by commas.
	Host, Path string
	// Target is where requests go: the id of a container, a colon and the port.
	Target string
	TLS    bool
	// State is running, paused or stopped.
	State string
}

// ParseProxyList reads what [ProxyServices] prints. Without the heading that it has to
// begin with, it is not known what the proxy serves.
func ParseProxyList(output string) (services []ProxyService, ok bool) {
	heading, rows, _ := strings.Cut(colours.ReplaceAllString(strings.TrimSpace(output), ""), "\n")
	columns := strings.Fields(heading)
	if len(columns) == 0 || columns[0] != "Service" || !slices.Contains(columns, "Target") {
		return nil, false
	}
	for row := range strings.Lines(rows) {
		if cells := strings.Fields(row); len(cells) > 0 {
			services = append(services, proxyService(columns, cells))
		}
	}
	return services, true
}

// proxyService reads a row. The path is the only cell that may be empty.
func proxyService(columns, cells []string) ProxyService {
	if path := slices.Index(columns, "Path"); len(cells) == len(columns)-1 && path > 0 {
		cells = slices.Insert(cells, path, "")
	}
	cell := func(column string) string {
		if i := slices.Index(columns, column); i >= 0 && i < len(cells) {
			return cells[i]
		}
		return ""
	}
	return ProxyService{Name: cells[0], Host: cell("Host"), Path: cell("Path"), Target: cell("Target"), TLS: cell("TLS") == "yes", State: cell("State")}
}

func pruneContainers(title string) Cmd {
	return docker("container", "prune", "--force").filter(titleLabel + title)
}

func pruneImages(title string) Cmd {
	return docker("image", "prune", "--all", "--force").filter(titleLabel + title)
}
