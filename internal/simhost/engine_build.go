package simhost

import (
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/internal/minishell"
)

// buildx makes builders, and images, which it pushes.
func (e *engine) buildx(c minishell.Call, args []string) int {
	o := parse(args[1:], false)
	switch args[0] {
	case "version":
		fmt.Fprintln(c.Stdout, "buildx, simulated")
	case "create":
		endpoint := "unix:///var/run/docker.sock"
		if len(o.args) > 0 {
			endpoint = o.args[0]
		}
		e.builders[o.get("name")] = strings.TrimSpace(e.builders[o.get("name")] + " " + endpoint)
	case "rm", "inspect":
		name := strings.Join(o.args, " ")
		endpoints, ok := e.builders[name]
		if !ok {
			fmt.Fprintf(c.Stderr, "ERROR: no builder %q found\n", name)
			return 1
		}
		if args[0] == "rm" {
			delete(e.builders, name)
			return 0
		}
		fmt.Fprintln(c.Stdout, "Name: "+name)
		for endpoint := range strings.FieldsSeq(endpoints) {
			fmt.Fprintln(c.Stdout, "Endpoint: "+endpoint)
		}
	case "ls":
		fmt.Fprintln(c.Stdout, "NAME/NODE   DRIVER/ENDPOINT")
	case "build":
		e.build(c, o)
	}
	return 0
}

func (e *engine) build(c minishell.Call, o options) {
	labels := map[string]string{}
	for _, l := range o.values["label"] {
		name, value, _ := strings.Cut(l, "=")
		labels[name] = value
	}
	for _, ref := range o.values["t"] {
		e.host.world.push(ref, labels)
		fmt.Fprintln(c.Stderr, "pushing "+ref)
	}
}

func (e *engine) context(c minishell.Call, args []string) int {
	o := parse(args[1:], false)
	name := strings.Join(o.args, " ")
	switch args[0] {
	case "create":
		e.contexts[name] = strings.TrimPrefix(o.get("docker"), "host=")
	case "rm", "inspect":
		host, ok := e.contexts[name]
		if !ok {
			fmt.Fprintf(c.Stderr, "context %q: context not found\n", name)
			return 1
		}
		if args[0] == "rm" {
			delete(e.contexts, name)
			return 0
		}
		return format(c, o.get("format"), map[string]any{"Endpoints": map[string]any{"docker": map[string]any{"Host": host}}})
	}
	return 0
}
