package erb

import (
	"fmt"
	"math"
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
	case *text:
		return v.s
	case symbol:
		return string(v)
	case exception:
		return v.message
	case constant:
		return string(v)
	case *span:
		return e.str(v.from) + dots(v) + e.str(v.to)
	case *pattern:
		return v.String()
	case *match:
		return v.at(0)
	case *address:
		return v.String()
	case moment:
		return v.text()
	default:
		return e.inspect(v)
	}
}

func dots(s *span) string {
	if s.exclusive {
		return "..."
	}
	return ".."
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
		return floatText(v)
	case *text:
		e.charge(len(v.s))
		return inspectText(v.s)
	case symbol:
		return inspectSymbol(string(v))
	case *list:
		return "[" + e.inspectAll(v.items) + "]"
	case *hash:
		return e.inspectHash(v)
	case *span:
		return e.inspectEnd(v.from) + dots(v) + e.inspectEnd(v.to)
	case *pattern:
		return "/" + v.source + "/" + v.flags
	case constant:
		return string(v)
	case exception:
		return "#<" + v.class + ": " + v.message + ">"
	case moment:
		return v.text()
	}
	e.unsupported("showing a "+className(v)+" is not supported", "print one of its parts")
	return ""
}

func (e *evaluator) inspectEnd(v value) string {
	if v == nil {
		return ""
	}
	return e.inspect(v)
}

func (e *evaluator) inspectAll(items []value) string {
	words := make([]string, len(items))
	size := 0
	for i, item := range items {
		words[i] = e.inspect(item)
		size += len(words[i])
	}
	e.charge(size)
	return strings.Join(words, ", ")
}

func (e *evaluator) inspectHash(h *hash) string {
	words := make([]string, len(h.keys))
	size := 0
	for i, key := range h.keys {
		v, _ := e.get(h, key)
		words[i] = e.inspect(key) + "=>" + e.inspect(v)
		size += len(words[i])
	}
	e.charge(size)
	return "{" + strings.Join(words, ", ") + "}"
}

func floatText(v float64) string {
	switch {
	case math.IsInf(v, 1):
		return "Infinity"
	case math.IsInf(v, -1):
		return "-Infinity"
	case math.IsNaN(v):
		return "NaN"
	}
	if size := math.Abs(v); size != 0 && (size >= 1e16 || size < 1e-4) {
		s := strconv.FormatFloat(v, 'e', -1, 64)
		if mantissa, exponent, _ := strings.Cut(s, "e"); !strings.Contains(mantissa, ".") {
			s = mantissa + ".0e" + exponent
		}
		return s
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

func inspectSymbol(s string) string {
	simple := s != "" && !isDigit(s[0])
	for i := range len(s) {
		last := i == len(s)-1 && i > 0 && (s[i] == '?' || s[i] == '!')
		simple = simple && (isLetter(s[i]) || isDigit(s[i]) || last)
	}
	if simple {
		return ":" + s
	}
	return ":" + inspectText(s)
}
