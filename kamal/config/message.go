package config

import (
	"fmt"
	"maps"
	"regexp"
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
	r.fail(v, "%s has no value", v.path).suggest("are there only comments below it? then comment it out too")
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
	switch n, shape := v.node, v.field.shape; {
	case shape&list != 0 && n.Kind == yaml11.String && !v.field.private:
		e.suggest("write [ %s ]", n.Text)
	case shape&number != 0 && wholeNumber.MatchString(n.Text):
		e.suggest("leave out the quotes")
	case shape&number != 0 && withUnit.MatchString(n.Text):
		e.suggest("write %s, without a unit", withUnit.FindStringSubmatch(n.Text)[1])
	case shape&number != 0 && n.Kind == yaml11.Float:
		e.suggest("leave out the fraction")
	case shape&flag != 0 && (n.Text == "true" || n.Text == "false"):
		e.suggest("leave out the quotes")
	case shape&(text|word) != 0 && n.Scalar():
		e.suggest("put it into quotes")
	case shape&table != 0 && n.Kind == yaml11.List:
		e.suggest("write NAME: VALUE, without dashes")
	}
}

var (
	wholeNumber = regexp.MustCompile(`^[0-9]+$`)
	withUnit    = regexp.MustCompile(`^([0-9]+) *[a-zA-Z]+$`)
)

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
		e.suggest("write a list: [ %s ]", strings.Join(splitComma(n.Text), ", "))
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
	meant := map[string]string{}
	for _, f := range v.field.fields {
		meant[f.name] = f.name
		for _, other := range f.formerly {
			meant[other] = f.name
		}
	}
	near := nearest(key.name, slices.Sorted(maps.Keys(meant)))
	if place := elsewhere(v, key.name); place != "" && distance(key.name, near) > 1 {
		e.suggest("it belongs %s", place)
	} else if near != "" {
		e.suggest("did you mean %q?", meant[near])
	}
}

func inside(path string) string {
	if path == "" {
		return ""
	}
	return " in " + path
}

// elsewhere finds where a key belongs that was indented too deeply, or not
// deeply enough.
func elsewhere(v value, key string) string {
	if v.path == "" {
		for _, f := range root.fields {
			if f.values == nil && f.field(key) != nil && f.name != "healthcheck" {
				return "into " + f.name
			}
		}
		return ""
	}
	above := v.path[:max(strings.LastIndex(v.path, "/"), 0)]
	switch {
	case strings.HasPrefix(v.path, "accessories/") && accessoryField.field(key) != nil:
		return "into " + above
	case v.field.field("clear") != nil:
		return "into " + v.path + "/clear"
	case strings.HasPrefix(v.path, "servers/") && strings.Count(v.path, "/") > 1 && roleField.field(key) != nil:
		return "into " + above
	case root.field(key) != nil:
		return "at the top level"
	}
	return ""
}
