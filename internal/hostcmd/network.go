package hostcmd

import (
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
)

// CreateNetwork makes the docker network that containers share; one that is
// there is fine.
func CreateNetwork() commands.Cmd {
	return commands.Or(network("create"), network("inspect").Quiet()).For("making the network")
}

// ConnectNetwork takes a running container into the network.
func ConnectNetwork(container string) commands.Cmd { return network("connect", container) }

// DisconnectNetwork takes a container out of the network.
func DisconnectNetwork(container string) commands.Cmd {
	return network("disconnect", container)
}

func network(verb string, container ...string) commands.Cmd {
	return commands.Command("docker", "network", verb, layout.Network).Arg(container...)
}
