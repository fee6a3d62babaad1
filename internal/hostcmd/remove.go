package hostcmd

import (
	"path"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/internal/pathname"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Folder is a folder with all that is in it, and where it has to lie.
type Folder struct{ Parent, Path string }

// RemoveFolders removes folders with all that is in them. One that does not lie
// right below its parent, under a name that can be one, is refused on the spot:
// its path was put together of something else, and may lead anywhere.
func RemoveFolders(flags string, trees ...Folder) commands.Cmd {
	c := commands.Command("rm", flags)
	for _, t := range trees {
		if !t.removable() {
			return refuse(t.Path)
		}
		c = c.Arg(t.Path)
	}
	return c
}

func (t Folder) removable() bool {
	return path.Dir(t.Path) == path.Clean(t.Parent) && pathname.Valid(path.Base(t.Path)) &&
		!strings.HasPrefix(t.Parent, "-") && !slices.Contains(strings.Split(t.Parent, "/"), "..")
}

func appTree(c *config.Config) Folder {
	return Folder{layout.AppsDirectory(c), layout.AppDirectory(c)}
}

func proxyAppTree(c *config.Config) Folder {
	return Folder{layout.ProxyFiles(c), layout.ProxyAppDirectory(c)}
}

// below is a folder in another that may be removed itself.
func (t Folder) below(name string) Folder {
	if !t.removable() {
		return t
	}
	return Folder{t.Path, path.Join(t.Path, name)}
}

// refuse fails on the host, and says why, without touching anything.
func refuse(what string) commands.Cmd {
	return commands.And(commands.Command("echo", "refusing to remove "+what+": that is no folder of kamal's").ToErrors(), commands.Command("false"))
}

// removeFound removes what find finds in folders that may be removed themselves.
func removeFound(find commands.Cmd) commands.Cmd { return find.Arg("-exec", "rm", "-rf", "{}", "+") }
