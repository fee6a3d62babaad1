package cli

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/kamal-go/kamal/kamal"
)

type appVersionsCmd struct{}

func (c *appVersionsCmd) Run(ctx context.Context, d *kamal.Deployer, s screen) error {
	versions, err := d.App().Versions(ctx)
	if err != nil {
		return err
	}
	if len(versions) == 0 {
		s.event(kamal.Note{Text: "There are no containers of the app"})
		return nil
	}
	s.answer(answer{of: "app versions", text: versionTable(versions), data: versionData(versions)})
	return nil
}

// versionTable lists versions, one a line.
func versionTable(versions []kamal.AppVersion) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, v := range versions {
		fmt.Fprintf(w, "%s\t%s\t%s\n", v.Version, v.Created, versionState(v))
	}
	_ = w.Flush() // into memory
	return strings.TrimRight(b.String(), "\n")
}

func versionState(v kamal.AppVersion) string {
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

func versionData(versions []kamal.AppVersion) any {
	type version struct {
		Version  string `json:"version"`
		Created  string `json:"created"`
		Running  bool   `json:"running"`
		Complete bool   `json:"complete"`
		Unproven bool   `json:"unproven"`
	}
	list := []version{}
	for _, v := range versions {
		list = append(list, version{v.Version.String(), v.Created, v.Running, v.Complete, v.Unproven})
	}
	return list
}
