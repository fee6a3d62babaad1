package screen

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/kamal-go/kamal/kamal"
)

// versionTable lists versions, one a line.
func versionTable(versions []kamal.AppVersion) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, v := range versions {
		fmt.Fprintf(w, "%s\t%s\t%s\n", v.Version, v.Created, VersionState(v))
	}
	_ = w.Flush() // into memory
	return strings.TrimRight(b.String(), "\n")
}

// VersionState says in words what became of a version.
func VersionState(v kamal.AppVersion) string {
	switch {
	case v.Running:
		return "running"
	case v.Unproven:
		return "never came up"
	case v.Complete:
		return "on all hosts"
	}
	return "not on all hosts"
}
