package secrets

import (
	"iter"
	"strings"
)

// Value is the value of a secret: text, or null where the vault has an entry without one. The zero value is
// null. It prints as [REDACTED]; [Value.Reveal] gives the text.
type Value struct {
	// A pointer, for fmt prints the fields of what holds a Value in an unexported field without asking it.
	text *string
}

func textValue(s string) Value { return Value{text: &s} }

// Reveal returns the secret text in the clear; ok is false, and the text empty, for null.
func (v Value) Reveal() (text string, ok bool) {
	if v.text == nil {
		return "", false
	}
	return *v.text, true
}

// Values are fetched secrets: names and their values, in the order in which they were fetched. A Values does
// not change and may be used by several goroutines. The zero value is empty. It prints as [REDACTED].
type Values struct {
	table *table
}

type table struct {
	names  []string
	values map[string]Value
}

// put keeps the first place and the last value of a name.
func (t *table) put(name string, v Value) {
	if t.values == nil {
		t.values = map[string]Value{}
	}
	if _, ok := t.values[name]; !ok {
		t.names = append(t.names, name)
	}
	t.values[name] = v
}

func (t *table) has(name string) bool {
	_, ok := t.values[name]
	return ok
}

// Len returns the number of names.
func (v Values) Len() int {
	if v.table == nil {
		return 0
	}
	return len(v.table.names)
}

// All yields the names and their values in order.
func (v Values) All() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		if v.table == nil {
			return
		}
		for _, name := range v.table.names {
			if !yield(name, v.table.values[name]) {
				return
			}
		}
	}
}

// Lookup returns the value of a name, and whether there is one.
func (v Values) Lookup(name string) (Value, bool) {
	if v.table == nil {
		return Value{}, false
	}
	value, ok := v.table.values[name]
	return value, ok
}

// JSON returns the secrets in the clear: one JSON object on one line, names in order, each value text or null.
// Only quotes, backslashes and control characters are escaped.
func (v Values) JSON() string {
	var b strings.Builder
	b.WriteByte('{')
	for name, value := range v.All() {
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		writeJSON(&b, name)
		b.WriteByte(':')
		if text, ok := value.Reveal(); ok {
			writeJSON(&b, text)
		} else {
			b.WriteString("null")
		}
	}
	b.WriteByte('}')
	return b.String()
}
