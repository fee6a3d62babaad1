package commands

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
