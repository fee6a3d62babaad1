package config

import (
	"slices"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// lay lays what one file says over what another says, as yaml11.Merge does, but
// for settings that can be written in several ways: whichever way over takes, it
// replaces the ways of base. Neither argument is changed.
func (f *field) lay(base, over *yaml11.Node) *yaml11.Node {
	if f == nil || base == nil || over == nil {
		return yaml11.Merge(base, over)
	}
	base, over = f.alike(base, over)
	if base.Kind != yaml11.Map || over.Kind != yaml11.Map {
		return over
	}
	base = f.withoutForms(base, over)
	merged := *over
	merged.Map = slices.Clone(base.Map)
	for _, pair := range over.Map {
		i := slices.IndexFunc(merged.Map, func(p yaml11.Pair) bool { return p.Key == pair.Key })
		if i < 0 {
			merged.Map = append(merged.Map, pair)
			continue
		}
		pair.Value = f.under(pair.Key, over).lay(merged.Map[i].Value, pair.Value)
		merged.Map[i] = pair
	}
	return &merged
}

// alike brings two values that are shaped differently, and can be merged none
// the less, into one shape.
func (f *field) alike(base, over *yaml11.Node) (b, o *yaml11.Node) {
	switch {
	case f == root:
		return tagsAlike(base, over)
	case f.field("clear") != nil:
		return envAlike(f, base, over)
	case f == serversField:
		if base.Kind == yaml11.List && over.Get(defaultRole) != nil {
			role := roleField.lay(base, over.Get(defaultRole))
			return tableOf(over.Pos), with(over, defaultRole, role)
		}
	case f == roleField:
		if base.Kind == yaml11.List && over.Kind == yaml11.Map && over.Get("hosts") == nil {
			return tableOf(base.Pos, yaml11.Pair{Key: "hosts", KeyPos: base.Pos, Value: base}), over
		}
	}
	return base, over
}

// withoutForms gives base without what over says in another form.
func (f *field) withoutForms(base, over *yaml11.Node) *yaml11.Node {
	out := *base
	out.Map = slices.DeleteFunc(slices.Clone(base.Map), func(old yaml11.Pair) bool {
		sub := f.field(old.Key)
		return sub != nil && sub.forms.count(base, over) && slices.ContainsFunc(over.Map, func(p yaml11.Pair) bool {
			other := f.field(p.Key)
			return p.Key != old.Key && other != nil && other.forms == sub.forms && sub.forms.replaces(p, old)
		})
	})
	return &out
}

func tableOf(pos yaml11.Position, pairs ...yaml11.Pair) *yaml11.Node {
	return &yaml11.Node{Kind: yaml11.Map, Pos: pos, Map: pairs}
}

// with gives a table with another value of a key that it has.
func with(n *yaml11.Node, key string, v *yaml11.Node) *yaml11.Node {
	out := *n
	out.Map = slices.Clone(n.Map)
	for i := range out.Map {
		if out.Map[i].Key == key {
			out.Map[i].Value = v
		}
	}
	return &out
}
