package hostcmd

import (
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
)

// MakeDirectory makes the folder that apps share files with the proxy in.
func (p Proxy) MakeDirectory() commands.Cmd {
	dir := layout.ProxyFiles(p.Config)
	return Server{p.Config}.makeOpen(dir, dir)
}

// RemoveDirectory removes all that the host keeps for the proxy.
func (p Proxy) RemoveDirectory() commands.Cmd {
	return RemoveFolders("-r", Folder{p.Config.RunDirectory, layout.ProxyDirectory(p.Config)})
}

// InstalledApps prints the apps that are installed on the host, this one's
// included, one a line.
func (p Proxy) InstalledApps() commands.Cmd {
	dir := layout.AppsDirectory(p.Config)
	return commands.Or(commands.Command("test", "!", "-d", dir), commands.Command("ls", dir))
}

// OtherApps prints the other services that share files with the proxy, one a
// line.
func (p Proxy) OtherApps() commands.Cmd {
	dir := layout.ProxyFiles(p.Config)
	others := commands.Pipe(commands.Command("ls", dir), commands.Command("grep", "-vxF", layout.App(p.Config)).Optional())
	return commands.Or(commands.Command("test", "!", "-d", dir), others)
}
