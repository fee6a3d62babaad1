package hostcmd

import (
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
)

// RunningProxies prints which proxies run on a host, of either kind, for
// [ParseProxies].
func RunningProxies() commands.Cmd {
	return commands.Command("docker", "container", "ls",
		"--filter", "name=^("+layout.ProxyContainer+"|"+layout.TraefikContainer+")$", "--format", "{{.Names}} {{.Image}}")
}

// RightProxy is RunningProxies for a host of kamal-proxy or of Traefik. It fails if
// only the other one runs.
func RightProxy(onTraefik bool) commands.Cmd {
	own, other := layout.ProxyContainer, layout.TraefikContainer
	if onTraefik {
		own, other = other, own
	}
	program := `{ print } $1 == "` + own + `" { own = 1 } $1 == "` + other + `" { other = 1 } END { exit other && !own }`
	return commands.Pipe(RunningProxies(), commands.Command("awk", program)).For("looking at the proxies")
}

// Proxies are the images of the proxies that run on a host; empty for one that
// does not.
type Proxies struct{ KamalProxy, Traefik string }

// ParseProxies reads what [RunningProxies] prints.
func ParseProxies(output string) Proxies {
	var p Proxies
	for line := range strings.Lines(output) {
		name, image, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch name {
		case layout.ProxyContainer:
			p.KamalProxy = image
		case layout.TraefikContainer:
			p.Traefik = image
		}
	}
	return p
}

// Version is the tag of kamal-proxy's image, or empty when there is none.
func (p Proxies) Version() string {
	image, _, _ := strings.Cut(p.KamalProxy, "@")
	if i := strings.LastIndex(image, ":"); i > strings.LastIndex(image, "/") {
		return image[i+1:]
	}
	return ""
}
