package config

import "strings"

// Host is the name or address of a server, as written in the configuration.
type Host string

// Version is the version of an app: a tag of its image.
type Version string

// Short gives the version as messages show it: seven characters of a commit,
// or all of it when it has an underscore.
func (v Version) Short() string {
	if strings.Contains(string(v), "_") || len(v) <= 7 {
		return string(v)
	}
	return string(v[:7])
}

// Repository is the image's name with the registry's server before it.
func (c *Config) Repository() string { return c.orNone().Registry.at(c.orNone().Image) }

// ImageAt is the reference of the app's image in one version.
func (c *Config) ImageAt(v Version) string { return c.Repository() + ":" + string(v) }
