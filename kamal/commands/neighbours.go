package commands

import "strings"

// Neighbour is a running container that a proxy may send requests to.
type Neighbour struct {
	Name string
	// Service and Destination are its labels, empty where it has none.
	Service, Destination string
	// KamalProxy says that kamal-proxy can reach it, Traefik that it has routes
	// for Traefik.
	KamalProxy, Traefik bool
}

// Neighbours prints the running containers of all services on a host, for
// [ParseNeighbours].
func Neighbours() Cmd {
	return docker("container", "ls", "--format", "{{.Names}} {{.Networks}} {{.Labels}}")
}

// ParseNeighbours reads what [Neighbours] prints, without the proxies
// themselves and what is behind neither.
func ParseNeighbours(output string) []Neighbour {
	var all []Neighbour
	for line := range strings.Lines(output) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		networks, labels, _ := strings.Cut(rest, " ")
		n := Neighbour{
			Name:       name,
			KamalProxy: strings.Contains(","+networks+",", ","+Network+","),
			Traefik:    strings.Contains(labels, "traefik.http.routers."),
		}
		for label := range strings.SplitSeq(labels, ",") {
			switch key, value, _ := strings.Cut(label, "="); key {
			case "service":
				n.Service = value
			case "destination":
				n.Destination = value
			}
		}
		if (n.KamalProxy || n.Traefik) && name != ProxyContainer && name != TraefikContainer {
			all = append(all, n)
		}
	}
	return all
}
