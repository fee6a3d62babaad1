package hostcmd

import (
	"strings"

	"github.com/kamal-go/kamal/kamal/commands"
)

// Networks prints the networks of the running containers with one of these
// service labels, for [ParseNetworks].
func Networks(services ...string) commands.Cmd {
	var lists []commands.Cmd
	for _, s := range services {
		lists = append(lists, commands.Command("docker", "container", "ls", "--filter", "label=service="+s,
			"--format", "{{.Names}} {{.Networks}}"))
	}
	return commands.And(lists...)
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
