package layout

import (
	"path"

	"github.com/kamal-go/kamal/kamal/config"
)

// AccessoryFile is where a file of an accessory lies.
func AccessoryFile(a *config.Accessory, m config.Mount) string {
	return a.ContainerName + path.Join("/", m.Remote)
}

// AccessoryDirectory is where a directory of an accessory lies.
func AccessoryDirectory(a *config.Accessory, m config.Mount) string {
	if path.IsAbs(m.Local) {
		return m.Local
	}
	return path.Join(a.ContainerName, m.Local)
}

// Cords is the name of the folder for the cords of all roles.
const Cords = "cords"

// UsesCord reports whether a file on the host keeps the containers of a role healthy.
func UsesCord(c *config.Config, r *config.Role, host config.Host) bool {
	return c.OnTraefik(host) && r.Proxied && r.Healthcheck.Cord != ""
}

// CordDirectory is where a Traefik host keeps the file that keeps a role's container
// healthy.
func CordDirectory(c *config.Config, r *config.Role, cord string) string {
	return path.Join(c.RunDirectory, Cords, r.ContainerPrefix+"-"+cord)
}
