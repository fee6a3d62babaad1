package config

import (
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// check compares a value and all below it with the table.
func (r *reader) check(v value) {
	f, n := v.field, v.node
	if n.Kind == yaml11.Null && f.shape&nothing == 0 {
		r.empty(v)
		return
	}
	if !f.allows(n) {
		r.wrongShape(v)
		return
	}
	if f.refuses(n) {
		r.refused(v)
		return
	}
	switch n.Kind {
	case yaml11.Map:
		r.checkTable(v)
	case yaml11.List:
		for _, item := range v.items() {
			if item.field != nil {
				r.check(item)
			}
		}
	}
}

func (r *reader) checkTable(v value) {
	if v.field.open() {
		return
	}
	fixed := v.field.fixed(v.node)
	for _, e := range v.entries() {
		if v.path == "" && strings.HasPrefix(e.name, "x-") {
			continue
		}
		switch {
		case e.field == nil || !fixed && !e.node.Scalar() && r.suggestion(v, e) != "":
			r.unknown(v, e)
		case e.field.leftover != "" && r.kind == FleetProxy:
			r.fail(e, "%s is of Kamal 1 and its Traefik", e.path).suggest("write %s", e.field.leftover)
		default:
			r.check(e)
		}
	}
	if fixed {
		r.checkRequired(v)
	}
}

func (r *reader) checkRequired(v value) {
	for _, f := range v.field.fields {
		if f.required && !v.has(f.name) {
			r.fail(v, "%s is missing", join(v.path, f.name))
		}
	}
}

// allows reports whether a value has one of the field's shapes.
func (f *field) allows(n *yaml11.Node) bool {
	switch n.Kind {
	case yaml11.Null:
		return f.shape&nothing != 0
	case yaml11.Bool:
		return f.shape&(text|flag) != 0
	case yaml11.Int:
		return f.shape&(text|number) != 0
	case yaml11.Float:
		return f.shape&text != 0
	case yaml11.String, yaml11.Symbol:
		return f.shape&(text|word) != 0
	case yaml11.Date:
		return f.shape&date != 0
	case yaml11.List:
		return f.shape&list != 0
	case yaml11.Map:
		return f.shape&table != 0
	default:
		return false
	}
}

// refuses reports whether a rule refuses a value of the right shape.
func (f *field) refuses(n *yaml11.Node) bool {
	if f.refuse != nil && f.refuse(n) {
		return true
	}
	if !n.Scalar() || n.Kind == yaml11.Null {
		return false
	}
	switch {
	case f.oneOf != nil:
		return !slices.Contains(f.oneOf, n.Text)
	case f.pattern != nil:
		return !f.pattern.MatchString(n.Text)
	case f.least != nil:
		return n.Kind == yaml11.Int && (n.Int < *f.least || f.most != nil && n.Int > *f.most)
	}
	return false
}
