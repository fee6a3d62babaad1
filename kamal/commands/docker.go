package commands

import (
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/kamal-go/kamal/kamal/config"
)

func docker(args ...string) Cmd { return Command("docker", args...) }

// flag appends an option and its value as two words.
func (c Cmd) flag(name string, value Word) Cmd { return c.Arg(name).Word(value) }

// filter appends docker's --filter for each text.
func (c Cmd) filter(filters ...string) Cmd {
	for _, f := range filters {
		c = c.Arg("--filter", f)
	}
	return c
}

// pairs appends an option for each pair, as NAME=VALUE, or as the bare NAME
// where the value is empty or blank.
func (c Cmd) pairs(option string, pairs config.Pairs) Cmd {
	for _, p := range pairs {
		if strings.TrimSpace(p.Value) == "" {
			c = c.Arg(option, p.Name)
			continue
		}
		c = c.flag(option, Concat(Text(p.Name+"="), hostValue(p.Value)))
	}
	return c
}

// options appends docker's own options of the configuration.
func (c Cmd) options(options config.DockerOptions) Cmd {
	for _, o := range options {
		if len(o.Values) == 0 {
			c = c.Arg("--" + o.Name)
		}
		for _, v := range o.Values {
			c = c.option("--"+o.Name, v)
		}
	}
	return c
}

func (c Cmd) option(name, value string) Cmd {
	if value == "" {
		return c.Arg(name)
	}
	return c.flag(name, hostValue(value))
}

// volumes appends --volume for each text. A variable of the host's shell in it
// is expanded there, and so is ~ for the home directory.
func (c Cmd) volumes(volumes ...string) Cmd {
	for _, v := range volumes {
		c = c.flag("--volume", hostText(v))
	}
	return c
}

// logging appends docker's logging options.
func (c Cmd) logging(l config.Logging) Cmd {
	if l.Driver != "" {
		c = c.Arg("--log-driver", l.Driver)
	}
	return c.pairs("--log-opt", l.Options)
}

// line appends a command line that the host's shell splits.
func (c Cmd) line(line string) Cmd {
	if line == "" {
		return c
	}
	return c.Word(Raw(line))
}

// onHost gives a path as an absolute one, as docker wants those of volumes.
func onHost(p string) Word {
	if path.IsAbs(p) {
		return Text(p)
	}
	return Concat(Raw(`"$PWD"`), Text("/"+p))
}

// hostText gives a text that the host's shell expands but does not split.
func hostText(s string) Word {
	if rest, ok := strings.CutPrefix(s, "~/"); ok {
		return Concat(Raw("~/"), hostText(rest))
	}
	if !strings.ContainsAny(s, "$`") {
		return Text(s)
	}
	return Expand(strings.ReplaceAll(s, `"`, `\"`))
}

func seconds(d time.Duration) string { return fmt.Sprintf("%ds", int(d/time.Second)) }
