package secrets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// decode never passes on what encoding/json says, for that may quote a value.
func decode(text string, into any) error {
	if err := checkJSON(text); err != nil {
		return err
	}
	if json.Unmarshal([]byte(text), into) != nil {
		return errForm
	}
	return nil
}

// encoding/json reads broken UTF-8 as replacement characters, which would damage a value silently.
func checkJSON(text string) error {
	if !utf8.ValidString(text) {
		return errNoUTF8
	}
	if !json.Valid([]byte(text)) {
		return errNoJSON
	}
	return nil
}

// oneOrMany is a JSON list, or one object that stands for a list of one.
type oneOrMany[T any] []T

func (m *oneOrMany[T]) UnmarshalJSON(data []byte) error {
	if !bytes.HasPrefix(data, []byte("{")) {
		return json.Unmarshal(data, (*[]T)(m))
	}
	*m = make([]T, 1)
	return json.Unmarshal(data, &(*m)[0])
}

type member struct {
	name string
	raw  json.RawMessage
}

// members reads a JSON object in its order, which a map would lose.
func members(text string) ([]member, error) {
	if err := checkJSON(text); err != nil {
		return nil, err
	}
	d := json.NewDecoder(strings.NewReader(text))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, errForm
	}
	var list []member
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, errNoJSON
		}
		var raw json.RawMessage
		if d.Decode(&raw) != nil {
			return nil, errNoJSON
		}
		list = append(list, member{name: name.(string), raw: raw})
	}
	return list, nil
}

// valueOf reads text as it is, nothing and null as null, and all else as compact JSON.
func valueOf(raw json.RawMessage) value {
	if len(raw) == 0 || string(raw) == "null" {
		return value{}
	}
	return textValue(plain(raw))
}

// plain gives text as it is, and all else, null too, as compact JSON.
func plain(raw json.RawMessage) string {
	var s string
	if bytes.HasPrefix(raw, []byte(`"`)) && json.Unmarshal(raw, &s) == nil {
		return s
	}
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return string(raw)
	}
	return b.String()
}

var jsonEscapes = map[rune]string{
	'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`,
}

// writeJSON exists because encoding/json escapes U+2028 and U+2029 even when told to leave HTML alone.
func writeJSON(b *strings.Builder, s string) {
	b.WriteByte('"')
	for _, r := range s {
		switch escape, ok := jsonEscapes[r]; {
		case ok:
			b.WriteString(escape)
		case r < ' ':
			fmt.Fprintf(b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
}
