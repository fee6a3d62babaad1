package simhost

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/minishell"
)

// exec runs a program in a container. Only kamal-proxy's own is carried out; any
// other prints what it was.
func (e *engine) exec(ctx context.Context, c minishell.Call, args []string) int {
	o := parse(args, true)
	if len(o.args) < 2 {
		return fail(c, "\"docker exec\" requires at least 2 arguments")
	}
	name, line := o.args[0], o.args[1:]
	status := e.locked(c, nil, func(e *engine, c minishell.Call, _ []string) int {
		x := e.find(name)
		switch {
		case x == nil:
			return noSuch(c, name)
		case x.state != "running":
			return daemon(c, "container %s is not running", x.id)
		}
		return 0
	})
	if status != 0 {
		return status
	}
	if line[0] == "kamal-proxy" && len(line) == 2 && line[1] == "list" {
		return e.locked(c, nil, (*engine).proxyList)
	}
	if line[0] == "kamal-proxy" && len(line) > 2 {
		return e.proxy(ctx, c, line[1], line[2], parse(line[3:], false))
	}
	fmt.Fprintln(c.Stdout, "ran "+strings.Join(line, " "))
	return 0
}

// proxy is kamal-proxy's own command line.
func (e *engine) proxy(ctx context.Context, c minishell.Call, verb, name string, o options) int {
	if verb == "deploy" {
		return e.proxyDeploy(ctx, c, name, o)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	s := e.services[name]
	if s == nil {
		fmt.Fprintf(c.Stderr, "Error: service %q not found\n", name)
		return 1
	}
	switch verb {
	case "remove":
		delete(e.services, name)
	case "stop":
		s.state = "stopped"
	case "resume":
		s.state = "running"
	}
	return 0
}

// proxyList prints what kamal-proxy serves, in the colours that it always uses.
func (e *engine) proxyList(c minishell.Call, _ []string) int {
	heading, name, plain := "\x1b[3;94m%s\x1b[0m  ", "\x1b[1;34m%s\x1b[0m  ", "\x1b[m%s\x1b[0m  "
	for _, column := range []string{"Service", "Host", "Path", "Target", "State", "TLS"} {
		fmt.Fprintf(c.Stdout, heading, column)
	}
	fmt.Fprintln(c.Stdout)
	for _, service := range slices.Sorted(maps.Keys(e.services)) {
		s := e.services[service]
		fmt.Fprintf(c.Stdout, name, service)
		for _, cell := range []string{s.option("host", "*"), s.option("path-prefix", "/"), s.target + ":80", s.state, s.tls()} {
			fmt.Fprintf(c.Stdout, plain, cell)
		}
		fmt.Fprintln(c.Stdout)
	}
	return 0
}

// option are the values of an option, as the list has them.
func (s *service) option(name, none string) string {
	return cmp.Or(strings.Join(s.options[name], ","), none)
}

func (s *service) tls() string {
	if _, on := s.options["tls"]; on {
		return "yes"
	}
	return "no"
}

// proxyDeploy sends requests to a target once it is healthy; what was served
// before is served until then.
func (e *engine) proxyDeploy(ctx context.Context, c minishell.Call, name string, o options) int {
	target, _, _ := strings.Cut(o.get("target"), ":")
	if !e.up(target) {
		limit, err := time.ParseDuration(o.get("deploy-timeout"))
		if err != nil {
			limit = 30 * time.Second
		}
		if wait(ctx, limit) != nil {
			return 130
		}
		fmt.Fprintf(c.Stderr, "Error: target failed to become healthy within configured timeout (%s)\n", limit)
		return 1
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	settings := maps.Clone(o.values)
	delete(settings, "target")
	e.services[name] = &service{target: target, state: "running", options: settings}
	return 0
}

func (e *engine) up(target string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	x := e.find(target)
	return x != nil && x.state == "running" && !x.stalls
}
