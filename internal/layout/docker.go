package layout

import "regexp"

// Network is the docker network that containers of kamal-proxy hosts share.
const Network = "kamal"

// The names of the proxies' containers.
const (
	ProxyContainer   = "kamal-proxy"
	TraefikContainer = "traefik"
)

// NameFilter is docker's filter for the container of exactly this name.
func NameFilter(name string) string { return "name=^" + regexp.QuoteMeta(name) + "$" }

// BuilderContext is the name of the docker context of a remote builder.
func BuilderContext(builder string) string { return builder + "-context" }
