package hostcmd

import (
	"path"
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// CordDigits is how many digits end the name of a cord's folder.
const CordDigits = 32

// TieCord makes the cord that the next container is kept healthy by.
func (a App) TieCord(cord string) commands.Cmd {
	dir := layout.CordDirectory(a.Config, a.Role, cord)
	return commands.And(Server{a.Config}.makeOpen(dir, dir), commands.Command("touch", path.Join(dir, "cord")))
}

// Cord prints the folder on the host that the container of a version mounts as
// its cord; an empty line when it has none.
func (a App) Cord(v config.Version) commands.Cmd {
	format := `{{range .Mounts}}{{if eq .Destination "` + a.Role.Healthcheck.Cord + `"}}{{.Source}}{{end}}{{end}}`
	return docker("container", "inspect", "--format", format, a.Role.ContainerName(v))
}

// CutCord removes the folder that [App.Cord] printed: the container becomes
// unhealthy, and Traefik leaves it. Only a cord of the role is removed, whatever
// the host printed.
func (a App) CutCord(dir string) commands.Cmd {
	parent, name := path.Split(dir)
	if !path.IsAbs(dir) || path.Base(parent) != layout.Cords || !strings.HasPrefix(name, a.Role.ContainerPrefix+"-") {
		return refuse(dir)
	}
	return RemoveFolders("-rf", Folder{parent, dir})
}

// UsesCord reports whether a file on the host keeps the container healthy.
func (a App) UsesCord() bool { return layout.UsesCord(a.Config, a.Role, a.Host) }
