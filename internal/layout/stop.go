package layout

import (
	"time"

	"github.com/kamal-go/kamal/kamal/config"
)

// StopTimeout is how long docker lets a container of a role stop on a host; 0 is
// docker's own default. A proxy has drained its container by then; on a Traefik host
// only a timeout that is set counts.
func StopTimeout(c *config.Config, r *config.Role, host config.Host) time.Duration {
	if r.StopTimeout == 0 && !r.Proxied && !c.OnTraefik(host) {
		return c.DrainTimeout
	}
	return r.StopTimeout
}
