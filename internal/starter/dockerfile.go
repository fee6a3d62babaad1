package starter

import (
	"regexp"
	"strings"

	"github.com/kamal-go/kamal/internal/dockerfile"
)

// usual are ports of base images, whose own EXPOSE is not seen here.
var usual = map[string]int{"nginx": 80, "caddy": 80, "httpd": 80, "php": 80}

// dockerfile reads where the app listens off the last stage of the Dockerfile.
func (f folder) dockerfile(p *Project) {
	p.Dockerfile = f.has("Dockerfile")
	last, _ := dockerfile.Read(f.read("Dockerfile"), "", nil)
	if m := healthOnHost.FindStringSubmatch(last.Health); m != nil {
		p.Health = m[1]
	}
	base, _, _ := strings.Cut(last.From[strings.LastIndex(last.From, "/")+1:], ":")
	switch {
	case len(last.Ports) > 0:
		p.Port, p.PortFrom = bestPort(last.Ports), "EXPOSE in the Dockerfile"
	case last.Port > 0:
		p.Port, p.PortFrom = last.Port, "PORT in the Dockerfile"
	case usual[base] > 0:
		p.Port, p.PortFrom = usual[base], "its image "+last.From
	case p.PortFrom == "" && p.Port > 0:
		p.PortFrom = "what is usual for " + p.Framework
	}
}

// bestPort prefers the port of plain HTTP.
func bestPort(ports []int) int {
	best := 0
	for _, port := range ports {
		if port == 80 || best == 0 && port != 443 {
			best = port
		}
	}
	if best == 0 {
		best = ports[0]
	}
	return best
}

var healthOnHost = regexp.MustCompile(`https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::[^/\s"']*)?(/[^\s"'|;)\]]*)`)
