package layout

import (
	"slices"
	"strings"

	"github.com/kamal-go/kamal/kamal/config"
)

// LatestTag is the tag of the version that was booted last: latest, or
// latest-DESTINATION.
func LatestTag(c *config.Config) config.Version {
	if c.Destination == "" {
		return "latest"
	}
	return config.Version("latest-" + c.Destination)
}

// LatestImage is the reference of the image that was booted last.
func LatestImage(c *config.Config) string { return c.ImageAt(LatestTag(c)) }

// LocalPort is the port of a local registry.
func LocalPort(r config.Registry) string { return strings.TrimPrefix(r.Server, "localhost:") }

// ProxyRunFor gives how the proxy of a host is run; nil leaves that to the files
// of boot_config on the host. All that is served there agrees on it.
func ProxyRunFor(c *config.Config, host config.Host) *config.ProxyRun {
	if c.OnTraefik(host) {
		return nil
	}
	for _, role := range c.RolesOn(host) {
		if role.Proxied && role.Proxy.Run != nil {
			return role.Proxy.Run
		}
	}
	for _, a := range c.Accessories {
		if a.Proxied && a.Proxy.Run != nil && slices.Contains(a.Hosts, host) {
			return a.Proxy.Run
		}
	}
	return nil
}

// ProxyImage is the reference of the proxy's image.
func ProxyImage(r *config.ProxyRun) string {
	image := r.Repository + ":" + r.Version
	if r.Registry != "" {
		return r.Registry + "/" + image
	}
	return image
}
