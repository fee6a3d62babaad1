package erb

import (
	"maps"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// blanks are what Ruby's strip removes.
const blanks = " \t\n\v\f\r\x00"

func textMethods() methods {
	change := func(f func(string) string) method {
		return method{0, 0, func(c *call) value { return c.text(f(c.s())) }}
	}
	size := method{0, 0, func(c *call) value { return utf8.RuneCountInString(c.s()) }}
	find := method{1, 1, func(c *call) value { return c.matchText(c.arg(0), c.self) }}
	table := methods{
		"+":             {1, 1, func(c *call) value { return c.text(c.s() + c.argText(0)) }},
		"*":             {1, 1, textRepeat},
		"to_s":          {0, 0, func(c *call) value { return c.self }},
		"to_i":          {0, 1, textToInt},
		"length":        size,
		"size":          size,
		"lines":         {0, 0, func(c *call) value { return c.texts(splitLines(c.s())) }},
		"strip":         change(func(s string) string { return strings.Trim(s, blanks) }),
		"lstrip":        change(func(s string) string { return strings.TrimLeft(s, blanks) }),
		"rstrip":        change(func(s string) string { return strings.TrimRight(s, blanks) }),
		"chomp":         {0, 1, textChomp},
		"upcase":        {0, 0, func(c *call) value { return c.cased(strings.ToUpper) }},
		"downcase":      {0, 0, func(c *call) value { return c.cased(strings.ToLower) }},
		"delete_prefix": {1, 1, func(c *call) value { return c.text(strings.TrimPrefix(c.s(), c.argText(0))) }},
		"delete_suffix": {1, 1, func(c *call) value { return c.text(strings.TrimSuffix(c.s(), c.argText(0))) }},
		"empty?":        {0, 0, func(c *call) value { return c.s() == "" }},
		"include?":      {1, 1, func(c *call) value { return strings.Contains(c.s(), c.argText(0)) }},
		"start_with?":   {1, -1, func(c *call) value { return c.anyText(strings.HasPrefix) }},
		"end_with?":     {1, -1, func(c *call) value { return c.anyText(strings.HasSuffix) }},
		"tr":            {2, 2, textTr},
		"[]":            {1, 2, textAt},
		"=~":            find,
		"match?":        {1, 1, func(c *call) value { return c.patternAt(c.arg(0)).re.MatchString(c.s()) }},
		"sub":           {1, 2, textSub},
		"gsub":          {1, 2, textSub},
		"split":         {0, 2, textSplit},
	}
	maps.Copy(table, orderMethods())
	maps.Copy(table, textShapes())
	return table
}

func textRepeat(c *call) value {
	n := c.optCount(0, 0)
	if n > 0 && len(c.s()) > maxText/n {
		c.charge(maxText + 1)
	}
	return c.text(strings.Repeat(c.s(), n))
}

func isBlank(s string) bool {
	return strings.TrimSpace(s) == ""
}

func textChomp(c *call) value {
	if len(c.args) > 0 {
		return c.text(strings.TrimSuffix(c.s(), c.argText(0)))
	}
	return c.text(chompText(c.s()))
}

func chompText(s string) string {
	if t, ok := strings.CutSuffix(s, "\n"); ok {
		return strings.TrimSuffix(t, "\r")
	}
	return strings.TrimSuffix(s, "\r")
}

// cased gives upper or lower case. Beyond Latin letters, and for a few of them, Ruby knows special rules.
func (c *call) cased(f func(string) string) value {
	if strings.ContainsFunc(c.s(), func(r rune) bool { return r == 'ß' || r >= 0x100 }) {
		c.unsupported(c.name+" of such letters is not supported", "write the text itself")
	}
	return c.text(f(c.s()))
}

func (c *call) anyText(f func(s, part string) bool) value {
	for i := range c.args {
		if f(c.s(), c.argText(i)) {
			return true
		}
	}
	return false
}

var leadingInt = regexp.MustCompile(`^[ \t\n\v\f\r]*([+-]?\d+(?:_\d+)*)`)

func textToInt(c *call) value {
	if base := c.base(); base != 10 {
		return c.based(base)
	}
	m := leadingInt.FindStringSubmatch(c.s())
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(strings.ReplaceAll(m[1], "_", ""))
	c.inRange(err == nil)
	return n
}

func splitLines(s string) []string {
	lines := strings.SplitAfter(s, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// textAt is text[i], [i, n], [range], [pattern] and [pattern, group].
func textAt(c *call) value {
	if p, ok := c.arg(0).(*pattern); ok {
		group := c.optCount(1, 0)
		return c.group(c.find(p, c.s()), group)
	}
	runes := []rune(c.s())
	start, end, ok := c.bounds(len(runes))
	if !ok || len(c.args) == 1 && start == len(runes) && !c.isSpan(0) {
		return nil
	}
	return c.text(string(runes[start:end]))
}

func (c *call) isSpan(i int) bool {
	_, ok := c.arg(i).(*span)
	return ok
}

// bounds reads the arguments i, (i, n) or a range as the bounds of a part; false when it begins outside.
func (c *call) bounds(size int) (start, end int, ok bool) {
	if s, ok := c.arg(0).(*span); ok && len(c.args) == 1 {
		return c.spanBounds(s, size)
	}
	start = c.argInt(0)
	if start < 0 {
		start += size
	}
	if start < 0 || start > size {
		return 0, 0, false
	}
	return start, start + min(c.optCount(1, 1), size-start), true
}

func (c *call) spanBounds(s *span, size int) (start, end int, ok bool) {
	ends := &call{evaluator: c.evaluator, name: c.name, args: []value{s.from, s.to}}
	end = size
	if s.from != nil {
		start = ends.argInt(0)
	}
	if start < 0 {
		start += size
	}
	if s.to != nil {
		end = ends.argInt(1)
		if end < 0 {
			end += size
		}
		if !s.exclusive {
			end++
		}
	}
	return start, min(max(start, end), size), start >= 0 && start <= size
}

func textTr(c *call) value {
	from, to := c.runes(c.argText(0)), c.runes(c.argText(1))
	places := map[rune]int{}
	for i, r := range from {
		if _, ok := places[r]; !ok {
			places[r] = i
		}
	}
	return c.text(strings.Map(func(r rune) rune {
		i, ok := places[r]
		switch {
		case !ok:
			return r
		case len(to) == 0:
			return -1
		}
		return to[min(i, len(to)-1)]
	}, c.s()))
}

// runes reads a list of characters with ranges, as tr takes it.
func (c *call) runes(spec string) []rune {
	var list []rune
	runes := []rune(spec)
	if len(runes) > 1 && runes[0] == '^' || strings.Contains(spec, `\`) {
		c.unsupported("this set of characters is not supported", "write the characters themselves")
	}
	for i := 0; i < len(runes); i++ {
		if i+2 >= len(runes) || runes[i+1] != '-' {
			list = append(list, runes[i])
			continue
		}
		if runes[i] > runes[i+2] {
			c.raise("ArgumentError", "invalid range %q in a set of characters", string(runes[i:i+3]))
		}
		c.step(int(runes[i+2] - runes[i]))
		for r := runes[i]; r <= runes[i+2]; r++ {
			list = append(list, r)
		}
		i += 2
	}
	c.step(len(list))
	return list
}
