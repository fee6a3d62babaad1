package secrets

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

var enpass = adapter{
	name:      "enpass",
	exact:     []string{"enpass"},
	program:   "enpass-cli",
	install:   "the command line enpass-cli",
	version:   "version",
	fromApart: true,
	check:     checkEnpass,
	fetch:     fetchEnpass,
}

type enpassEntry struct{ Title, Label, Password string }

func checkEnpass(v *vault) error {
	if v.from == "" {
		return usage("the path of the vault is required (--from)")
	}
	return nil
}

func fetchEnpass(ctx context.Context, v *vault) error {
	var entries []enpassEntry
	args := append([]string{"-json", "-vault", v.from, "show"}, enpassTitles(v.names)...)
	if err := v.ask(ctx, &entries, args...); err != nil {
		return fmt.Errorf("showing %s: %w", quoted(v.names), err)
	}
	asked := map[string]bool{}
	for _, entry := range entries {
		key := entry.key()
		if entry.Password == "" || !slices.Contains(v.names, entry.Title) && !slices.Contains(v.names, key) {
			continue
		}
		if v.found.has(key) {
			return fmt.Errorf("%q is in the vault more than once", key)
		}
		v.found.put(key, textValue(entry.Password))
		asked[entry.Title], asked[key] = true, true
	}
	missing := slices.DeleteFunc(slices.Clone(v.names), func(name string) bool { return asked[name] })
	if len(missing) > 0 {
		return notFound(missing)
	}
	return nil
}

func (e enpassEntry) key() string {
	if e.Label == "" {
		return e.Title
	}
	return e.Title + "/" + e.Label
}

func enpassTitles(names []string) []string {
	var titles []string
	for _, name := range names {
		title := name
		if i := strings.LastIndex(name, "/"); i >= 0 {
			title = name[:i]
		}
		if !slices.Contains(titles, title) {
			titles = append(titles, title)
		}
	}
	return titles
}
