package config

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// advise adds the first of some values that would be right in place of a wrong
// one. What would be wrong again is never advised.
func (r *reader) advise(e *FieldError, v value) {
	for _, a := range v.field.advice(v.node) {
		if r.helps(v, a.write) {
			if a.words == "" {
				a.words = "write " + a.write
			}
			e.suggest("%s", a.words)
			return
		}
	}
}

// helps reports whether the checks accept a text, as YAML, in place of a value.
func (r *reader) helps(v value, text string) bool {
	doc, err := yaml11.Parse("", []byte("key: "+text))
	if err != nil || len(doc.Warnings) > 0 || doc.Root.Get("key") == nil {
		return false
	}
	return r.fits(v, doc.Root.Get("key"))
}

// fits reports whether the checks accept a node in place of a value.
func (r *reader) fits(v value, n *yaml11.Node) bool {
	trial := &reader{kind: r.kind, root: r.root}
	v.node = n
	trial.check(v)
	return len(trial.problems) == 0
}

// advice is what may be written in place of a value.
type advice struct{ write, words string }

// advice gives what may have been meant by a value of the wrong shape.
func (f *field) advice(n *yaml11.Node) []advice {
	const quotes = "put it into quotes"
	switch {
	case n.Kind == yaml11.List:
		return f.insteadOfList(n)
	case !n.Scalar() || f.private && !f.takes(word):
		return nil
	case f.private:
		return []advice{{quote(n.Raw), quotes}}
	}
	var all []advice
	if f.takes(number) {
		all = append(all, f.asNumber(n)...)
	}
	if meant, ok := truth[strings.ToLower(n.Text)]; ok && f.takes(flag) {
		a := advice{write: meant}
		if n.Quoted && n.Text == meant {
			a.words = "leave out the quotes"
		}
		all = append(all, a)
	}
	if f.takes(text | word) {
		all = append(all, advice{quote(n.Raw), quotes})
	}
	if f.takes(list) && n.Text != "" {
		all = append(all, advice{write: "[ " + n.Raw + " ]"}, advice{write: "[ " + quote(n.Raw) + " ]"})
	}
	if name, v, ok := strings.Cut(n.Text, "="); ok && f.takes(table) {
		all = append(all, advice{write: fmt.Sprintf("{ %s: %s }", name, quote(v))})
	}
	return all
}

func (f *field) takes(s shape) bool { return f.shape&s != 0 }

var truth = map[string]string{
	"true": "true", "yes": "true", "on": "true", "y": "true", "1": "true", "enabled": "true",
	"false": "false", "no": "false", "off": "false", "n": "false", "0": "false", "disabled": "false",
}

// insteadOfList is for one value that stands in a list, and for pairs with a dash.
func (f *field) insteadOfList(n *yaml11.Node) []advice {
	if f.takes(table) {
		var pairs []string
		for _, item := range n.List {
			name, v, ok := strings.Cut(item.Text, "=")
			switch {
			case item.Kind == yaml11.Map && len(item.Map) == 1 && item.Map[0].Value.Scalar():
				name, v = item.Map[0].Key, item.Map[0].Value.Text
			case !ok:
				return nil
			}
			pairs = append(pairs, name+": "+quote(v))
		}
		return []advice{{"{ " + strings.Join(pairs, ", ") + " }", "write NAME: VALUE, without dashes"}}
	}
	if len(n.List) == 1 && n.List[0].Scalar() && !f.private {
		one := n.List[0]
		return []advice{{write: one.Raw}, {write: quote(one.Raw)}}
	}
	return nil
}

func quote(s string) string {
	if strings.ContainsAny(s, "\n\\\"") || s != strings.TrimSpace(s) {
		return strconv.Quote(s)
	}
	return `"` + s + `"`
}

// unit is what a number counts.
type unit int

const (
	inSeconds unit = iota + 1
	inBytes
)

// scales are how many seconds or bytes a unit has.
var scales = map[unit]map[string]int64{
	inSeconds: {"s": 1, "sec": 1, "second": 1, "seconds": 1, "m": 60, "min": 60, "minute": 60, "minutes": 60, "h": 3600, "hour": 3600, "hours": 3600},
	inBytes: {
		"b": 1, "byte": 1, "bytes": 1, "k": 1 << 10, "kib": 1 << 10, "m": 1 << 20, "mib": 1 << 20, "g": 1 << 30, "gib": 1 << 30,
		"kb": 1e3, "mb": 1e6, "gb": 1e9,
	},
}

var (
	wholeNumber = regexp.MustCompile(`^[0-9]+$`)
	measured    = regexp.MustCompile(`^([0-9]{1,9}) *([a-zA-Z]+)$`)
)

// asNumber is for numbers in quotes, with a fraction, or with a unit.
func (f *field) asNumber(n *yaml11.Node) []advice {
	if n.Kind == yaml11.Float {
		return []advice{{write: strconv.FormatInt(int64(n.Float), 10)}}
	}
	if wholeNumber.MatchString(n.Text) {
		plain := strings.TrimLeft(n.Text[:len(n.Text)-1], "0") + n.Text[len(n.Text)-1:]
		if plain == n.Text {
			return []advice{{plain, "leave out the quotes"}}
		}
		return []advice{{write: plain}}
	}
	parts := measured.FindStringSubmatch(n.Text)
	if parts == nil || f.unit == 0 {
		return nil
	}
	many, _ := strconv.ParseInt(parts[1], 10, 64)
	if scale := scales[f.unit][strings.ToLower(parts[2])]; scale > 0 {
		size := strconv.FormatInt(many*scale, 10)
		return []advice{{size, "write " + size + ", without a unit"}}
	}
	return nil
}
