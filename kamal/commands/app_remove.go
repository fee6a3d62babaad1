package commands

import (
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
