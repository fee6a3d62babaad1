package commands

import (
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// Remove removes the container of a version, which must be stopped.
func (a App) Remove(v config.Version) Cmd {
	return docker("container", "rm", need(a.Role).ContainerName(v))
}

// RemoveAll removes the role's stopped containers.
func (a App) RemoveAll() Cmd {
	prune := docker("container", "prune", "--force").filter(a.filters()...)
	if !a.anyDestination() {
		return prune
	}
	all := docker("container", "ls", "--all").filter(a.filters()...)
	others := Pipe(all.Arg("--format", "{{.Labels}}"), Command("grep", "-qE", "(^|,)destination=[^,]"))
	stopped := a.list(all.filter("status=created", "status=exited", "status=dead"), "{{.Names}}")
	return Or(And(others, Pipe(stopped, Command("xargs", "-r", "docker", "rm")).Optional()), prune)
}

// RemoveImages removes the service's images that no container uses.
func (a App) RemoveImages() Cmd {
	return docker("image", "prune", "--all", "--force").filter("label=service=" + need(a.Config).Service)
}

// RemoveDirectory removes the app's folder.
func (a App) RemoveDirectory() Cmd { return RemoveFolders("-r", appTree(a.Config)) }

// RemoveProxyDirectory removes what kamal-proxy is given of the app.
func (a App) RemoveProxyDirectory() Cmd { return RemoveFolders("-r", proxyAppTree(a.Config)) }

// RemoveEnvFiles removes the env files of the host's roles.
func (a App) RemoveEnvFiles() Cmd {
	c := Command("rm", "-f")
	for _, r := range need(a.Config).RolesOn(a.Host) {
		c = c.Arg(layout.RoleEnvFile(a.Config, r))
	}
	return c
}
