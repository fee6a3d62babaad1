package simhost

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/minishell"
)

func (e *engine) create(c minishell.Call, args []string) int {
	o := parse(args, true)
	x, status := e.add(c, o)
	if x != nil {
		fmt.Fprintln(c.Stdout, x.id)
	}
	return status
}

// runContainer starts a container. One that is not detached has ended when it
// returns, and has printed what it was to do.
func (e *engine) runContainer(c minishell.Call, args []string) int {
	o := parse(args, true)
	x, status := e.add(c, o)
	if x == nil {
		return status
	}
	x.autoRemove = o.has("rm")
	if status := e.begin(c, x); status != 0 {
		return status + 124
	}
	if o.has("detach", "d") {
		fmt.Fprintln(c.Stdout, x.id)
		return 0
	}
	fmt.Fprintln(c.Stdout, "ran "+strings.Join(o.args[1:], " "))
	e.end(x)
	return 0
}

// end ends a container; one that was run with --rm is gone then.
func (e *engine) end(x *container) {
	x.state = "exited"
	if x.autoRemove {
		e.drop(x)
	}
}

// begin starts a container, whose ports must be free; one of a broken image never
// comes up. One that runs stays as it is.
func (e *engine) begin(c minishell.Call, x *container) int {
	if x.up() {
		return 0
	}
	for _, port := range x.ports {
		if slices.ContainsFunc(e.containers, func(o *container) bool { return o != x && o.up() && slices.Contains(o.ports, port) }) {
			return daemon(c, "driver failed programming external connectivity on endpoint %s: Bind for %s failed: port is already allocated", x.name, port)
		}
	}
	exits, stalls := e.host.world.trouble(e.host.Name, x.ref)
	x.state, x.exitCode, x.began, x.stalls = "running", 0, time.Now(), stalls
	x.starts++
	if exits {
		x.state, x.exitCode = "restarting", 1
	}
	return 0
}

// up reports whether a container is started, and holds its ports.
func (x *container) up() bool { return x.state == "running" || x.state == "restarting" }

// restarts is how often a container that exits at once was started again: after
// a tenth of a second, and each time after twice as long as before.
func (x *container) restarts() int {
	if x.state != "restarting" {
		return 0
	}
	n := 0
	for wait, left := 100*time.Millisecond, time.Since(x.began); left >= wait; wait *= 2 {
		left -= wait
		n++
	}
	return n
}

func (e *engine) add(c minishell.Call, o options) (*container, int) {
	if len(o.args) == 0 {
		return nil, fail(c, "an image is missing")
	}
	ref := o.args[0]
	if repository, _ := splitRef(ref); repository == "" || strings.HasPrefix(ref, "-") {
		return nil, fail(c, "invalid reference format") + 124
	}
	id := e.newID(cmp.Or(o.get("name"), ref))
	name := cmp.Or(o.get("name"), "container-"+id[:6])
	if e.find(name) != nil {
		return nil, daemon(c, "Conflict. The container name %q is already in use", "/"+name) + 124
	}
	made, missing := e.settings(c, o)
	if missing != "" {
		return nil, fail(c, "open %s: no such file or directory", missing) + 124
	}
	for _, network := range o.values["network"] {
		if !slices.Contains(e.networks, network) {
			return nil, daemon(c, "network %s not found", network) + 124
		}
	}
	i := e.fetch(ref)
	x := &container{
		id: id, name: name, ref: ref, image: i, state: "created", created: time.Now(),
		labels: maps.Clone(i.labels), networks: o.values["network"], healthCmd: o.get("health-cmd"), made: made, args: o.args[1:],
	}
	for _, l := range o.values["label"] {
		name, value, _ := strings.Cut(l, "=")
		x.labels[name] = value
	}
	for _, port := range slices.Concat(o.values["publish"], o.values["p"]) {
		x.ports = append(x.ports, published(port))
	}
	for _, v := range slices.Concat(o.values["volume"], o.values["v"]) {
		source, rest, _ := strings.Cut(v, ":")
		destination, _, _ := strings.Cut(rest, ":")
		x.mounts = append(x.mounts, mount{source, destination})
		if path.IsAbs(source) {
			_ = e.host.Files.Mkdir(source, true)
		}
	}
	e.containers = append(e.containers, x)
	return x, 0
}

// longNames are those of docker's short options.
var longNames = map[string]string{"e": "env", "p": "publish", "v": "volume", "l": "label", "m": "memory", "u": "user"}

