package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/project"
)

// What is shown of a plan: rows after the first, hosts by name, entries of a row.
const (
	planRows    = 24
	planHosts   = 3
	planEntries = 8
)

// planText tells people what changes: the versions first, then what differs.
func planText(p *project.Plan) string {
	rows := []string{}
	for _, c := range p.Changes {
		for _, v := range slices.Concat(p.From, p.To) {
			c.Before, c.After = withShort(c.Before, v), withShort(c.After, v)
		}
		rows = append(rows, changeRows(c)...)
	}
	if more := len(rows) - planRows; more > 0 {
		rows = append(rows[:planRows-1], fmt.Sprintf("  and %d lines more, --output json has all", more+1))
	}
	return strings.Join(append([]string{planHeadline(p)}, rows...), "\n")
}

// withShort shortens a version at the end of a name.
func withShort(name string, v config.Version) string {
	if before, found := strings.CutSuffix(name, v.String()); found {
		return before + v.Short()
	}
	return name
}

// planHeadline tells what becomes of the app.
func planHeadline(p *project.Plan) string {
	var roles []string
	hosts := map[config.Host]bool{}
	for _, c := range p.Changes {
		if on, ok := p.Hosts[c.Subject]; ok && !slices.Contains(roles, roleCount(c.Subject, on)) {
			roles = append(roles, roleCount(c.Subject, on))
			for _, h := range on {
				hosts[h] = true
			}
		}
	}
	from, to := versions(p.From), versions(p.To)
	where := fmt.Sprintf(" on %s (%s)", hostCount(len(hosts)), strings.Join(roles, ", "))
	switch {
	case p.Nothing():
		return p.Service + ": no container and no image changes (-v shows the commands)"
	case len(hosts) == 0:
		return p.Service + ": the app stays as it is"
	case from == "":
		return p.Service + ": " + to + where + ", where it does not run yet"
	case to == "":
		return p.Service + ": " + from + " ends" + where
	case from == to:
		return p.Service + ": " + to + " anew" + where
	}
	return p.Service + ": " + from + " -> " + to + where
}

func roleCount(role string, hosts []config.Host) string {
	return fmt.Sprintf("%s %d", role, len(hosts))
}

func versions(all []config.Version) string {
	var short []string
	for _, v := range all {
		short = append(short, v.Short())
	}
	return strings.Join(short, ", ")
}

// changeRows are the rows of a change: what happens where, and what is set otherwise.
func changeRows(c project.Change) []string {
	rows := []string{"  " + c.Subject + " on " + hostList(c.Hosts) + ": " + happens(c)}
	for i := 0; i < len(c.Settings); {
		what := c.Settings[i].What
		var entries []string
		for ; i < len(c.Settings) && c.Settings[i].What == what; i++ {
			entries = append(entries, c.Settings[i].Sign+c.Settings[i].Name)
		}
		if more := len(entries) - planEntries; more > 0 {
			entries = append(entries[:planEntries], fmt.Sprintf("and %d more", more))
		}
		rows = append(rows, "    "+what+"  "+strings.Join(entries, "  "))
	}
	return rows
}

func happens(c project.Change) string {
	before, after := c.Before, c.After
	switch {
	case c.Kind == project.Differs:
		return "differs from the configuration, and stays so until " + c.Advice
	case before != "" && after != "" && before != after:
		return before + " -> " + after
	case before != "" || after != "":
		return strings.TrimSpace(max(before, after) + " " + string(c.Kind))
	}
	return string(c.Kind)
}

// hostList names a few hosts, and counts many.
func hostList(hosts []config.Host) string {
	if len(hosts) > planHosts {
		return hostCount(len(hosts))
	}
	var names []string
	for _, h := range hosts {
		names = append(names, h.String())
	}
	return strings.Join(names, ", ")
}

func hostCount(n int) string {
	if n == 1 {
		return "1 host"
	}
	return fmt.Sprintf("%d hosts", n)
}
