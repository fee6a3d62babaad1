package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// replaceKey is where a destination's file names what it replaces on purpose.
const replaceKey = "x-replace"

// entries says what of a list is missed when another list replaces it.
type entries struct {
	// name is what an entry is about: two of the same name are the same entry.
	name func(*yaml11.Node) string
	// whole lists are usually replaced by quite another one, which is no loss;
	// one is missed only where others stay.
	whole bool
}

var (
	byText   = &entries{name: func(n *yaml11.Node) string { return n.Text }}
	bySecret = &entries{name: secretNameOf}
	byMount  = &entries{name: mountedAt}
	byOption = &entries{name: optionName}
	byHost   = &entries{name: hostOf, whole: true}
	byChoice = &entries{name: func(n *yaml11.Node) string { return n.Text }, whole: true}
)

// mountedAt is the path in the container of a volume, a file or a folder.
func mountedAt(n *yaml11.Node) string {
	if n.Kind == yaml11.Map {
		if remote := n.Get("remote"); remote.Scalar() {
			return remote.Text
		}
		return ""
	}
	parts := strings.SplitN(n.Text, ":", 3)
	return parts[min(len(parts)-1, 1)]
}

// optionName is what stands before the value in NAME=VALUE.
func optionName(n *yaml11.Node) string {
	name, _, _ := strings.Cut(n.Text, "=")
	return name
}

func hostOf(n *yaml11.Node) string {
	if n.Kind == yaml11.Map && len(n.Map) == 1 {
		return n.Map[0].Key
	}
	return n.Text
}

// warnLost warns of entries of base that are gone because over has a list, or
// another shape, of its own.
func (r *reader) warnLost(base, over value, meant []string) {
	if !base.there() || !over.there() || slices.Contains(meant, over.path) || strings.HasPrefix(over.path, "x-") {
		return
	}
	switch {
	case base.is(yaml11.Map) && over.is(yaml11.Map):
		for _, e := range over.entries() {
			if old := base.get(e.name); old.node != nil {
				r.warnLost(old, e, meant)
			}
		}
	case base.is(yaml11.List) && over.is(yaml11.List):
		r.warnEntries(base, over)
	case base.is(yaml11.Map) && over.is(yaml11.List):
		r.warnKeys(base, over)
	}
}

func (r *reader) warnEntries(base, over value) {
	kind := byOption
	if base.field != nil {
		kind = base.field.entries
	}
	if kind == nil || len(over.node.List) == 0 {
		return
	}
	has := func(list []*yaml11.Node, n *yaml11.Node) bool {
		return slices.ContainsFunc(list, func(o *yaml11.Node) bool { return kind.name(o) == kind.name(n) })
	}
	var lost []string
	kept := false
	for _, n := range base.node.List {
		if has(over.node.List, n) {
			kept = true
		} else {
			lost = appendNew(lost, []string{kind.name(n)})
		}
	}
	if len(lost) > 0 && (kept || !kind.whole) {
		r.warnReplaced(base, over, "list", lost)
	}
}

// warnKeys warns of a role's settings that are gone because over is the list of
// its hosts, and of roles that are gone because over is the list of servers.
func (r *reader) warnKeys(base, over value) {
	var lost []string
	for _, e := range base.entries() {
		if e.name != "hosts" && (over.field != serversField || e.name != defaultRole) {
			lost = append(lost, e.name)
		}
	}
	if len(lost) > 0 {
		r.warnReplaced(base, over, "map", lost)
	}
}

func (r *reader) warnReplaced(base, over value, what string, lost []string) {
	r.warn(over, "%s replaces the %s of %s; lost: %s (repeat that here, or write %s: [ %s ] at the top level if it is meant)",
		over.path, what, r.placeOf(base), strings.Join(lost, ", "), replaceKey, over.path)
}

// placeOf gives FILE:LINE of a value.
func (r *reader) placeOf(v value) string {
	line := v.pos.Line
	if s := r.source(v.pos.File); s != nil {
		line = s.line(line)
	}
	return fmt.Sprintf("%s:%d", v.pos.File, line)
}

// lay merges a file over the one before, and tells what is lost.
func (r *reader) lay(base, over *yaml11.Node) *yaml11.Node {
	b, o := value{node: base, field: root}, value{node: over, field: root}
	if base != nil && over != nil {
		r.warnLost(b, o, o.get(replaceKey).texts())
	}
	return root.lay(base, over)
}
