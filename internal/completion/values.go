package completion

import (
	"context"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/secrets"
)

// Knowledge is what a project knows of its own names.
type Knowledge interface {
	// Choose says which configuration the line asks for.
	Choose(file, destination string)
	Aliases(context.Context) config.Pairs
	// Programs are the names of commands that programs stand for.
	Programs() []string
	Hosts(context.Context) []string
	Roles(context.Context) []string
	Accessories(context.Context) []string
	Destinations() []string
	// Versions are those of which the hosts have containers, or else commits.
	Versions(ctx context.Context, deployed bool) []Candidate
	// Files are the files and folders that begin so, folders with a slash.
	Files(beginning string) []string
}

// values gives what an option may be set to.
func (c *Completer) values(ctx context.Context, n *kong.Node, option, prefix, beginning string) []Candidate {
	flag := cmdline.Flag(n, option)
	if flag == nil {
		return nil
	}
	switch flag.Name {
	case "hosts":
		return listed(c.Known.Hosts(ctx), prefix, beginning)
	case "roles":
		return listed(c.Known.Roles(ctx), prefix, beginning)
	}
	if fixed := fixedValues(flag); len(fixed) > 0 {
		return prefixed(prefix, matching(beginning, plain(fixed)))
	}
	return prefixed(prefix, matching(beginning, c.valuesOf(ctx, n, flag.Name, beginning)))
}

// fixedValues are those that the grammar lets an option have, if it says so.
func fixedValues(f *kong.Flag) []string {
	if f.IsBool() {
		return []string{"true", "false"}
	}
	var values []string
	for v := range strings.SplitSeq(f.Enum, ",") {
		if v != "" {
			values = append(values, v)
		}
	}
	return values
}

// exports are the types of what a build gives, as docker has them.
var exports = []string{"docker", "image", "local", "oci", "registry", "tar"}

func (c *Completer) valuesOf(ctx context.Context, n *kong.Node, option, beginning string) []Candidate {
	switch option {
	case "destination":
		return plain(c.Known.Destinations())
	case "version":
		return c.Known.Versions(ctx, false)
	case "config-file", "timeline", "man":
		return plain(c.Known.Files(beginning))
	case "adapter":
		return plain(secrets.Adapters())
	case "output":
		if n.Tag != nil && n.Tag.Has("output") {
			return plain(append([]string{"json"}, exports...))
		}
		return plain([]string{"json"})
	case "registry":
		if cmdline.Path(n) == "init" {
			return plain([]string{"none"})
		}
	}
	return nil
}

// words gives what the next word of a command may be.
func (c *Completer) words(ctx context.Context, n *kong.Node, word string) []Candidate {
	switch {
	case word == "section":
		return plain(config.Sections())
	case word == "shell":
		return plain(Shells)
	case word == "version":
		return c.Known.Versions(ctx, true)
	case word == "name" && strings.HasPrefix(cmdline.Path(n), "accessory"):
		return plain(append(c.Known.Accessories(ctx), "all"))
	}
	return nil
}

// listed completes the last item of a comma list.
func listed(names []string, prefix, beginning string) []Candidate {
	i := strings.LastIndexByte(beginning, ',') + 1
	given := strings.Split(beginning[:i], ",")
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(given, name) })
	return prefixed(prefix+beginning[:i], matching(beginning[i:], plain(names)))
}

func prefixed(prefix string, list []Candidate) []Candidate {
	for i := range list {
		list[i].Word = prefix + list[i].Word
	}
	return list
}

func plain(names []string) []Candidate {
	list := make([]Candidate, len(names))
	for i, name := range names {
		list[i] = Candidate{Word: name}
	}
	return list
}
