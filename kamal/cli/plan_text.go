package cli

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/screen"
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
	for _, c := range folded(p.Changes) {
		rows = append(rows, changeRows(c)...)
	}
	if more := len(rows) - planRows; more > 0 {
		rows = append(rows[:planRows-1], fmt.Sprintf("  and %d lines more, --output json has all", more+1))
	}
	return strings.Join(append([]string{planHeadline(p)}, rows...), "\n")
}

// commits are the versions that names get shorter by.
var commits = regexp.MustCompile(`\b[0-9a-f]{40}\b`)

// short shortens the versions in a name.
func short(name string) string {
	return commits.ReplaceAllStringFunc(name, func(v string) string { return config.Version(v).Short() })
}

// folded gives changes with what happens to several containers or images of the same
// hosts in one.
func folded(changes []project.Change) []project.Change {
	var all []project.Change
	for _, c := range changes {
		c.Before, c.After = short(c.Before), short(c.After)
		i := slices.IndexFunc(all, func(o project.Change) bool {
			return o.Subject == c.Subject && o.Kind == c.Kind && slices.Equal(o.Hosts, c.Hosts) && foldable(o) && foldable(c)
		})
		if i < 0 {
			all = append(all, c)
			continue
		}
		all[i].Before, all[i].After = strings.Trim(all[i].Before+", "+c.Before, ", "), strings.Trim(all[i].After+", "+c.After, ", ")
	}
	return all
}

// foldable reports whether a change says no more than what happens to one thing.
func foldable(c project.Change) bool {
	return c.Settings == nil && c.Advice == "" && (c.Before == "") != (c.After == "")
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
	where := fmt.Sprintf(" on %s (%s)", screen.HostCount(len(hosts)), strings.Join(roles, ", "))
	switch {
	case p.Nothing():
		return p.Service + ": no container and no image changes (-v shows the commands)"
	case slices.ContainsFunc(p.Changes, func(c project.Change) bool { return c.Kind == project.Proxied }):
		return p.Service + ": the proxy serves it otherwise"
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
	rows := []string{"  " + c.Subject + " on " + screen.FewHosts(c.Hosts, planHosts) + ": " + happens(c)}
	for i := 0; i < len(c.Settings); {
		what := c.Settings[i].What
		var entries []string
		for ; i < len(c.Settings) && c.Settings[i].What == what; i++ {
			entries = append(entries, c.Settings[i].Sign+c.Settings[i].Name)
		}
		rows = append(rows, "    "+what+"  "+strings.Join(capped(entries), "  "))
	}
	return rows
}

// capped gives a few entries, and counts the others.
func capped(entries []string) []string {
	if more := len(entries) - planEntries; more > 0 {
		return append(slices.Clone(entries[:planEntries]), fmt.Sprintf("and %d more", more))
	}
	return entries
}

func happens(c project.Change) string {
	before, after := c.Before, c.After
	switch {
	case c.Kind == project.Differs && before == "":
		return "is not there until " + c.Advice
	case c.Kind == project.Differs && c.Settings == nil:
		return "does not run until " + c.Advice
	case c.Kind == project.Differs:
		return "differs from the configuration, and stays so until " + c.Advice
	case c.Kind == project.Proxied:
		return strings.TrimSpace(after + " stays as it is")
	case before != "" && after != "" && before != after:
		return before + " -> " + after
	case before != "" || after != "":
		return strings.Join(capped(strings.Split(max(before, after), ", ")), ", ") + " " + string(c.Kind)
	}
	return string(c.Kind)
}
