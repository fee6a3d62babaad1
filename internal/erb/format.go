package erb

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var directive = regexp.MustCompile(`%(?:%|([-+ 0#]*)(\d*)(?:\.(\d+))?(?:<(\w+)>|\{(\w+)\})?([-+ 0#]*)(\d*)(?:\.(\d+))?([a-zA-Z])?)`)

// format is Ruby's format.
func (e *evaluator) format(layout string, args []value) string {
	var b strings.Builder
	last, next := 0, 0
	for _, m := range directive.FindAllStringSubmatchIndex(layout, -1) {
		b.WriteString(layout[last:m[0]])
		last = m[1]
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return layout[m[2*i]:m[2*i+1]]
		}
		name := group(4) + group(5)
		var arg value
		switch {
		case layout[m[0]:m[1]] == "%%":
			b.WriteByte('%')
			continue
		case name != "":
			arg = e.formatNamed(args, name)
		case next >= len(args):
			e.raise("ArgumentError", "format has fewer arguments than its text asks for")
		default:
			arg = args[next]
			next++
		}
		verb := group(9)
		if group(5) != "" {
			// The form %{name} has no letter: what follows is text.
			b.WriteString(e.padded(e.printed(arg), group(1)+group(6), group(2)+group(7)))
			last = m[1] - len(verb)
			continue
		}
		spec := formatSpec{group(1) + group(6), group(2) + group(7), group(3) + group(8), verb}
		b.WriteString(e.formatOne(spec, arg))
		e.charge(b.Len())
	}
	b.WriteString(layout[last:])
	return b.String()
}

type formatSpec struct {
	flags, width, precision, verb string
}

func (e *evaluator) formatNamed(args []value, name string) value {
	if len(args) == 1 {
		if h, ok := args[0].(*hash); ok {
			if v, ok := e.get(h, symbol(name)); ok {
				return v
			}
		}
	}
	e.raise("KeyError", "key<%s> not found", name)
	return nil
}

func (e *evaluator) padded(s, flags, width string) string {
	n := e.formatWidth(width)
	missing := max(0, n-len([]rune(s)))
	if strings.Contains(flags, "-") {
		return s + strings.Repeat(" ", missing)
	}
	return strings.Repeat(" ", missing) + s
}

func (e *evaluator) formatWidth(width string) int {
	n, err := strconv.Atoi("0" + width)
	if err != nil || n > 1000 {
		e.unsupported("such a width in a format is not supported", "use less than a thousand")
	}
	return n
}

func (e *evaluator) formatOne(spec formatSpec, arg value) string {
	flags := strings.ReplaceAll(spec.flags, "#", "")
	e.formatWidth(spec.width)
	e.formatWidth(spec.precision)
	layout := "%" + flags + spec.width
	if spec.precision != "" {
		layout += "." + spec.precision
	}
	c := &call{evaluator: e, name: "format", args: []value{arg}}
	switch spec.verb {
	case "d", "i", "u":
		return fmt.Sprintf(layout+"d", convertInteger(c).(int))
	case "f", "e", "g":
		f, _ := convertFloat(c).(float64)
		return fmt.Sprintf(layout+spec.verb, f)
	case "x", "X", "o", "b":
		n := convertInteger(c).(int)
		if n < 0 || spec.flags != flags {
			break
		}
		return fmt.Sprintf(layout+spec.verb, n)
	case "s":
		return fmt.Sprintf(layout+"s", e.printed(arg))
	case "p":
		return fmt.Sprintf(layout+"s", e.inspect(arg))
	}
	e.unsupported("%"+spec.verb+" in a format is not supported", "use %s, %d or %f")
	return ""
}
