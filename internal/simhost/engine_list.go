package simhost

import (
	"cmp"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/kamal-go/kamal/internal/minishell"
)

// list is docker ps: the newest first, running ones unless a state or all were
// asked for.
func (e *engine) list(c minishell.Call, args []string) int {
	o := parse(args, false)
	all := o.has("all", "a") || slices.ContainsFunc(o.values["filter"], func(f string) bool { return strings.HasPrefix(f, "status=") })
	text := o.get("format")
	if o.has("quiet", "q") {
		text = "{{.ID}}"
	}
	if text == "" {
		var flush func()
		c, flush = table(c, "CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES")
		defer flush()
		text = "{{.ID}}\t{{.Image}}\t\"\"\t{{.RunningFor}}\t{{.Since}}\t{{.Ports}}\t{{.Names}}"
	}
	for _, x := range slices.Backward(e.containers) {
		if !all && !x.up() || !e.matches(x, o.values["filter"]) {
			continue
		}
		if status := format(c, text, x.row()); status != 0 {
			return status
		}
	}
	return 0
}

func (x *container) row() map[string]any {
	var labels []string
	for _, name := range slices.Sorted(maps.Keys(x.labels)) {
		labels = append(labels, name+"="+x.labels[name])
	}
	return map[string]any{
		"ID": x.id[:12], "Names": x.name, "Image": x.ref, "State": x.state, "Status": x.state,
		"RunningFor": age(x.created) + " ago", "Since": x.since(), "Ports": strings.Join(x.ports, ", "),
		"CreatedAt": x.created.UTC().Format("2006-01-02 15:04:05 -0700 MST"),
		"Labels":    strings.Join(labels, ","), "Networks": strings.Join(x.networks, ","),
	}
}

// matches reports whether a container is of all kinds of filters; of those of a
// kind, labels excepted, one is enough.
func (e *engine) matches(x *container, filters []string) bool {
	wanted := map[string]bool{}
	for _, f := range filters {
		kind, value, _ := strings.Cut(f, "=")
		ok := e.match(x, kind, value)
		if kind == "label" && !ok {
			return false
		}
		wanted[kind] = wanted[kind] || ok
	}
	return !slices.Contains(slices.Collect(maps.Values(wanted)), false)
}

func (e *engine) match(x *container, kind, value string) bool {
	switch kind {
	case "label":
		return hasLabel(x.labels, value)
	case "status":
		return x.state == value
	case "name":
		ok, err := regexp.MatchString(value, x.name)
		return ok && err == nil
	case "ancestor":
		i := e.findImage(value)
		return i != nil && i == x.image
	}
	return true
}

func hasLabel(labels map[string]string, wanted string) bool {
	name, value, given := strings.Cut(wanted, "=")
	have, ok := labels[name]
	return ok && (!given || have == value)
}

// inspect shows containers, or with --type image images.
func (e *engine) inspect(c minishell.Call, args []string) int {
	o := parse(args, false)
	text := cmp.Or(o.get("format"), "{{json .}}")
	for _, name := range o.args {
		var data map[string]any
		if o.get("type") == "image" {
			i := e.findImage(name)
			if i == nil {
				return daemon(c, "No such image: %s", name)
			}
			data = map[string]any{"Id": i.id, "Config": map[string]any{"Labels": i.labels}}
		} else {
			x := e.find(name)
			if x == nil {
				return noSuch(c, name)
			}
			data = e.details(x)
		}
		if status := format(c, text, data); status != 0 {
			return status
		}
	}
	return 0
}

func (e *engine) details(x *container) map[string]any {
	state := map[string]any{"Status": x.state, "ExitCode": x.exitCode, "OOMKilled": false, "Error": "", "Health": nil}
	if health := e.health(x); health != "" {
		state["Health"] = map[string]any{"Status": health, "Log": []map[string]any{{"Output": health}}}
	}
	networks := map[string]any{}
	for _, n := range x.networks {
		networks[n] = map[string]any{}
	}
	var check map[string]any
	if x.healthCmd != "" {
		check = map[string]any{"Test": []string{"CMD-SHELL", x.healthCmd}}
	}
	policy, most, _ := strings.Cut(strings.Join(x.made["restart"], ""), ":")
	retries, _ := strconv.Atoi(most)
	return map[string]any{
		"Id": x.id, "Name": "/" + x.name, "State": state, "RestartCount": x.restarts(), "Mounts": x.mounts, "Image": x.image.id,
		"Config": map[string]any{"Labels": x.labels, "Env": x.made["env"], "Cmd": x.args, "User": strings.Join(x.made["user"], ""), "Healthcheck": check, "StopTimeout": x.stopTimeout()},
		"HostConfig": map[string]any{
			"Binds": x.made["volume"], "NetworkMode": strings.Join(x.networks, " "), "PortBindings": x.bindings(), "Memory": size(x.made["memory"]),
			"RestartPolicy": map[string]any{"Name": policy, "MaximumRetryCount": retries},
			"LogConfig":     x.logging(), "NanoCpus": x.cpus(),
		},
		"NetworkSettings": map[string]any{"Networks": networks},
	}
}

// logging is docker's own driver, unless another was given.
func (x *container) logging() map[string]any {
	options := map[string]string{}
	for _, o := range x.made["log-opt"] {
		name, value, _ := strings.Cut(o, "=")
		options[name] = value
	}
	return map[string]any{"Type": cmp.Or(strings.Join(x.made["log-driver"], ""), "json-file"), "Config": options}
}

// cpus are billionths of one.
func (x *container) cpus() int64 {
	n, _ := strconv.ParseFloat(strings.Join(x.made["cpus"], ""), 64)
	return int64(n * 1e9)
}

// stopTimeout is null where none was given.
func (x *container) stopTimeout() any {
	if n, err := strconv.Atoi(strings.Join(x.made["stop-timeout"], "")); err == nil {
		return n
	}
	return nil
}

// size is what an option of docker says in bytes, with a unit behind it or none.
func size(values []string) int64 {
	text := strings.ToLower(strings.Join(values, ""))
	number := strings.TrimRight(text, "bkmg")
	n, _ := strconv.ParseInt(number, 10, 64)
	return n << map[string]int{"k": 10, "m": 20, "g": 30}[strings.TrimSuffix(text[len(number):], "b")]
}

// bindings are the ports that a container publishes, as docker tells of them.
func (x *container) bindings() map[string]any {
	all := map[string]any{}
	for _, option := range x.made["publish"] {
		i := strings.LastIndex(option, ":")
		host, port := option[:max(i, 0)], option[i+1:]
		j := strings.LastIndex(host, ":")
		ip := strings.Trim(host[:max(j, 0)], "[]")
		if !strings.Contains(port, "/") {
			port += "/tcp"
		}
		some, _ := all[port].([]map[string]string)
		all[port] = append(some, map[string]string{"HostIp": ip, "HostPort": host[j+1:]})
	}
	return all
}

// health is what docker's own check says; empty without one. A cord that is
// gone makes a container unhealthy.
func (e *engine) health(x *container) string {
	if x.healthCmd == "" {
		return ""
	}
	for _, m := range x.mounts {
		if cord := path.Join(m.Destination, "cord"); strings.Contains(x.healthCmd, "stat "+cord) && !e.host.Files.Exists(path.Join(m.Source, "cord")) {
			return "unhealthy"
		}
	}
	if x.state != "running" || x.stalls {
		return "unhealthy"
	}
	return "healthy"
}
