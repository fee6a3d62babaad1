package commands

import "strings"

// CreateNetwork makes the docker network that containers share; one that is
// there is fine.
func CreateNetwork() Cmd {
	return Or(docker("network", "create", Network), docker("network", "inspect", Network).Quiet()).For("making the network")
}

// ConnectNetwork takes a running container into the network.
func ConnectNetwork(container string) Cmd { return docker("network", "connect", Network, container) }

// DisconnectNetwork takes a container out of the network.
func DisconnectNetwork(container string) Cmd {
	return docker("network", "disconnect", Network, container)
}

// Networks prints the networks of the running containers with one of these
// service labels, for [ParseNetworks].
func Networks(services ...string) Cmd {
	var lists []Cmd
	for _, s := range services {
		lists = append(lists, docker("container", "ls").filter("label=service="+s).
			Arg("--format", "{{.Names}} {{.Networks}}"))
	}
	return And(lists...)
}

// ContainerNetworks is a running container and the networks it is in.
type ContainerNetworks struct {
	Name     string
	Networks []string
}

// ParseNetworks reads what [Networks] prints.
func ParseNetworks(output string) []ContainerNetworks {
	var all []ContainerNetworks
	for line := range strings.Lines(output) {
		name, networks, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name == "" {
			continue
		}
		c := ContainerNetworks{Name: name}
		if networks != "" {
			c.Networks = strings.Split(networks, ",")
		}
		all = append(all, c)
	}
	return all
}
