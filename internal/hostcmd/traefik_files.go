package hostcmd

import (
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// RemoveTraefikEnvFile removes Traefik's env file, unless a container of that name is
// there, whosever it is.
func RemoveTraefikEnvFile(c *config.Config) commands.Cmd {
	return commands.Or(docker("container", "inspect", layout.TraefikContainer).Quiet(), commands.Command("rm", "-f", layout.TraefikEnvFile(c)))
}
