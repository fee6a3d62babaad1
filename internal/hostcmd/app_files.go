package hostcmd

import (
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
)

// RemoveDirectory removes the app's folder.
func (a App) RemoveDirectory() commands.Cmd { return RemoveFolders("-r", appTree(a.Config)) }

// RemoveProxyDirectory removes what kamal-proxy is given of the app.
func (a App) RemoveProxyDirectory() commands.Cmd { return RemoveFolders("-r", proxyAppTree(a.Config)) }

// RemoveEnvFiles removes the env files of the host's roles.
func (a App) RemoveEnvFiles() commands.Cmd {
	c := commands.Command("rm", "-f")
	for _, r := range a.Config.RolesOn(a.Host) {
		c = c.Arg(layout.RoleEnvFile(a.Config, r))
	}
	return c
}
