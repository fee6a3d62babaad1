package project

import (
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// identity are what tells one container from the next, and no setting.
var identity = []string{
	"KAMAL_CONTAINER_NAME", "KAMAL_VERSION", // variables
	"service", "role", "destination", // labels
}

// compared are the options of docker's run that are told of as they are, besides
// variables, labels, volumes and ports. Of others docker does not say how they were given.
var compared = []string{
	"add-host", "cap-add", "cap-drop", "cpu-shares", "cpus", "cpuset-cpus", "dns", "group-add", "health-cmd", "init", "memory",
	"memory-reservation", "pids-limit", "privileged", "read-only", "restart", "security-opt", "shm-size", "stop-timeout", "sysctl",
	"ulimit", "user",
}

// differences are those between how two containers were run. What belongs to their
// versions is none.
func (c *comparison) differences(old, now kamaltest.Container, from, to config.Version) []Setting {
	was, is := c.neutral(old, from), c.neutral(now, to)
	settings := named("env", was("env"), is("env"))
	settings = append(settings, named("label", own(was("label"), now), is("label"))...)
	settings = append(settings, listed("volume", was("volume"), is("volume"))...)
	settings = append(settings, listed("publish", was("publish"), is("publish"))...)
	for _, option := range compared {
		settings = append(settings, listed(option, was(option), is(option))...)
	}
	settings = append(settings, named("log-opt", given(was("log-opt"), is("log-opt")), is("log-opt"))...)
	before, after := commandOf(old), commandOf(now)
	if before != after {
		settings = append(settings, changed("cmd", before, after)...)
	}
	return settings
}

// commandOf is the command that a container was given. That of the proxy's image says
// nothing, also where it is written out.
func commandOf(x kamaltest.Container) string {
	command := strings.Join(x.Command, " ")
	if command == "kamal-proxy run" {
		return ""
	}
	return command
}

// given leaves out the options of docker's logging that the daemon may have added: those
// without one of the same name.
func given(old, now []string) []string {
	names := pairs(now)
	return slices.DeleteFunc(slices.Clone(old), func(o string) bool {
		name, _, _ := strings.Cut(o, "=")
		_, ok := names[name]
		return !ok
	})
}

// own leaves out the labels of an image, which are in docker's answer too.
func own(labels []string, now kamaltest.Container) []string {
	return slices.DeleteFunc(slices.Clone(labels), func(l string) bool {
		name, value, _ := strings.Cut(l, "=")
		have, ok := now.Labels[name]
		return ok && have == value && !slices.Contains(now.Options["label"], l)
	})
}

// neutral gives the values of options without what differs from host to host and from
// version to version.
func (c *comparison) neutral(x kamaltest.Container, v config.Version) func(string) []string {
	return func(option string) []string {
		var values []string
		for _, value := range x.Options[option] {
			if v != "" {
				value = strings.ReplaceAll(value, string(v), "VERSION")
			}
			switch option {
			case "volume":
				if value = c.withoutHome(value); strings.Contains(value, "/cords/") {
					continue // each container of Traefik's has one of its own
				}
			case "publish":
				value = published(value)
			case "memory", "memory-reservation", "shm-size":
				value = size(value)
			case "ulimit":
				value = limit(value)
			}
			values = append(values, value)
		}
		return values
	}
}

// withoutHome makes the path of a folder below the run directory the same for all users.
func (c *comparison) withoutHome(volume string) string {
	if _, rest, found := strings.Cut(volume, "/"+c.cfg.RunDirectory+"/"); found && !strings.HasPrefix(c.cfg.RunDirectory, "/") {
		return c.cfg.RunDirectory + "/" + rest
	}
	return volume
}

// limit gives a limit the hard one that it has without.
func limit(text string) string {
	name, value, _ := strings.Cut(text, "=")
	if strings.Contains(value, ":") {
		return text
	}
	return name + "=" + value + ":" + value
}

// published gives a port the protocol that it has without one.
func published(port string) string {
	if strings.Contains(port, "/") {
		return port
	}
	return port + "/tcp"
}

// units are docker's, the largest first.
var units = []struct {
	name  string
	shift int
}{{"g", 30}, {"m", 20}, {"k", 10}, {"", 0}}

// size gives a size in the largest unit of docker's that it is a multiple of: docker
// tells bytes, and configurations what their writers liked.
func size(text string) string {
	lower := strings.ToLower(text)
	number := strings.TrimRight(lower, "bkmg")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n == 0 {
		return text
	}
	for _, u := range units {
		if u.name == strings.TrimSuffix(lower[len(number):], "b") {
			n <<= u.shift
		}
	}
	for _, u := range units {
		if n%(1<<u.shift) == 0 {
			return strconv.FormatInt(n>>u.shift, 10) + u.name
		}
	}
	return text
}

// named compares NAME=VALUE by name. Values are never told.
func named(what string, old, now []string) []Setting {
	was, is := pairs(old), pairs(now)
	var settings []Setting
	for _, name := range sortedNames(was, is) {
		before, had := was[name]
		after, has := is[name]
		switch {
		case slices.Contains(identity, name):
		case !had:
			settings = append(settings, Setting{what, name, "+"})
		case !has:
			settings = append(settings, Setting{what, name, "-"})
		case before != after:
			settings = append(settings, Setting{what, name, "~"})
		}
	}
	return settings
}

func pairs(list []string) map[string]string {
	all := map[string]string{}
	for _, pair := range list {
		name, value, _ := strings.Cut(pair, "=")
		all[name] = value
	}
	return all
}

func sortedNames(a, b map[string]string) []string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return slices.Sorted(maps.Keys(all))
}

// listed compares what is given once for each value. One value in place of one other
// is a change.
func listed(what string, old, now []string) []Setting {
	gone := slices.DeleteFunc(slices.Clone(old), func(v string) bool { return slices.Contains(now, v) })
	come := slices.DeleteFunc(slices.Clone(now), func(v string) bool { return slices.Contains(old, v) })
	if len(gone) == 1 && len(come) == 1 {
		return changed(what, gone[0], come[0])
	}
	var settings []Setting
	for _, v := range gone {
		settings = append(settings, Setting{what, v, "-"})
	}
	for _, v := range come {
		settings = append(settings, Setting{what, v, "+"})
	}
	return settings
}

func changed(what, old, now string) []Setting {
	switch {
	case old == "":
		return []Setting{{what, now, "+"}}
	case now == "":
		return []Setting{{what, old, "-"}}
	}
	return []Setting{{what, old + " -> " + now, "~"}}
}

// image tells of another image.
func image(old, now kamaltest.Container) []Setting {
	if old.Image == now.Image || path.Base(old.Image) == old.Image && len(old.Image) >= 12 && !strings.Contains(old.Image, ":") {
		return nil // an id tells nothing
	}
	return []Setting{{What: "image", Name: old.Image + " -> " + now.Image, Sign: "~"}}
}
