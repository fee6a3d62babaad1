package hostcmd

import (
	"strconv"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
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
func (p Prune) Containers(retain int) commands.Cmd {
	list := filtered(commands.Command("docker", "ps", "--quiet", "--all"), p.label(), "label=role", "status=created", "status=exited", "status=dead")
	return commands.Pipe(list,
		commands.Command("tail", "-n", "+"+strconv.Itoa(retain+1)),
		commands.Command("xargs", "-r", "-n", "1", "docker", "rm"))
}

// Leftovers removes the health check containers of the oldest Traefik
// deployments. It does nothing on other hosts.
func (p Prune) Leftovers() commands.Cmd {
	if !p.Config.OnTraefik(p.Host) {
		return commands.Cmd{}
	}
	return filtered(commands.Command("docker", "container", "prune", "--force"), "label=service=healthcheck-"+layout.App(p.Config))
}

// Dangling removes the service's images that lost their tag.
func (p Prune) Dangling() commands.Cmd {
	return filtered(commands.Command("docker", "image", "prune", "--force"), p.label())
}

// Images removes the tags of the service's images, but for the latest one, that
// of other destinations included, and those that a container was made from. One that can't be removed does not stop
// the others, and the command fails at the end.
func (p Prune) Images() commands.Cmd {
	const program = `$1 == "keep" { keep[$2] = 1 } $1 == "under" { under = $2 } ` +
		`$1 == "image" && !keep[$2] && index($2, under) != 1 { print $2 }`
	list := commands.And(
		say("under "+p.Config.Repository()+":latest-"), say("keep "+p.Config.ImageAt("latest")),
		say("keep "+layout.LatestImage(p.Config)),
		say("keep "+p.Config.Repository()+":<none>"),
		filtered(commands.Command("docker", "container", "ls", "--all", "--format", "keep {{.Image}}"), p.label()),
		filtered(commands.Command("docker", "image", "ls", "--format", "image {{.Repository}}:{{.Tag}}"), p.label()),
	)
	return commands.Pipe(list, commands.Command("awk", program), commands.Command("xargs", "-r", "-n", "1", "docker", "rmi"))
}

func (p Prune) label() string { return "label=service=" + p.Config.Service }

// filtered narrows a list of docker's.
func filtered(c commands.Cmd, filters ...string) commands.Cmd {
	for _, f := range filters {
		c = c.Arg("--filter", f)
	}
	return c
}
