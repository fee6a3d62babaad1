package secrets

import "strings"

// value is the value of a secret: text, or null where the vault has an entry without one. The zero value is
// null.
type value struct {
	text string
	ok   bool
}

func textValue(s string) value { return value{s, true} }

// table holds fetched secrets: names and their values, in the order in which they were fetched.
type table struct {
	names  []string
	values map[string]value
}

// put keeps the first place and the last value of a name.
func (t *table) put(name string, v value) {
	if t.values == nil {
		t.values = map[string]value{}
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

// json gives the secrets in the clear: one JSON object on one line, names in order, each value text or null.
// Only quotes, backslashes and control characters are escaped.
func (t *table) json() string {
	var b strings.Builder
	b.WriteByte('{')
	for _, name := range t.names {
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		writeJSON(&b, name)
		b.WriteByte(':')
		if v := t.values[name]; v.ok {
			writeJSON(&b, v.text)
		} else {
			b.WriteString("null")
		}
	}
	b.WriteByte('}')
	return b.String()
}
