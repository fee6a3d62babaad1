package config

import (
	"slices"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// forms are keys of one table that are ways to write one setting.
type forms struct {
	// alone are forms of which a file may have one only.
	alone bool
	// unless names a key next to which they are settings of their own.
	unless string
	// keeps reports that a pair leaves one of another form alone.
	keeps func(over, base yaml11.Pair) bool
}

var (
	namesForms  = &forms{alone: true, unless: "enabled"}
	prefixForms = &forms{}
	placeForms  = &forms{alone: true}
	stopForms   = &forms{alone: true}
	jumpForms   = &forms{}
	archForms   = &forms{keeps: func(over, _ yaml11.Pair) bool {
		return over.Key == "multiarch" && (over.Value.Kind != yaml11.Bool || over.Value.Bool)
	}}
	servedForms = &forms{keeps: func(over, base yaml11.Pair) bool {
		return over.Key == "traefik" && base.Value.Kind == yaml11.Map
	}}
)

func (s *forms) replaces(over, base yaml11.Pair) bool { return s.keeps == nil || !s.keeps(over, base) }

// count reports whether keys are forms of one setting in these tables.
func (s *forms) count(tables ...*yaml11.Node) bool {
	return s != nil && (s.unless == "" || !slices.ContainsFunc(tables, func(n *yaml11.Node) bool { return n.Get(s.unless) != nil }))
}

// checkForms refuses files that write one setting in two forms, of which one
// would win unseen.
func (r *reader) checkForms(v value) {
	if v.field == nil {
		return
	}
	for _, item := range v.items() {
		r.checkForms(item)
	}
	found := map[*forms][]value{}
	for _, e := range v.entries() {
		r.checkForms(e)
		if f := e.field; f != nil && e.there() && f.forms.count(v.node, r.root.node.Get(v.path)) && f.forms.alone {
			found[f.forms] = append(found[f.forms], e)
		}
	}
	for _, all := range found {
		if len(all) < 2 {
			continue
		}
		names := make([]string, len(all))
		for i, e := range all {
			names[i] = e.name
		}
		r.fail(all[len(all)-1], "%s has %s at once", cmpPath(v.path), and(names)).suggest("keep one of them")
	}
}
