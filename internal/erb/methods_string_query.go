package erb

import (
	"strings"
	"unicode/utf8"
)

func textQueryMethods() methods {
	return methods{
		"empty?":          {0, 0, func(c *call) value { return c.s() == "" }, false},
		"include?":        {1, 1, func(c *call) value { return strings.Contains(c.s(), c.argText(0)) }, false},
		"start_with?":     {0, -1, textStartsWith, false},
		"starts_with?":    {0, -1, textStartsWith, false},
		"end_with?":       {0, -1, textEndsWith, false},
		"ends_with?":      {0, -1, textEndsWith, false},
		"index":           {1, 1, textIndex, false},
		"rindex":          {1, 1, textLastIndex, false},
		"count":           {1, 1, textCount, false},
		"casecmp?":        {1, 1, func(c *call) value { return strings.EqualFold(c.s(), c.argText(0)) }, false},
		"casecmp":         {1, 1, func(c *call) value { return strings.Compare(strings.ToLower(c.s()), strings.ToLower(c.argText(0))) }, false},
		"ascii_only?":     {0, 0, func(c *call) value { return len(c.s()) == utf8.RuneCountInString(c.s()) }, false},
		"valid_encoding?": {0, 0, func(c *call) value { return utf8.ValidString(c.s()) }, false},
	}
}

func textStartsWith(c *call) value {
	for i := range c.args {
		if p, ok := c.arg(i).(*pattern); ok {
			if m := c.find(p, c.s(), 0); m != nil && m.spans[0] == 0 {
				return true
			}
		} else if strings.HasPrefix(c.s(), c.argText(i)) {
			return true
		}
	}
	return false
}

func textEndsWith(c *call) value {
	for i := range c.args {
		if strings.HasSuffix(c.s(), c.argText(i)) {
			return true
		}
	}
	return false
}

func textIndex(c *call) value {
	if p, ok := c.arg(0).(*pattern); ok {
		if m := c.find(p, c.s(), 0); m != nil {
			return utf8.RuneCountInString(c.s()[:m.spans[0]])
		}
		return nil
	}
	if i := strings.Index(c.s(), c.argText(0)); i >= 0 {
		return utf8.RuneCountInString(c.s()[:i])
	}
	return nil
}

func textLastIndex(c *call) value {
	if i := strings.LastIndex(c.s(), c.argText(0)); i >= 0 {
		return utf8.RuneCountInString(c.s()[:i])
	}
	return nil
}

func textCount(c *call) value {
	set, n := c.runeSet(c.argText(0)), 0
	for _, r := range c.s() {
		if set.has(r) {
			n++
		}
	}
	return n
}

// A runeSet is a set of characters as count, delete, squeeze and tr take it.
type runeSet struct {
	list   []rune
	negate bool
}

func (s runeSet) index(r rune) int {
	for i, other := range s.list {
		if other == r {
			return i
		}
	}
	return -1
}

func (s runeSet) has(r rune) bool {
	return s.index(r) >= 0 != s.negate
}

// runeSet reads a set of characters: single ones and ranges, all others after "^".
func (e *evaluator) runeSet(spec string) runeSet {
	var s runeSet
	runes := []rune(spec)
	if len(runes) > 1 && runes[0] == '^' {
		s.negate = true
		runes = runes[1:]
	}
	for i := 0; i < len(runes); i++ {
		switch {
		case runes[i] == '\\' && i+1 < len(runes):
			i++
			s.list = append(s.list, runes[i])
		case i+2 < len(runes) && runes[i+1] == '-':
			if runes[i] > runes[i+2] {
				e.raise("ArgumentError", "invalid range %q in a set of characters", string(runes[i:i+3]))
			}
			e.step(int(runes[i+2] - runes[i]))
			for r := runes[i]; r <= runes[i+2]; r++ {
				s.list = append(s.list, r)
			}
			i += 2
		default:
			s.list = append(s.list, runes[i])
		}
	}
	e.step(len(s.list))
	return s
}
