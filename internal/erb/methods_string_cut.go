package erb

import (
	"strings"
	"unicode/utf8"
)

func textCutMethods() methods {
	return methods{
		"strip":         {0, 0, func(c *call) value { return c.text(stripText(c.s())) }, false},
		"lstrip":        {0, 0, func(c *call) value { return c.text(strings.TrimLeft(c.s(), blanks)) }, false},
		"rstrip":        {0, 0, func(c *call) value { return c.text(strings.TrimRight(c.s(), blanks)) }, false},
		"chomp":         {0, 1, textChomp, false},
		"chop":          {0, 0, textChop, false},
		"chr":           {0, 0, func(c *call) value { return c.text(runeSlice(c.s(), 0, 1)) }, false},
		"squish":        {0, 0, func(c *call) value { return c.text(strings.Join(strings.Fields(c.s()), " ")) }, false},
		"delete_prefix": {1, 1, func(c *call) value { return c.text(strings.TrimPrefix(c.s(), c.argText(0))) }, false},
		"delete_suffix": {1, 1, func(c *call) value { return c.text(strings.TrimSuffix(c.s(), c.argText(0))) }, false},
		"delete":        {1, 1, textDelete, false},
		"squeeze":       {0, 1, textSqueeze, false},
		"tr":            {2, 2, textTr, false},
		"tr_s":          {2, 2, func(c *call) value { c.unsupported("tr_s is not supported", "use tr"); return nil }, false},
		"[]":            {1, 2, textAt, false},
		"slice":         {1, 2, textAt, false},
		"first":         {0, 1, func(c *call) value { return c.text(runeSlice(c.s(), 0, c.optInt(0, 1))) }, false},
		"last":          {0, 1, textLast, false},
		"truncate":      {1, 1, textTruncate, true},
		"partition":     {1, 1, textPartition, false},
		"rpartition":    {1, 1, textPartition, false},
		"insert":        {2, 2, func(c *call) value { c.unsupported("insert is not supported", "join texts with +"); return nil }, false},
	}
}

func stripText(s string) string {
	return strings.TrimRight(strings.TrimLeft(s, blanks), blanks)
}

func chompText(s string) string {
	if t, ok := strings.CutSuffix(s, "\n"); ok {
		return strings.TrimSuffix(t, "\r")
	}
	return strings.TrimSuffix(s, "\r")
}

func textChomp(c *call) value {
	if len(c.args) == 1 {
		return c.text(strings.TrimSuffix(c.s(), c.argText(0)))
	}
	return c.text(chompText(c.s()))
}

func textChop(c *call) value {
	if s, ok := strings.CutSuffix(c.s(), "\r\n"); ok {
		return c.text(s)
	}
	_, size := utf8.DecodeLastRuneInString(c.s())
	return c.text(c.s()[:len(c.s())-size])
}

func textDelete(c *call) value {
	set := c.runeSet(c.argText(0))
	return c.text(strings.Map(func(r rune) rune {
		if set.has(r) {
			return -1
		}
		return r
	}, c.s()))
}

func textSqueeze(c *call) value {
	set := runeSet{negate: true}
	if len(c.args) > 0 {
		set = c.runeSet(c.argText(0))
	}
	last := rune(-1)
	return c.text(strings.Map(func(r rune) rune {
		if r == last && set.has(r) {
			return -1
		}
		last = r
		return r
	}, c.s()))
}

func textTr(c *call) value {
	from, to := c.runeSet(c.argText(0)), c.runeSet(c.argText(1)).list
	if strings.HasPrefix(c.argText(1), "^") && len(c.argText(1)) > 1 {
		to = []rune(c.argText(1))
	}
	return c.text(strings.Map(func(r rune) rune {
		if !from.has(r) {
			return r
		}
		if len(to) == 0 {
			return -1
		}
		i := from.index(r)
		if from.negate {
			i = len(to)
		}
		return to[min(i, len(to)-1)]
	}, c.s()))
}

// runeSlice returns n characters from the i-th on, as many as there are.
func runeSlice(s string, i, n int) string {
	runes := []rune(s)
	i = min(i, len(runes))
	return string(runes[i : i+min(max(n, 0), len(runes)-i)])
}

func textLast(c *call) value {
	n := min(c.optInt(0, 1), utf8.RuneCountInString(c.s()))
	return c.text(runeSlice(c.s(), utf8.RuneCountInString(c.s())-n, n))
}

func textTruncate(c *call) value {
	n := c.argInt(0)
	mark := "..."
	if t, ok := c.option("omission").(*text); ok {
		mark = t.s
	}
	if utf8.RuneCountInString(c.s()) <= n {
		return c.text(c.s())
	}
	return c.text(runeSlice(c.s(), 0, n-utf8.RuneCountInString(mark)) + mark)
}

// textAt is text[i], [i, n], [range], [text], [pattern] and [pattern, group].
func textAt(c *call) value {
	size := utf8.RuneCountInString(c.s())
	switch index := c.arg(0).(type) {
	case *text:
		if strings.Contains(c.s(), index.s) {
			return c.text(index.s)
		}
		return nil
	case *pattern:
		return c.group(c.find(index, c.s(), 0), c.arg(1))
	case *span:
		start, n, ok := c.bounds(index, size)
		if !ok {
			return nil
		}
		return c.text(runeSlice(c.s(), start, n))
	}
	i := c.argInt(0)
	if i < 0 {
		i += size
	}
	n := c.optInt(1, 1)
	if i < 0 || i > size || n < 0 || i == size && len(c.args) == 1 {
		return nil
	}
	return c.text(runeSlice(c.s(), i, n))
}

// bounds turns a range of indexes into a start and a length; false when it begins outside.
func (e *evaluator) bounds(s *span, size int) (start, n int, ok bool) {
	start, end := 0, size-1
	if v := plain(s.from); v != nil {
		start = e.indexOf(v)
	}
	if v := plain(s.to); v != nil {
		end = e.indexOf(v)
		if end < 0 {
			end += size
		}
		if s.exclusive {
			end--
		}
	}
	if start < 0 {
		start += size
	}
	return start, max(0, min(end, size-1)-start+1), start >= 0 && start <= size
}

func (e *evaluator) indexOf(v value) int {
	n, ok := v.(int)
	if !ok {
		e.raise("TypeError", "an index must be a whole number, not %s", article(className(v)))
	}
	return n
}

func textPartition(c *call) value {
	s := c.s()
	if p, ok := c.arg(0).(*pattern); ok {
		m := c.find(p, s, 0)
		if c.name == "rpartition" {
			c.unsupported("rpartition with a pattern is not supported", "use a text")
		}
		if m == nil {
			return c.texts([]string{s, "", ""})
		}
		return c.texts([]string{s[:m.spans[0]], m.at(0), s[m.spans[1]:]})
	}
	mark := c.argText(0)
	i := strings.Index(s, mark)
	if c.name == "rpartition" {
		i = strings.LastIndex(s, mark)
	}
	switch {
	case i >= 0:
		return c.texts([]string{s[:i], mark, s[i+len(mark):]})
	case c.name == "rpartition":
		return c.texts([]string{"", "", s})
	}
	return c.texts([]string{s, "", ""})
}
