package commands

import (
	"time"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// ProxyDeploy makes kamal-proxy send the role's requests to a container of a version, by
// its id, and waits until it is healthy. An empty id is looked up on the host.
func (a App) ProxyDeploy(id string, v config.Version) Cmd {
	target := Text(id)
	if id == "" {
		target = Substitute(a.containerID(v))
	}
	d := deployment{
		proxy: need(a.Role).Proxy, target: target, config: a.Config, owner: a.Role.Name,
		service: a.Role.ContainerPrefix,
	}
	if need(a.Config).ErrorPagesPath != "" {
		d.errorPages = layout.InProxy(a.Config, "error_pages", string(v))
	}
	return d.cmd().For("pointing the proxy at the container")
}

// ProxyRemove makes kamal-proxy forget the role.
func (a App) ProxyRemove() Cmd {
	return inProxy("remove", need(a.Role).ContainerPrefix).For("taking the app out of the proxy")
}

// ProxyLive ends the maintenance of the role.
func (a App) ProxyLive() Cmd { return inProxy("resume", need(a.Role).ContainerPrefix) }

// ProxyMaintenance makes kamal-proxy answer in place of the role, once its
// requests have ended or the timeout is over. Without a message it is the
// proxy's own.
func (a App) ProxyMaintenance(timeout time.Duration, message string) Cmd {
	c := inProxy("stop", need(a.Role).ContainerPrefix, "--drain-timeout="+seconds(timeout))
	if message == "" {
		return c
	}
	return c.Word(Concat(Text("--message="), hostValue(message)))
}
