package hostcmd

import (
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
)

// Neighbour is a container of a host, whosever it is.
type Neighbour struct {
	Name string
	// Service, Destination and Role are its labels, empty where it has none.
	Service, Destination, Role string
	// KamalProxy says that kamal-proxy can reach it, Traefik that it has routes
	// for Traefik.
	KamalProxy, Traefik bool
}

const neighbourFormat = "{{.Names}} {{.Networks}} {{.Labels}}"

// Neighbours prints the running containers of all services on a host, for
// [ParseNeighbours].
func Neighbours() commands.Cmd {
	return commands.Command("docker", "container", "ls", "--format", neighbourFormat)
}

// AllNeighbours is Neighbours with the containers that don't run.
func AllNeighbours() commands.Cmd {
	return commands.Command("docker", "container", "ls", "--all", "--format", neighbourFormat)
}

// ParseNeighbours reads what [Neighbours] prints, without the proxies
// themselves.
func ParseNeighbours(output string) []Neighbour {
	var all []Neighbour
	for line := range strings.Lines(output) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		networks, labels, _ := strings.Cut(rest, " ")
		n := Neighbour{
			Name:       name,
			KamalProxy: strings.Contains(","+networks+",", ","+layout.Network+","),
			Traefik:    strings.Contains(labels, "traefik.http.routers."),
		}
		for label := range strings.SplitSeq(labels, ",") {
			switch key, value, _ := strings.Cut(label, "="); key {
			case "service":
				n.Service = value
			case "destination":
				n.Destination = value
			case "role":
				n.Role = value
			}
		}
		if name != "" && name != layout.ProxyContainer && name != layout.TraefikContainer {
			all = append(all, n)
		}
	}
	return all
}
