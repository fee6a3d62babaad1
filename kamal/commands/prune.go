package commands

import (
	"strconv"

	"github.com/kamal-go/kamal/kamal/config"
)

// Prune builds the commands that remove what deploys leave behind on a host.
type Prune struct {
	Config *config.Config
	Host   config.Host
}

// Containers removes the service's stopped containers, of all roles and
// destinations together, but for the newest. Another service's accessory, which
// may have the same label, has no role. One that can't be removed does not
// stop the others, and the command fails at the end.
func (p Prune) Containers(retain int) Cmd {
	list := docker("ps", "--quiet", "--all").filter(p.label(), "label=role", "status=created", "status=exited", "status=dead")
	return Pipe(list,
		Command("tail", "-n", "+"+strconv.Itoa(retain+1)),
		Command("xargs", "-r", "-n", "1", "docker", "rm"))
}

// Leftovers removes the health check containers of the oldest Traefik
// deployments. It does nothing on other hosts.
func (p Prune) Leftovers() Cmd {
	if !need(p.Config).OnTraefik(p.Host) {
		return Cmd{}
	}
	return docker("container", "prune", "--force").
		filter("label=service=healthcheck-" + p.Config.ServiceAndDestination())
}

// Dangling removes the service's images that lost their tag.
func (p Prune) Dangling() Cmd { return docker("image", "prune", "--force").filter(p.label()) }

// Images removes the tags of the service's images, but for the latest one, that
// of other destinations included, and those that a container was made from. One that can't be removed does not stop
// the others, and the command fails at the end.
func (p Prune) Images() Cmd {
	const program = `$1 == "keep" { keep[$2] = 1 } $1 == "under" { under = $2 } ` +
		`$1 == "image" && !keep[$2] && index($2, under) != 1 { print $2 }`
	list := And(
		printLine("under "+need(p.Config).Repository()+":latest-"), printLine("keep "+p.Config.ImageAt("latest")),
		printLine("keep "+p.Config.LatestImage()),
		printLine("keep "+p.Config.Repository()+":<none>"),
		docker("container", "ls", "--all", "--format", "keep {{.Image}}").filter(p.label()),
		docker("image", "ls", "--format", "image {{.Repository}}:{{.Tag}}").filter(p.label()),
	)
	return Pipe(list, Command("awk", program), Command("xargs", "-r", "-n", "1", "docker", "rmi"))
}

func (p Prune) label() string { return "label=service=" + need(p.Config).Service }
