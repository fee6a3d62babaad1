package erb

import (
	"strings"
)

func textPatternMethods() methods {
	return methods{
		"=~":     {1, 1, textFind, false},
		"match":  {1, 1, func(c *call) value { return c.evaluator.call(c.toPattern(c.arg(0)), "match", []value{c.self}, nil) }, false},
		"match?": {1, 1, func(c *call) value { return c.toPattern(c.arg(0)).re.MatchString(c.s()) }, false},
		"sub":    {1, 2, textSub, false},
		"gsub":   {1, 2, textSub, false},
		"scan":   {1, 1, textScan, false},
		"split":  {0, 2, textSplit, false},
		"remove": {1, 1, textRemove, false},
	}
}

func (e *evaluator) toPattern(v value) *pattern {
	switch v := v.(type) {
	case *pattern:
		return v
	case *text:
		return e.compile(v.s, "")
	}
	e.raise("TypeError", "a pattern is needed, not %s", article(className(v)))
	return nil
}

func textFind(c *call) value {
	if c.arg(0) == nil {
		return nil
	}
	return c.evaluator.call(c.toPattern(c.arg(0)), "=~", []value{c.self}, nil)
}

// matches finds a pattern or a text: all places or the first one.
func (c *call) matches(v value, all bool) []*match {
	var found []*match
	switch v := v.(type) {
	case *pattern:
		if all {
			return c.all(v, c.s())
		}
		if m := c.find(v, c.s(), 0); m != nil {
			found = []*match{m}
		}
	case *text:
		for at := 0; at <= len(c.s()); {
			i := strings.Index(c.s()[at:], v.s)
			if i < 0 {
				break
			}
			c.step(1)
			found = append(found, &match{&pattern{}, c.s(), []int{at + i, at + i + len(v.s)}})
			at += i + max(len(v.s), 1)
			if !all {
				break
			}
		}
	default:
		c.raise("TypeError", "%s needs a text or a pattern, not %s", c.name, article(className(v)))
	}
	return found
}

func textSub(c *call) value {
	var b strings.Builder
	last := 0
	for _, m := range c.matches(c.arg(0), c.name == "gsub") {
		b.WriteString(c.s()[last:m.spans[0]])
		b.WriteString(c.replacement(m))
		c.charge(b.Len() - last)
		last = m.spans[1]
		if b.Len() > maxText {
			c.charge(b.Len())
		}
	}
	return c.text(b.String() + c.s()[last:])
}

// replacement is what sub and gsub put in place of a match.
func (c *call) replacement(m *match) string {
	if len(c.args) < 2 {
		c.match = m
		return c.str(c.yield(c.text(m.at(0))))
	}
	if h, ok := c.arg(1).(*hash); ok {
		return c.str(c.valueAt(h, &text{m.at(0)}))
	}
	return c.expand(c.argText(1), m)
}

// expand puts groups in place of \1, \0 and \k<name>.
func (e *evaluator) expand(template string, m *match) string {
	var b strings.Builder
	for i := 0; i < len(template); i++ {
		if template[i] != '\\' || i+1 == len(template) {
			b.WriteByte(template[i])
			continue
		}
		i++
		switch c := template[i]; {
		case isDigit(c):
			b.WriteString(m.at(int(c - '0')))
		case c == '&':
			b.WriteString(m.at(0))
		case c == '\\':
			b.WriteByte('\\')
		case strings.HasPrefix(template[i:], "k<") && strings.Contains(template[i:], ">"):
			name, _, _ := strings.Cut(template[i+2:], ">")
			b.WriteString(e.str(e.group(m, &text{name})))
			i += len("k<") + len(name)
		case c == '`' || c == '\'':
			e.unsupported(`\`+string(c)+" in a replacement is not supported", "use groups")
		default:
			b.WriteByte('\\')
			b.WriteByte(c)
		}
	}
	return b.String()
}

func textRemove(c *call) value {
	var b strings.Builder
	last := 0
	for _, m := range c.matches(c.arg(0), true) {
		b.WriteString(c.s()[last:m.spans[0]])
		last = m.spans[1]
	}
	return c.text(b.String() + c.s()[last:])
}

func textScan(c *call) value {
	l := &list{}
	for _, m := range c.matches(c.arg(0), true) {
		var item value = c.text(m.at(0))
		if len(m.spans) > 2 {
			item = c.groups(m, 1)
		}
		if c.block != nil {
			c.match = m
			c.yield(item)
			continue
		}
		l.items = append(l.items, item)
	}
	if c.block != nil {
		return c.self
	}
	return l
}

func textSplit(c *call) value {
	limit := c.optInt(1, 0)
	s := c.s()
	var words []string
	switch mark := c.arg(0).(type) {
	case nil:
		words = splitBlanks(s, limit)
	case *text:
		switch {
		case mark.s == " ":
			words = splitBlanks(s, limit)
		case limit > 0:
			words = strings.SplitN(s, mark.s, limit)
		default:
			words = strings.Split(s, mark.s)
		}
	case *pattern:
		words = c.splitPattern(mark, s, limit)
	default:
		c.raise("TypeError", "split needs a text or a pattern")
	}
	if s == "" {
		words = nil
	}
	if limit == 0 {
		for len(words) > 0 && words[len(words)-1] == "" {
			words = words[:len(words)-1]
		}
	}
	return c.texts(words)
}

func splitBlanks(s string, limit int) []string {
	if limit == 0 {
		return strings.Fields(s)
	}
	var words []string
	for s = strings.TrimLeft(s, blanks); s != ""; {
		i := strings.IndexAny(s, blanks)
		if i < 0 || limit > 0 && len(words) == limit-1 {
			return append(words, s)
		}
		words = append(words, s[:i])
		s = strings.TrimLeft(s[i:], blanks)
	}
	return append(words, "")
}

func (c *call) splitPattern(p *pattern, s string, limit int) []string {
	var words []string
	last := 0
	for _, m := range c.all(p, s) {
		if limit > 0 && len(words) == limit-1 {
			break
		}
		start, end := m.spans[0], m.spans[1]
		if start == end && (start == 0 || start >= len(s)) {
			continue
		}
		words = append(words, s[last:start])
		for i := 1; i < len(m.spans)/2; i++ {
			words = append(words, m.at(i))
		}
		last = end
	}
	return append(words, s[last:])
}
