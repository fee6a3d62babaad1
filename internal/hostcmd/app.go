package hostcmd

import (
	"strings"

	"github.com/kamal-go/kamal/kamal/config"
)

// VersionOf gives the version of a container of the role from its name, or
// nothing when it is none of the role's.
func (a App) VersionOf(containerName string) config.Version {
	v, ok := strings.CutPrefix(containerName, a.Role.ContainerPrefix()+"-")
	if !ok || !config.ValidName(v) {
		return ""
	}
	return config.Version(v)
}

// BehindProxy reports whether kamal-proxy serves the role on the host.
func (a App) BehindProxy() bool { return a.Role.Proxied && !a.Config.OnTraefik(a.Host) }
