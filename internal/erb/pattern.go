package erb

import (
	"regexp"
	"strings"
)

// A pattern is a Ruby Regexp.
type pattern struct{ re *regexp.Regexp }

// A match is what a pattern found in a text.
type match struct {
	text  string
	spans []int
}

// at returns what a group matched; group 0 is the whole match.
func (m *match) at(i int) string {
	if 2*i+1 >= len(m.spans) || m.spans[2*i] < 0 {
		return ""
	}
	return m.text[m.spans[2*i]:m.spans[2*i+1]]
}

// compile makes a pattern of Ruby's form of regular expressions.
func (e *evaluator) compile(source, flags string) *pattern {
	e.charge(len(source))
	e.step(len(source))
	if strings.ContainsAny(flags, "xnes") {
		e.unsupported("this flag of a regular expression is not supported", "use only i and m")
	}
	goSource, bad := translate(source)
	// In Ruby ^ and $ always match at lines, and the flag m lets a dot match line ends.
	goFlags := "m"
	if strings.Contains(flags, "i") {
		goFlags += "i"
	}
	if strings.Contains(flags, "m") {
		goFlags += "s"
	}
	re, err := regexp.Compile("(?" + goFlags + ")" + goSource)
	if bad != "" || err != nil {
		if bad == "" {
			bad = "this form"
		}
		e.unsupported("in a regular expression, "+bad+" is not supported", "use a simpler pattern, or split and text methods")
	}
	return &pattern{re}
}

// translate writes a pattern in Go's form; bad names what has none.
func translate(source string) (out, bad string) {
	var b strings.Builder
	class := false
	for i := 0; i < len(source); i++ {
		rest := source[i:]
		switch c := source[i]; {
		case c == '\\' && i+1 < len(source):
			i++
			s, ok := translateEscape(source[i], class)
			if !ok {
				return "", "\\" + source[i:i+1]
			}
			b.WriteString(s)
		case class && (c == '[' || strings.HasPrefix(rest, "&&")):
			return "", "a class inside a class"
		case c == '[' && !class:
			class = true
			b.WriteByte(c)
		case c == ']' && class:
			class = false
			b.WriteByte(c)
		case !class && (strings.HasPrefix(rest, "{,") || strings.HasPrefix(rest, "*+") || strings.HasPrefix(rest, "++") || strings.HasPrefix(rest, "?+")):
			return "", rest[:2]
		case !class && strings.HasPrefix(rest, "(?") && !strings.HasPrefix(rest, "(?:"):
			return "", rest[:min(len(rest), 3)]
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), ""
}

func translateEscape(c byte, class bool) (string, bool) {
	switch c {
	case 's':
		if class {
			return `\s\v`, true
		}
		return `[\s\v]`, true
	case 'S':
		return `[^\s\v]`, !class
	case 'w', 'W', 'd', 'D', 'A', 'z', 'b', 'B', 'n', 't', 'r':
		return `\` + string(c), !class || c != 'b'
	}
	if isLetter(c) && c != '_' || isDigit(c) {
		return "", false
	}
	return regexp.QuoteMeta(string(c)), true
}

// find looks for a pattern, and remembers the match for $1.
func (e *evaluator) find(p *pattern, s string) *match {
	e.step(len(s) / textCost)
	e.match = nil
	if spans := p.re.FindStringSubmatchIndex(s); spans != nil {
		e.match = &match{s, spans}
	}
	return e.match
}

// all returns all matches of a pattern. Behind an empty match Ruby goes on in another way than Go.
func (e *evaluator) all(p *pattern, s string) []*match {
	var list []*match
	e.step(len(s) / textCost)
	empty := p.re.MatchString("")
	for _, spans := range p.re.FindAllStringSubmatchIndex(s, -1) {
		e.step(len(spans))
		empty = empty || spans[0] == spans[1]
		list = append(list, &match{s, spans})
	}
	if empty {
		e.unsupported("replacing or splitting with a pattern that fits an empty text is not supported", "use + in place of *")
	}
	return list
}

// group returns a group of a match by number; nil when it took no part.
func (e *evaluator) group(m *match, i int) value {
	if m == nil || i < 0 || 2*i+1 >= len(m.spans) || m.spans[2*i] < 0 {
		return nil
	}
	return e.text(m.at(i))
}
