package config

import (
	"regexp"
	"slices"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// shape is the set of forms that a value may have.
type shape uint8

const (
	text    shape = 1 << iota // text; numbers, booleans and symbols are taken for it
	word                      // text and nothing else
	number                    // an integer
	flag                      // true or false
	list                      // items, or anything when the field has none
	table                     // fields, values under any name, or anything
	nothing                   // null
	date                      // a date or a point in time, as written
)

// field is all that is known of a key. The table of fields is what checks,
// defaults, suggestions, the reference and the JSON schema come from.
type field struct {
	name  string
	shape shape
	// fields are the keys of a table. Where values is set too, a table without
	// any of these keys holds such values under names of the user's own.
	fields []*field
	// values is what a table holds under names of the user's own.
	values *field
	// items is what a list holds.
	items *field
	// entries says what is missed of a list that is replaced; nil: nothing.
	entries *entries

	// preset is the default as it would be written.
	preset string
	// otherwise says in words what counts where the key is left out.
	otherwise string
	// required is for keys that no other key can make superfluous.
	required bool
	// needed is for keys that are, unless others say the same.
	needed bool

	unit    unit
	oneOf   []string
	pattern *regexp.Regexp
	least   *int64
	most    *int64
	// says is the rest of the sentence "PATH must be ..." for a value that is
	// none of oneOf, does not match pattern, or is refused.
	says string
	// forms are the keys of the same table that are other ways to write it.
	forms *forms
	// refuse reports what the other rules can't express.
	refuse func(*yaml11.Node) bool
	// editor is what of refuse the JSON schema can say of a text.
	editor *regexp.Regexp

	// private values are not shown in messages.
	private bool
	// leftover says what to write instead in a configuration without Traefik.
	leftover string
	// formerly are other names that people try.
	formerly []string

	// about is what the key means, in one line.
	about string
	// example is its value in the reference, as YAML.
	example string
	// or is another form of its value, shown as a comment.
	or string
	// older marks a key that is there for files of Kamal 1 alone.
	older bool
	// see names a section of the reference that tells more.
	see string
	// instead marks a key that can't stand next to others of the reference, so
	// that its example is shown as a comment.
	instead bool
}

// field gives the field of a key in a table, or nil.
func (f *field) field(name string) *field {
	i := slices.IndexFunc(f.fields, func(x *field) bool { return x.name == name })
	if i < 0 {
		return nil
	}
	return f.fields[i]
}

// under gives the field for a key of a table that may hold values under names
// of the user's own; nil for an unknown key.
func (f *field) under(name string, n *yaml11.Node) *field {
	if f.values != nil && !f.fixed(n) {
		return f.values
	}
	return f.field(name)
}

// fixed reports whether a table holds the field's keys rather than names of the
// user's own.
func (f *field) fixed(n *yaml11.Node) bool {
	if len(f.fields) == 0 || f.values == nil {
		return f.values == nil
	}
	return slices.ContainsFunc(n.Map, func(p yaml11.Pair) bool { return f.field(p.Key) != nil })
}

// open reports whether a table may hold anything.
func (f *field) open() bool { return len(f.fields) == 0 && f.values == nil }

// named gives a copy of a field under another name.
func named(name string, f field) *field {
	f.name = name
	return &f
}

var (
	aText     = &field{shape: text}
	aWord     = &field{shape: word, refuse: isEmpty, says: "text"}
	aNullable = &field{shape: text | nothing | date}
	aSecret   = &field{shape: word, refuse: isEmpty, says: "the name of a secret", private: true}
)

func isEmpty(n *yaml11.Node) bool { return n.Scalar() && n.Text == "" }
