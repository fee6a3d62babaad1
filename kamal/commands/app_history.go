package commands

import (
	"strings"
	"time"

	"github.com/kamal-go/kamal/kamal/config"
)

// Past is a container of one version, running or not.
type Past struct {
	Container
	// State is docker's: running, exited...
	State string
	// Created is the zero time when docker did not say.
	Created time.Time
}

// History prints the role's containers of all versions, the newest first, for
// [ParseHistory].
func (a App) History() Cmd {
	return docker("container", "ls", "--all").filter(a.filters()...).
		Arg("--format", "{{.ID}} {{.Names}} {{.State}} {{.CreatedAt}}")
}

// createdFormat is how docker lists when a container was made.
const createdFormat = "2006-01-02 15:04:05 -0700"

// ParseHistory reads what [App.History] prints.
func ParseHistory(output string) []Past {
	var all []Past
	for line := range strings.Lines(output) {
		f := strings.Fields(line)
		if len(f) < 3 {
			continue
		}
		p := Past{Container: Container{ID: f[0], Name: f[1]}, State: f[2]}
		if len(f) >= 6 {
			if t, err := time.Parse(createdFormat, strings.Join(f[3:6], " ")); err == nil {
				p.Created = t
			}
		}
		all = append(all, p)
	}
	return all
}

// Routed prints the ids of the role's running containers that have Traefik's
// labels.
func (a App) Routed() Cmd {
	return docker("container", "ls", "--quiet").filter(a.filters()...).
		filter("label=traefik.http.routers." + a.Role.ContainerPrefix() + ".rule")
}

// VersionsOf gives the versions of containers of the role, each once, in their
// order. Those that were replaced by another of the same version don't count.
func (a App) VersionsOf(past []Past) []config.Version {
	var versions []config.Version
	seen := map[config.Version]bool{}
	for _, p := range past {
		v := a.VersionOf(p.Name)
		if v == "" || seen[v] || strings.Contains(string(v), "_replaced_") {
			continue
		}
		seen[v] = true
		versions = append(versions, v)
	}
	return versions
}
