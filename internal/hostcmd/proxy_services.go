package hostcmd

import (
	"regexp"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
)

// ProxyServices prints what kamal-proxy serves, with the ids of the containers
// that it sends requests to.
func ProxyServices() commands.Cmd {
	return docker("exec", layout.ProxyContainer, "kamal-proxy", "list").For("asking the proxy what it serves")
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
