// Package defaults holds what counts where a configuration is silent, and what more than
// one package has to know.
package defaults

// ConfigFile is the configuration that is read unless another is named.
const ConfigFile = "config/deploy.yml"

// ProxyImage and ProxyVersion are the proxy that is run, and the oldest version of it that
// this library can talk to.
const (
	ProxyImage   = "basecamp/kamal-proxy"
	ProxyVersion = "v0.9.2"
)

// LogMaxSize is the size of a container's log where nothing is said about logging.
const LogMaxSize = "10m"