// settings are the options of a run by their long names, with what env files say. An
// env file that is not there is missing.
func (e *engine) settings(c minishell.Call, o options) (made map[string][]string, missing string) {
	made = map[string][]string{}
	for _, file := range o.values["env-file"] {
		text, err := e.host.Files.Read(c.Shell.Path(file))
		if err != nil {
			return nil, file
		}
		for line := range strings.Lines(string(text)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				made["env"] = append(made["env"], line)
			}
		}
	}
	for name, values := range o.values {
		if !slices.Contains([]string{"detach", "d", "name", "rm", "env-file"}, name) {
			long := cmp.Or(longNames[name], name)
			made[long] = append(made[long], values...)
		}
	}
	return made, ""
}

// published is the address and port of the host that an option publishes on.
func published(option string) string {
	if i := strings.LastIndex(option, ":"); i >= 0 {
		option = option[:i]
	}
	if strings.Contains(option, ":") {
		return option
	}
	return "0.0.0.0:" + option
}

func (e *engine) drop(x *container) {
	e.containers = slices.DeleteFunc(e.containers, func(o *container) bool { return o == x })
}

// eachContainer does something with every container that is named.
func (e *engine) eachContainer(c minishell.Call, names []string, do func(*container) int) int {
	if len(names) == 0 {
		return fail(c, "%q requires at least 1 argument", strings.Join(c.Args, " "))
	}
	status := 0
	for _, name := range names {
		x := e.find(name)
		if x == nil {
			status = noSuch(c, name)
			continue
		}
		if s := do(x); s != 0 {
			status = s
			continue
		}
		fmt.Fprintln(c.Stdout, name)
	}
	return status
}

func (e *engine) start(c minishell.Call, args []string) int {
	return e.eachContainer(c, parse(args, false).args, func(x *container) int { return e.begin(c, x) })
}

func (e *engine) stop(c minishell.Call, args []string) int {
	return e.eachContainer(c, parse(args, false).args, func(x *container) int {
		if x.up() {
			e.end(x)
		}
		return 0
	})
}

func (e *engine) kill(c minishell.Call, args []string) int {
	return e.eachContainer(c, parse(args, false).args, func(x *container) int {
		if !x.up() {
			return daemon(c, "Cannot kill container: %s: Container %s is not running", x.name, x.id)
		}
		e.end(x)
		return 0
	})
}

func (e *engine) remove(c minishell.Call, args []string) int {
	o := parse(args, false)
	return e.eachContainer(c, o.args, func(x *container) int {
		if x.up() && !o.has("force", "f") {
			return daemon(c, "cannot remove container %q: container is %s", x.name, x.state)
		}
		e.drop(x)
		return 0
	})
}

func (e *engine) rename(c minishell.Call, args []string) int {
	x := e.find(args[0])
	switch {
	case x == nil:
		return noSuch(c, args[0])
	case e.find(args[1]) != nil:
		return daemon(c, "Conflict. The container name %q is already in use", "/"+args[1])
	}
	x.name = args[1]
	return 0
}

func (e *engine) prune(_ minishell.Call, args []string) int {
	o := parse(args, false)
	e.containers = slices.DeleteFunc(e.containers, func(x *container) bool {
		return !x.up() && e.matches(x, o.values["filter"])
	})
	return 0
}

// copy makes the file that stands for what was copied out of a container.
func (e *engine) copy(c minishell.Call, args []string) int {
	o := parse(args, false)
	name, source, _ := strings.Cut(o.args[0], ":")
	x := e.find(name)
	if x == nil {
		return noSuch(c, name)
	}
	to := path.Join(c.Shell.Path(o.args[1]), "of-"+strings.ReplaceAll(path.Base(x.ref), ":", "-"))
	if err := e.host.Files.Write(to, []byte(source+"\n"), false); err != nil {
		return fail(c, "%v", err)
	}
	return 0
}

// logs prints one line, and with --follow stays until ctx ends.
func (e *engine) logs(ctx context.Context, c minishell.Call, args []string) int {
	o := parse(args, false)
	status := e.locked(c, o.args, func(e *engine, c minishell.Call, names []string) int {
		if len(names) == 0 || e.find(names[0]) == nil {
			return noSuch(c, strings.Join(names, " "))
		}
		fmt.Fprintln(c.Stdout, "a log line of "+e.find(names[0]).name)
		return 0
	})
	if status == 0 && o.has("follow") {
		<-ctx.Done()
	}
	return status
}
