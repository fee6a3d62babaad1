package commands

import (
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// App builds the commands for the containers of one role on one host. What
// differs between hosts of kamal-proxy and of Traefik follows from the host.
type App struct {
	Config *config.Config
	Role   *config.Role
	Host   config.Host
}

// Start starts the stopped container of a version.
func (a App) Start(v config.Version) Cmd {
	return docker("start", need(a.Role).ContainerName(v)).For("starting the container")
}

// Stop stops the container of a version. Without one docker is told to stop
// nothing, and the command fails.
func (a App) Stop(v config.Version) Cmd {
	return Pipe(a.containerID(v), a.stopListed()).For("stopping the container")
}

// StopRunning stops the running container, as [App.Running] finds it; older
// ones that still run stay.
func (a App) StopRunning() Cmd {
	return Pipe(a.firstRunning("{{.ID}}"), a.stopListed()).For("stopping the running container")
}

func (a App) stopListed() Cmd {
	c := Command("xargs", "docker", "stop")
	if t := layout.StopTimeout(need(a.Config), need(a.Role), a.Host); t > 0 {
		c = c.Arg("-t", strings.TrimSuffix(seconds(t), "s"))
	}
	return c
}

// containerID prints the id, 12 hexadecimal digits, of the container of a
// version in any state, or nothing.
func (a App) containerID(v config.Version) Cmd {
	return docker("container", "ls", "--all", "--filter", layout.NameFilter(need(a.Role).ContainerName(v)), "--quiet")
}

// Details shows the role's running containers.
func (a App) Details() Cmd { return docker("ps").filter(a.filters()...) }

// Containers shows the app's containers of all roles, in any state.
func (a App) Containers() Cmd {
	return docker("container", "ls", "--all").filter(a.serviceFilters()...)
}

// Versions prints the names of the role's containers in any state and when they
// were made, with a tab between, the newest first.
func (a App) Versions() Cmd {
	return a.list(docker("container", "ls", "--all").filter(a.filters()...), "{{.Names}}\t{{.CreatedAt}}")
}

// Images shows the app's images.
func (a App) Images() Cmd { return docker("image", "ls", need(a.Config).Repository()) }

func (a App) onTraefik() bool { return need(a.Config).OnTraefik(a.Host) }

func (a App) serviceFilters() []string {
	f := []string{"label=service=" + need(a.Config).Service}
	if a.Config.Destination != "" || !a.onTraefik() {
		f = append(f, "label=destination="+a.Config.Destination)
	}
	return f
}

// anyDestination says that the filters don't tell destinations apart: old
// containers on Traefik hosts that have none lack the label for it.
func (a App) anyDestination() bool { return need(a.Config).Destination == "" && a.onTraefik() }

// withoutDestination is a program that leaves out lines of containers with a
// destination, and labels, and fails without the line that ends the list.
const withoutDestination = `$0 == "END OF LIST" { ok = 1; next } ` +
	`!/[ ,]destination=[^, ]/ { sub(/ LABELS .*/, ""); print } END { exit !ok }`

// list makes a list of containers print a format, without those of other
// destinations.
func (a App) list(containers Cmd, format string) Cmd {
	if !a.anyDestination() {
		return containers.Arg("--format", format)
	}
	all := And(containers.Arg("--format", format+" LABELS {{.Labels}}"), Command("echo", "END OF LIST"))
	return Pipe(all, Command("awk", withoutDestination))
}

func (a App) filters() []string {
	return append(a.serviceFilters(), "label=role="+need(a.Role).Name)
}
