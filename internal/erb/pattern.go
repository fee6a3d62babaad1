package erb

import (
	"regexp"
	"strings"
)

// A pattern is a Ruby Regexp.
type pattern struct {
	source, flags string
	re            *regexp.Regexp
}

func (p *pattern) String() string {
	on, off := "", ""
	for _, flag := range "mix" {
		if strings.ContainsRune(p.flags, flag) {
			on += string(flag)
		} else {
			off += string(flag)
		}
	}
	if off != "" {
		off = "-" + off
	}
	return "(?" + on + off + ":" + p.source + ")"
}

// A match is what a pattern found in a text.
type match struct {
	pattern *pattern
	text    string
	spans   []int
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
	return &pattern{source: source, flags: strings.Trim(flags, "ou"), re: re}
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
		case class && c == '[' && !strings.HasPrefix(rest, "[:"), class && strings.HasPrefix(rest, "&&"):
			return "", "a class inside a class"
		case class && strings.HasPrefix(rest, "[:"):
			end := strings.Index(rest, ":]")
			if end < 0 {
				return "", "an open class"
			}
			b.WriteString(rest[:end+2])
			i += end + 1
		case c == '[' && !class:
			class = true
			b.WriteByte(c)
		case c == ']' && class:
			class = false
			b.WriteByte(c)
		case !class && (strings.HasPrefix(rest, "{,") || strings.HasPrefix(rest, "*+") || strings.HasPrefix(rest, "++") || strings.HasPrefix(rest, "?+")):
			return "", rest[:2]
		case !class && strings.HasPrefix(rest, "(?") && !plainGroup(rest):
			return "", rest[:min(len(rest), 3)]
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), ""
}

func plainGroup(rest string) bool {
	switch {
	case strings.HasPrefix(rest, "(?:"):
		return true
	case strings.HasPrefix(rest, "(?<"):
		return len(rest) > 3 && rest[3] != '=' && rest[3] != '!'
	}
	return strings.HasPrefix(rest, "(?i)") || strings.HasPrefix(rest, "(?i:")
}

