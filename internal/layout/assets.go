package layout

import (
	"path"
	"slices"

	"github.com/kamal-go/kamal/kamal/config"
)

// Assets is where a kind of host keeps the assets of a role.
type Assets struct{ Root, Prefix string }

// AssetsOf are the host's own place and that of the other kind of hosts.
func AssetsOf(c *config.Config, r *config.Role, host config.Host) []Assets {
	places := []Assets{
		{path.Join(AppDirectory(c), "assets"), r.Name},
		{path.Join(c.RunDirectory, "assets"), r.ContainerPrefix},
	}
	if c.OnTraefik(host) {
		slices.Reverse(places)
	}
	return places
}

// UsesAssets reports whether a role has assets to bridge.
func UsesAssets(r *config.Role) bool { return r.AssetPath != "" && r.Proxied }

// Extracted is where the assets lie as they were in the image of a version.
func (a Assets) Extracted(v config.Version) string {
	return path.Join(a.Root, "extracted", a.Prefix+"-"+string(v))
}

// Volume is what the container of a version mounts.
func (a Assets) Volume(v config.Version) string {
	return path.Join(a.Root, "volumes", a.Prefix+"-"+string(v))
}
