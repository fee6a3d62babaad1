package screen

import (
	"fmt"
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
		names[i] = string(h)
	}
	return strings.Join(names, ", ")
}

// FewHosts names hosts, or counts them where there are more than most.
func FewHosts(hosts []config.Host, most int) string {
	if len(hosts) > most {
		return HostCount(len(hosts))
	}
	return HostList(hosts)
}

// HostCount says how many hosts there are.
func HostCount(n int) string {
	if n == 1 {
		return "1 host"
	}
	return fmt.Sprintf("%d hosts", n)
}
