// Package layout says where the things of a service lie on its hosts, and by which names
// docker knows them there. Paths that are not absolute are below the login directory.
package layout

import (
	"path"

	"github.com/kamal-go/kamal/kamal/config"
)

// App is SERVICE, or SERVICE-DESTINATION.
func App(c *config.Config) string {
	if c.Destination == "" {
		return c.Service
	}
	return c.Service + "-" + c.Destination
}

// LockDirectory is the folder on the primary host whose being there is the lock.
func LockDirectory(c *config.Config) string {
	return path.Join(c.RunDirectory, "lock-"+App(c))
}

// AuditLog is the file on every host that says who did what.
func AuditLog(c *config.Config) string {
	return path.Join(c.RunDirectory, App(c)+"-audit.log")
}

// AppsDirectory holds a folder for each app that is installed on a host.
func AppsDirectory(c *config.Config) string { return path.Join(c.RunDirectory, "apps") }

// AppDirectory is the app's folder below AppsDirectory.
func AppDirectory(c *config.Config) string {
	return path.Join(AppsDirectory(c), App(c))
}

// EnvDirectory holds the env files of roles, accessories and Traefik.
func EnvDirectory(c *config.Config) string { return path.Join(c.RunDirectory, "env") }

// RoleEnvFile is the env file of a role.
func RoleEnvFile(c *config.Config, r *config.Role) string {
	return path.Join(EnvDirectory(c), "roles", r.ContainerPrefix+".env")
}

// AccessoryEnvFile is the env file of an accessory.
func AccessoryEnvFile(c *config.Config, a *config.Accessory) string {
	return path.Join(EnvDirectory(c), "accessories", a.ContainerName+".env")
}

// TraefikEnvFile is the env file of Traefik.
func TraefikEnvFile(c *config.Config) string {
	return path.Join(EnvDirectory(c), "traefik", "traefik.env")
}
