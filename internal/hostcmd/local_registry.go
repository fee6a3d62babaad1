package hostcmd

import (
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// registryContainer is the name of a local registry's container.
const registryContainer = "kamal-docker-registry"

// StartRegistry starts the container of a local registry, or runs a new one.
func StartRegistry(r config.Registry) commands.Cmd {
	return commands.Or(docker("start", registryContainer), docker("run", "--detach",
		"-p", "127.0.0.1:"+layout.LocalPort(r)+":5000", "--name", registryContainer, "registry:3"))
}

// RemoveRegistry stops and removes the container of a local registry.
func RemoveRegistry() commands.Cmd {
	return commands.And(docker("stop", registryContainer), docker("rm", registryContainer))
}
