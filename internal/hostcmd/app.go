package hostcmd

import (
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/internal/pathname"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// VersionOf gives the version of a container of the role from its name, or
// nothing when it is none of the role's.
func (a App) VersionOf(containerName string) config.Version {
	v, ok := strings.CutPrefix(containerName, a.Role.ContainerPrefix+"-")
	if !ok || !pathname.Valid(v) {
		return ""
	}
	return config.Version(v)
}

// BehindProxy reports whether kamal-proxy serves the role on the host.
func (a App) BehindProxy() bool { return a.Role.Proxied && !a.Config.OnTraefik(a.Host) }

// Rename gives the container of one version the name of another.
func (a App) Rename(from, to config.Version) commands.Cmd {
	return docker("rename", a.Role.ContainerName(from), a.Role.ContainerName(to)).For("renaming the container")
}

// TagLatest marks the image of a version as the one that was booted last.
func (a App) TagLatest(v config.Version) commands.Cmd {
	return docker("tag", a.Config.ImageAt(v), layout.LatestImage(a.Config)).For("tagging the image")
}

// UnlessOvertaken is a command that comes after the boot of a version, and does nothing
// where another version was booted since.
func (a App) UnlessOvertaken(v config.Version, cmd commands.Cmd) commands.Cmd {
	name := strings.ReplaceAll(a.Role.ContainerName(v), ".", `\.`)
	other := commands.Pipe(a.Versions(), commands.Command("sed", "-n", "1p"), commands.Command("grep", "-qv", "^"+name+"\t"))
	return commands.Or(other, cmd).For(cmd.Purpose)
}