func translateEscape(c byte, class bool) (string, bool) {
	switch c {
	case 's':
		if class {
			return `\s\v`, true
		}
		return `[\s\v]`, true
	case 'h':
		if class {
			return "0-9a-fA-F", true
		}
		return "[0-9a-fA-F]", true
	case 'H':
		return "[^0-9a-fA-F]", !class
	case 'e':
		return `\x1b`, true
	case 'S':
		return `[^\s\v]`, !class
	case 'w', 'W', 'd', 'D', 'A', 'z', 'b', 'B', 'n', 't', 'r', 'f', 'v', 'a':
		return `\` + string(c), !class || c != 'b'
	}
	if isLetter(c) && c != '_' || isDigit(c) {
		return "", false
	}
	return regexp.QuoteMeta(string(c)), true
}

// find looks for a pattern from an offset on, and remembers the match for $~ and $1.
func (e *evaluator) find(p *pattern, s string, from int) *match {
	e.step(len(s) / textCost)
	e.match = nil
	if from > len(s) {
		return nil
	}
	for _, spans := range p.re.FindAllStringSubmatchIndex(s, -1) {
		e.step(1)
		if spans[0] >= from {
			e.match = &match{p, s, spans}
			break
		}
	}
	return e.match
}

// all returns all matches of a pattern, and remembers the last.
func (e *evaluator) all(p *pattern, s string) []*match {
	var list []*match
	for _, spans := range p.re.FindAllStringSubmatchIndex(s, -1) {
		e.step(len(spans))
		list = append(list, &match{p, s, spans})
	}
	e.match = nil
	if len(list) > 0 {
		e.match = list[len(list)-1]
	}
	return list
}

// group returns a group of a match by number or name; nil when it took no part.
func (e *evaluator) group(m *match, which value) value {
	if m == nil {
		return nil
	}
	i := 0
	switch which := plain(which).(type) {
	case nil:
	case int:
		i = which
		if i < 0 {
			i += len(m.spans) / 2
		}
	case *text:
		i = m.pattern.re.SubexpIndex(which.s)
	case symbol:
		i = m.pattern.re.SubexpIndex(string(which))
	default:
		i = -1
	}
	if i < 0 && className(which) != "Integer" {
		e.raise("IndexError", "undefined group name reference: %s", e.str(which))
	}
	if i < 0 || 2*i+1 >= len(m.spans) || m.spans[2*i] < 0 {
		return nil
	}
	return e.text(m.at(i))
}

// global is a variable like $1 or $~.
func (e *evaluator) global(name string) value {
	switch {
	case name == "$~":
		if e.match == nil {
			return nil
		}
		return e.match
	case name == "$?":
		return e.status
	case name == "$&":
		return e.group(e.match, 0)
	case len(name) == 2 && isDigit(name[1]) && name[1] != '0':
		return e.group(e.match, int(name[1]-'0'))
	}
	e.unsupported("the variable "+name+" is not supported", "use a local variable")
	return nil
}

func patternMethods() methods {
	return methods{
		"match": {1, 1, patternMatch, false},
		"match?": {1, 1, func(c *call) value {
			return patternSubject(c) != nil && c.self.(*pattern).re.MatchString(c.str(c.arg(0)))
		}, false},
		"=~":     {1, 1, patternFind, false},
		"===":    {1, 1, func(c *call) value { return patternMatch(c) != nil }, false},
		"source": {0, 0, func(c *call) value { return c.text(c.self.(*pattern).source) }, false},
	}
}

// patternSubject returns the text to be matched; nil for nil and values that are no text.
func patternSubject(c *call) *text {
	switch v := c.arg(0).(type) {
	case *text:
		return v
	case symbol:
		return &text{string(v)}
	}
	return nil
}

func patternMatch(c *call) value {
	subject := patternSubject(c)
	if subject == nil {
		return nil
	}
	if m := c.find(c.self.(*pattern), subject.s, 0); m != nil {
		return m
	}
	return nil
}

func patternFind(c *call) value {
	if m, ok := patternMatch(c).(*match); ok {
		return len([]rune(m.text[:m.spans[0]]))
	}
	return nil
}

func patternModuleMethods() methods {
	compile := method{1, 2, func(c *call) value {
		if p, ok := c.arg(0).(*pattern); ok {
			return p
		}
		return c.compile(c.argText(0), "")
	}, false}
	escape := method{1, 1, func(c *call) value { return c.text(regexp.QuoteMeta(c.argText(0))) }, false}
	return methods{"new": compile, "compile": compile, "escape": escape, "quote": escape}
}

func matchMethods() methods {
	return methods{
		"[]":             {1, 1, func(c *call) value { return c.group(c.self.(*match), c.args[0]) }, false},
		"to_a":           {0, 0, func(c *call) value { return c.groups(c.self.(*match), 0) }, false},
		"captures":       {0, 0, func(c *call) value { return c.groups(c.self.(*match), 1) }, false},
		"pre_match":      {0, 0, func(c *call) value { m := c.self.(*match); return c.text(m.text[:m.spans[0]]) }, false},
		"post_match":     {0, 0, func(c *call) value { m := c.self.(*match); return c.text(m.text[m.spans[1]:]) }, false},
		"named_captures": {0, 0, matchNamed, false},
	}
}

func (e *evaluator) groups(m *match, from int) *list {
	l := &list{}
	for i := from; i < len(m.spans)/2; i++ {
		l.items = append(l.items, e.group(m, i))
	}
	return l
}

func matchNamed(c *call) value {
	h := newHash()
	m := c.self.(*match)
	for i, name := range m.pattern.re.SubexpNames() {
		if name != "" {
			c.put(h, c.text(name), c.group(m, i))
		}
	}
	return h
}
