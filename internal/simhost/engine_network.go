package simhost

import (
	"fmt"
	"slices"

	"github.com/kamal-go/kamal/internal/minishell"
)

// network lists, makes and removes networks, and connects containers to them.
func (e *engine) network(c minishell.Call, args []string) int {
	o := parse(args, false)
	least := map[string]int{"ls": 1, "create": 2, "inspect": 2, "rm": 2, "connect": 3, "disconnect": 3}[o.args[0]]
	switch {
	case least == 0 || len(o.args) < least:
		return fail(c, "'network %s' is no docker command, or lacks arguments.", o.args[0])
	case o.args[0] == "ls":
		return e.listNetworks(c, o)
	case o.args[0] == "create":
		return e.createNetwork(c, o.args[1])
	case !slices.Contains(e.networks, o.args[1]):
		return daemon(c, "network %s not found", o.args[1])
	case o.args[0] == "rm":
		return e.removeNetwork(c, o.args[1])
	case least == 3:
		return e.join(c, o.args[1], o.args[2], o.args[0] == "connect")
	}
	return 0
}

func (e *engine) listNetworks(c minishell.Call, o options) int {
	for _, n := range e.networks {
		if status := format(c, o.get("format"), map[string]any{"Name": n}); status != 0 {
			return status
		}
	}
	return 0
}

func (e *engine) createNetwork(c minishell.Call, name string) int {
	if slices.Contains(e.networks, name) {
		return daemon(c, "network with name %s already exists", name)
	}
	e.networks = append(e.networks, name)
	fmt.Fprintln(c.Stdout, e.newID(name))
	return 0
}

// removeNetwork leaves a network alone that a running container is in. One that
// has ended stays a member of a network that is no more.
func (e *engine) removeNetwork(c minishell.Call, name string) int {
	for _, x := range e.containers {
		if x.state == "running" && slices.Contains(x.networks, name) {
			return daemon(c, "network %s has active endpoints", name)
		}
	}
	e.networks = slices.DeleteFunc(e.networks, func(n string) bool { return n == name })
	fmt.Fprintln(c.Stdout, name)
	return 0
}

// join connects a container to a network, or disconnects it.
func (e *engine) join(c minishell.Call, network, name string, connect bool) int {
	member := e.find(name)
	if member == nil {
		return noSuch(c, name)
	}
	joined := slices.Contains(member.networks, network)
	switch {
	case connect && joined:
		return daemon(c, "endpoint with name %s already exists in network %s", member.name, network)
	case connect:
		member.networks = append(member.networks, network)
	case !joined:
		return daemon(c, "container %s is not connected to network %s", member.name, network)
	default:
		member.networks = slices.DeleteFunc(member.networks, func(n string) bool { return n == network })
	}
	return 0
}
