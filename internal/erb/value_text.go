package erb

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// printed is a value as text of the output; printing an unset variable is reported.
func (e *evaluator) printed(v value) string {
	if u, ok := v.(unset); ok {
		e.reportUnset(u)
		return ""
	}
	return e.str(v)
}

// str is Ruby's to_s.
func (e *evaluator) str(v value) string {
	e.step(0)
	switch v := plain(v).(type) {
	case nil:
		return ""
	case string:
		return v
	case symbol:
		return string(v)
	case *address:
		return v.String()
	case constant:
		return string(v)
	case *match:
		return v.at(0)
	case failure:
		return failureMethods()["message"].run(&call{evaluator: e, self: v}).(string)
	default:
		return e.inspect(v)
	}
}

// inspect is Ruby's inspect.
func (e *evaluator) inspect(v value) string {
	e.enter()
	defer e.leave()
	switch v := plain(v).(type) {
	case nil:
		return "nil"
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case float64:
		return e.floatText(v)
	case string:
		e.charge(len(v))
		return inspectText(v)
	case symbol:
		return e.inspectSymbol(string(v))
	case *list:
		return "[" + e.inspectAll(v.items, e.inspect) + "]"
	case *hash:
		return "{" + e.inspectAll(v.keys, func(key value) string { return e.inspect(key) + "=>" + e.inspect(v.values[key]) }) + "}"
	}
	e.unsupported("showing "+article(className(v))+" is not supported", "print one of its parts")
	return ""
}

func (e *evaluator) inspectAll(items []value, show func(value) string) string {
	words := make([]string, len(items))
	size := 0
	for i, item := range items {
		words[i] = show(item)
		size += len(words[i])
	}
	e.charge(size)
	return strings.Join(words, ", ")
}

func (e *evaluator) floatText(v float64) string {
	if size := math.Abs(v); size != 0 && !(size < 1e16 && size >= 1e-4) {
		e.unsupported("numbers of this size are not supported", "keep them as texts")
	}
	s := strconv.FormatFloat(v, 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

func inspectText(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '#' && i+1 < len(s) && strings.IndexByte("{$@", s[i+1]) >= 0:
			b.WriteString(`\#`)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == 0x1b:
			b.WriteString(`\e`)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\x%02X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

var plainSymbol = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*[?!]?$`)

func (e *evaluator) inspectSymbol(s string) string {
	if !plainSymbol.MatchString(s) {
		e.unsupported("showing this symbol is not supported", "use a text")
	}
	return ":" + s
}
