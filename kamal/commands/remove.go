package commands

import (
	"path"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/kamal/config"
)

// tree is a folder with all that is in it, and where it has to lie.
type tree struct{ parent, path string }

// removeTree removes folders with all that is in them. One that does not lie
// right below its parent, under a name that can be one, is refused on the spot:
// its path was put together of something else, and may lead anywhere.
func removeTree(flags string, trees ...tree) Cmd {
	c := Command("rm", flags)
	for _, t := range trees {
		if !t.removable() {
			return refuse(t.path)
		}
		c = c.Arg(t.path)
	}
	return c
}

func (t tree) removable() bool {
	return path.Dir(t.path) == path.Clean(t.parent) && config.ValidName(path.Base(t.path)) &&
		!strings.HasPrefix(t.parent, "-") && !slices.Contains(strings.Split(t.parent, "/"), "..")
}

func appTree(c *config.Config) tree { return tree{need(c).AppsDirectory(), c.AppDirectory()} }

func proxyAppTree(c *config.Config) tree { return tree{proxyFiles(c), c.ProxyAppDirectory()} }

// below is a folder in another that may be removed itself.
func (t tree) below(name string) tree {
	if !t.removable() {
		return t
	}
	return tree{t.path, path.Join(t.path, name)}
}

// refuse fails on the host, and says why, without touching anything.
func refuse(what string) Cmd {
	return And(Command("echo", "refusing to remove "+what+": that is no folder of kamal's").redirect(">&2"), Command("false"))
}

// removeFound removes what find finds in folders that may be removed themselves.
func removeFound(find Cmd) Cmd { return find.Arg("-exec", "rm", "-rf", "{}", "+") }
