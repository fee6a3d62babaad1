package config

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// empty reports a key, or an item of a list, with nothing behind it.
func (r *reader) empty(v value) {
	if name := r.unset(v); name != "" {
		r.fail(v, "%s is empty", v.path).suggest("the environment variable %q is not set", name)
		return
	}
	e := r.fail(v, "%s has no value", v.path)
	switch {
	case v.item:
		e.suggest("write one behind the dash, or leave the dash out")
	case (v.field.required || v.field.needed) && v.field.example != "":
		e.suggest("write one, such as %s", v.field.example)
	case v.field.required || v.field.needed:
		e.suggest("write what belongs below it")
	default:
		e.suggest("are there only comments below it? then comment it out too")
	}
}

// unset names the environment variable that is missing where a value came out
// empty.
func (r *reader) unset(v value) string {
	if s := r.source(v.pos.File); s != nil {
		return s.unset(v)
	}
	return ""
}

func (r *reader) wrongShape(v value) {
	e := r.fail(v, "%s must be %s, not %s", cmpPath(v.path), wanted(v.field), v.field.given(v.node))
	r.advise(e, v)
}

func cmpPath(path string) string {
	if path == "" {
		return "the configuration"
	}
	return path
}

// wanted says what a value must be.
func wanted(f *field) string {
	var words []string
	for _, w := range []struct {
		shape shape
		word  string
	}{
		{number, "a whole number"},
		{flag, "true or false"},
		{text | word, "text"},
		{list, "a list"},
		{table, "a map"},
	} {
		if f.shape&w.shape != 0 {
			words = append(words, w.word)
		}
	}
	return oneOf(words)
}

func oneOf(words []string) string { return listed(words, " or ") }

func and(words []string) string { return listed(words, " and ") }

func listed(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + last + words[n]
}

// given says what a value is.
func (f *field) given(n *yaml11.Node) string {
	switch n.Kind {
	case yaml11.List, yaml11.Map:
		return "a " + n.Kind.String()
	case yaml11.Bool:
		return n.Text
	case yaml11.Null:
		return "nothing"
	}
	if f.private {
		return "a " + n.Kind.String()
	}
	return fmt.Sprintf("the %s %q", n.Kind, n.Raw)
}

// refused reports a value of the right shape that a rule refuses.
func (r *reader) refused(v value) {
	f, n := v.field, v.node
	if n.Scalar() && n.Text == "" && r.unset(v) != "" {
		r.empty(v)
		return
	}
	says := f.says
	switch {
	case says != "":
	case f.oneOf != nil:
		says = oneOf(f.oneOf)
	case f.most != nil:
		says = fmt.Sprintf("from %d to %d", *f.least, *f.most)
	case f.least != nil:
		says = fmt.Sprintf("at least %d", *f.least)
	}
	is := f.given(n)
	switch {
	case n.Kind == yaml11.Int:
		is = n.Text
	case n.Scalar():
		is = fmt.Sprintf("%q", n.Text)
	}
	e := r.fail(v, "%s must be %s, not %s", v.path, says, is)
	switch {
	case f.oneOf != nil && n.Scalar():
		if near := nearest(n.Text, f.oneOf); near != "" {
			e.suggest("did you mean %q?", near)
		}
	case isHostField(f) && strings.Contains(n.Text, ","):
		r.adviseHosts(e, v)
	case n.Scalar() && n.Text == "" && v.item:
		e.suggest("leave it out")
	}
}

// adviseHosts is for several hosts in one text.
func (r *reader) adviseHosts(e *FieldError, v value) {
	hosts := splitComma(v.node.Text)
	if slices.ContainsFunc(hosts, badHostName) {
		return
	}
	if v.item {
		e.suggest("write an entry for each: %s", strings.Join(hosts, ", "))
	} else {
		e.suggest("write hosts: [ %s ]", strings.Join(hosts, ", "))
	}
}

func isHostField(f *field) bool { return f.says == hostField.says }

// splitComma splits a comma list and trims its parts.
func splitComma(s string) []string {
	var parts []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// unknown reports a key that the table does not have.
func (r *reader) unknown(v, key value) {
	e := r.fail(key, "unknown key %q%s", key.name, inside(v.path))
	if s := r.suggestion(v, key); s != "" {
		e.suggest("%s", s)
	}
}

// suggestion says what was meant by a key that a table does not have.
func (r *reader) suggestion(v, key value) string {
	meant := map[string]string{}
	for _, f := range v.field.fields {
		if f.leftover != "" && r.kind == FleetProxy {
			continue
		}
		meant[f.name] = f.name
		for _, other := range f.formerly {
			meant[other] = f.name
		}
	}
	near := nearest(key.name, slices.Sorted(maps.Keys(meant)))
	if place := r.elsewhere(v, key); place != "" && distance(key.name, near) > 1 {
		return "it belongs " + place
	}
	if near != "" {
		return fmt.Sprintf("did you mean %q?", meant[near])
	}
	return ""
}

func inside(path string) string {
	if path == "" {
		return ""
	}
	return " in " + path
}

// home is a table that a key may belong into.
type home struct {
	words string
	field *field
}

// elsewhere finds where a key belongs that was indented too deeply, or not
// deeply enough: a table that has such a key, and takes the value.
func (r *reader) elsewhere(v, key value) string {
	for _, h := range r.homes(v, key.name) {
		key.field = h.field
		if h.field != nil && r.fits(key, key.node) {
			return h.words
		}
	}
	return ""
}

func (r *reader) homes(v value, name string) []home {
	top := home{"at the top level", root.field(name)}
	if v.path == "" {
		var homes []home
		for _, f := range root.fields {
			if f.values == nil && f.name != "healthcheck" && f.name != "traefik" {
				homes = append(homes, home{"into " + f.name, f.field(name)})
			}
		}
		return homes
	}
	var homes []home
	above := path.Dir(v.path)
	if v.field.field("clear") != nil {
		if name == "tags" {
			return []home{{"into env at the top level", envField.field(name)}}
		}
		homes = append(homes, home{"into " + v.path + "/clear", aText})
	}
	switch {
	case strings.HasPrefix(v.path, "accessories/"):
		homes = append(homes, home{"into " + above, accessoryField.field(name)})
	case strings.HasPrefix(v.path, "servers/"):
		homes = append(homes, home{"into " + above, roleField.field(name)})
	}
	return append(homes, top)
}
