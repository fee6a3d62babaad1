package layout

import (
	"path"

	"github.com/kamal-go/kamal/kamal/config"
)

// The names of a certificate's files.
const (
	CertificateFile = "cert.pem"
	KeyFile         = "key.pem"
)

// ProxyDirectory holds what kamal-proxy is given from the host.
func ProxyDirectory(c *config.Config) string { return path.Join(c.RunDirectory, "proxy") }

// The files of boot_config in [ProxyDirectory].
const (
	BootOptions = "options"
	BootImage   = "image"
	BootVersion = "image_version"
	BootCommand = "run_command"
)

// ProxyFiles is what is mounted into kamal-proxy, which is not root there.
func ProxyFiles(c *config.Config) string { return path.Join(ProxyDirectory(c), "apps-config") }

// ProxyMount is where kamal-proxy's container sees [ProxyFiles].
const ProxyMount = "/home/kamal-proxy/.apps-config"

// ProxyAppDirectory holds the app's certificates and error pages for the proxy.
func ProxyAppDirectory(c *config.Config) string {
	return path.Join(ProxyFiles(c), App(c))
}

// InProxy is a path below ProxyAppDirectory as the proxy's container sees it.
func InProxy(c *config.Config, elem ...string) string {
	return path.Join(ProxyMount, App(c), path.Join(elem...))
}
