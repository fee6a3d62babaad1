package hostcmd

import (
	"path"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// ErrorPages builds the commands for the pages that kamal-proxy shows while
// the app can't answer.
type ErrorPages struct{ Config *config.Config }

// Upload extracts the tar archive of pages that it reads from standard input,
// for kamal-proxy to read.
func (e ErrorPages) Upload(v config.Version) commands.Cmd {
	dir := path.Join(e.directory(), string(v))
	return commands.And(Server(e).makeOpen(layout.ProxyFiles(e.Config), dir), unpackOpen(dir))
}

// CleanUp removes the pages of every version but one.
func (e ErrorPages) CleanUp(keep config.Version) commands.Cmd {
	if !proxyAppTree(e.Config).removable() || keep.Check() != nil {
		return refuse(e.directory())
	}
	return commands.Or(commands.Command("test", "!", "-d", e.directory()),
		removeFound(commands.Command("find", e.directory(), "-mindepth", "1", "-maxdepth", "1", "!", "-name", string(keep))))
}

func (e ErrorPages) directory() string {
	return path.Join(layout.ProxyAppDirectory(e.Config), "error_pages")
}
