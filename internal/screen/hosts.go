package screen

import (
	"strings"

	"github.com/kamal-go/kamal/kamal/config"
)

// HostList names hosts in a sentence.
func HostList(hosts []config.Host) string {
	if len(hosts) == 0 {
		return "no host"
	}
	names := make([]string, len(hosts))
	for i, h := range hosts {
		names[i] = h.String()
	}
	return strings.Join(names, ", ")
}
