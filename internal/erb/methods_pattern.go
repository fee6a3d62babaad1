package erb

import (
	"strings"
	"unicode/utf8"
)

func patternMethods() methods {
	return methods{
		"=~": {1, 1, func(c *call) value { return c.matchText(c.self, c.arg(0)) }},
		"match": {1, 1, func(c *call) value {
			return textMatch(&call{evaluator: c.evaluator, self: c.argText(0), args: []value{c.self}, name: c.name})
		}},
		"match?": {1, 1, func(c *call) value { return c.arg(0) != nil && c.self.(*pattern).re.MatchString(c.argText(0)) }},
	}
}

func (c *call) patternAt(v value) *pattern {
	p, ok := v.(*pattern)
	if !ok {
		c.unsupported(c.name+" with "+article(className(v))+" is not supported", "write the pattern between slashes")
	}
	return p
}

// matchText is Ruby's "=~": the place where a pattern fits, or nil.
func (c *call) matchText(p, subject value) value {
	if subject == nil {
		c.match = nil
		return nil
	}
	s, ok := subject.(string)
	if !ok {
		c.unsupported("matching "+article(className(subject))+" is not supported", "match a text")
	}
	m := c.find(c.patternAt(p), s)
	if m == nil {
		return nil
	}
	return utf8.RuneCountInString(s[:m.spans[0]])
}

// matches finds a pattern or a text: all places for gsub, else the first one.
func (c *call) matches() []*match {
	s := c.s()
	if p, ok := c.arg(0).(*pattern); ok {
		if c.name != "sub" {
			return c.all(p, s)
		}
		if m := c.find(p, s); m != nil {
			return []*match{m}
		}
		return nil
	}
	mark := c.argText(0)
	var found []*match
	for at := 0; at <= len(s); {
		i := strings.Index(s[at:], mark)
		if i < 0 {
			break
		}
		c.step(1)
		found = append(found, &match{s, []int{at + i, at + i + len(mark)}})
		if c.name == "sub" {
			break
		}
		at += i + len(mark)
		if mark == "" {
			_, size := utf8.DecodeRuneInString(s[at:])
			at += max(size, 1)
		}
	}
	return found
}

func textSub(c *call) value {
	var b strings.Builder
	last := 0
	if len(c.args) == 1 && c.block == nil {
		c.unsupported(c.name+" without a replacement is not supported", "pass a text or a block")
	}
	found := c.matches()
	c.match = nil
	for _, m := range found {
		c.match = m
		b.WriteString(c.s()[last:m.spans[0]])
		c.charge(b.Len() - last)
		c.replace(&b, m)
		last = m.spans[1]
		if b.Len() > maxText {
			c.charge(b.Len())
		}
	}
	return c.text(b.String() + c.s()[last:])
}

// replace writes what stands in place of a match: the block's value, that of a hash, or a text with groups.
func (c *call) replace(b *strings.Builder, m *match) {
	if len(c.args) == 1 {
		b.WriteString(c.str(c.yield(c.text(m.at(0)))))
		return
	}
	if h, ok := c.arg(1).(*hash); ok {
		v, _ := c.get(h, m.at(0))
		b.WriteString(c.str(v))
		return
	}
	c.expand(b, c.argText(1), m)
}

// expand puts groups in place of \1 and \0.
func (c *call) expand(b *strings.Builder, template string, m *match) {
	c.step(len(template) / textCost)
	for i := 0; i < len(template); i++ {
		if template[i] != '\\' || i+1 == len(template) {
			b.WriteByte(template[i])
			continue
		}
		i++
		switch next := template[i]; {
		case isDigit(next):
			b.WriteString(m.at(int(next - '0')))
		case next == '\\':
			b.WriteByte('\\')
		case strings.IndexByte("&`'k", next) >= 0:
			c.unsupported(`\`+string(next)+" in a replacement is not supported", "use groups")
		default:
			b.WriteByte('\\')
			b.WriteByte(next)
		}
	}
}

func textSplit(c *call) value {
	s, limit := c.s(), 0
	if len(c.args) > 1 {
		limit = c.argInt(1)
	}
	var words []string
	p, isPattern := c.arg(0).(*pattern)
	atBlanks := c.arg(0) == nil || c.arg(0) == " "
	switch {
	case limit != 0 && (isPattern || atBlanks):
		c.unsupported("this form of split with a limit is not supported", "split at a text")
	case isPattern:
		words = c.splitPattern(p)
	case atBlanks:
		words = strings.FieldsFunc(s, isSpace)
	case limit > 0:
		words = strings.SplitN(s, c.argText(0), limit)
	default:
		words = strings.Split(s, c.argText(0))
	}
	if s == "" {
		words = nil
	}
	for limit == 0 && len(words) > 0 && words[len(words)-1] == "" {
		words = words[:len(words)-1]
	}
	return c.texts(words)
}

func isSpace(r rune) bool {
	return strings.ContainsRune(" \t\n\v\f\r", r)
}

func (c *call) splitPattern(p *pattern) []string {
	var words []string
	last := 0
	for _, m := range c.all(p, c.s()) {
		words = append(words, c.s()[last:m.spans[0]])
		for i := 1; i < len(m.spans)/2; i++ {
			if m.spans[2*i] >= 0 {
				words = append(words, m.at(i))
			}
		}
		last = m.spans[1]
	}
	c.match = nil
	return append(words, c.s()[last:])
}
