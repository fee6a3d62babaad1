package commands

import (
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// RunOptions are the random parts of a container.
type RunOptions struct {
	// HostID ends the container's host name: 12 hexadecimal digits.
	HostID string
	// Cord ends the name of the cord's folder on Traefik hosts: 32
	// hexadecimal digits, the same for all containers of a run.
	Cord string
}

// Run starts the container of a version and prints its whole id.
func (a App) Run(v config.Version, o RunOptions) Cmd {
	c := docker("run", "--detach", "--restart", need(a.Role).Restart, "--name", a.Role.ContainerName(v))
	c = a.network(c).Arg("--hostname", hostname(a.Host, o.HostID))
	c = a.runEnv(c, v).Arg("--env-file", layout.RoleEnvFile(a.Config, a.Role))
	c = a.health(c).logging(a.Role.Logging).volumes(need(a.Config).Volumes...)
	c = a.cordVolume(a.assetVolume(c, v), o.Cord)
	c = c.pairs("--label", a.labels()).options(a.Role.Options)
	return c.Arg(a.Config.ImageAt(v)).line(a.Role.Cmd).For("starting the container")
}

func (a App) network(c Cmd) Cmd {
	if a.onTraefik() {
		return c
	}
	return c.Arg("--network", layout.Network)
}

func (a App) runEnv(c Cmd, v config.Version) Cmd {
	c = c.Arg("--env", "KAMAL_CONTAINER_NAME="+need(a.Role).ContainerName(v))
	c = c.Arg("--env", "KAMAL_VERSION="+string(v))
	c = c.Arg("--env", "KAMAL_HOST="+string(a.Host))
	if need(a.Config).Destination != "" {
		c = c.Arg("--env", "KAMAL_DESTINATION="+a.Config.Destination)
	}
	return c.pairs("--env", a.Role.Env(a.Host).Clear)
}

func (a App) labels() config.Pairs {
	own := config.Pairs{
		{Name: "service", Value: need(a.Config).Service},
		{Name: "role", Value: need(a.Role).Name},
		{Name: "destination", Value: a.Config.Destination},
	}
	return append(own, a.traefikLabels().Merge(a.Role.Labels)...)
}

func (a App) assetVolume(c Cmd, v config.Version) Cmd {
	if !layout.UsesAssets(need(a.Role)) {
		return c
	}
	own := layout.AssetsOf(need(a.Config), a.Role, a.Host)[0]
	mount := Concat(onHost(own.Volume(v)), Text(":"+a.Role.AssetPath))
	return c.flag("--volume", mount)
}

// hostname is the host's name, cut so that the whole stays within the 64
// characters of a host name, and the id.
func hostname(host config.Host, id string) string {
	name := string(host)
	if len(name) > 51 {
		name = name[:51]
	}
	return strings.TrimRight(name, ".") + "-" + id
}
