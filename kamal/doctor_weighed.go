package kamal

import (
	"regexp"
	"strings"

	"github.com/kamal-go/kamal/internal/escape"
)

// there stands in what is to be typed for the option that names the hosts of a
// finding, which are known when like ones are together.
const there = " -h HOSTS"

// ofProject are the commands that are about the destination of a project.
var ofProject = regexp.MustCompile(`\bkamal (accessory|app|build|config|deploy|downgrade|lock|prune|proxy|registry|secrets|server|upgrade)\b`)

// weighed are findings with like ones together. What is to be typed about them is for
// their hosts, and this destination.
func (eng *engine) weighed(findings []Finding) []Finding {
	all := folded(findings)
	for i, f := range all {
		f.Fix = strings.ReplaceAll(f.Fix, there, " -h "+joinHosts(f.Hosts))
		if d := eng.cfg.Destination; d != "" {
			f.Fix = ofProject.ReplaceAllString(f.Fix, "kamal -d "+strings.ReplaceAll(escape.Quote(d), "$", "$$")+" $1")
		}
		all[i] = f
	}
	return all
}
