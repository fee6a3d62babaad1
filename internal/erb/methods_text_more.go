package erb

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// textShapes are methods that give a text another shape.
func textShapes() methods {
	pad := func(left, right func(missing int) int) method {
		return method{1, 2, func(c *call) value { return c.padded(left, right) }}
	}
	none, all := func(int) int { return 0 }, func(n int) int { return n }
	self := method{0, 0, func(c *call) value { return c.self }}
	return methods{
		"%":          {1, 1, textFormat},
		"<<":         {1, 1, textAppend},
		"ljust":      pad(none, all),
		"rjust":      pad(all, none),
		"center":     pad(func(n int) int { return n / 2 }, func(n int) int { return n - n/2 }),
		"capitalize": {0, 0, textCapitalize},
		"swapcase":   {0, 0, textSwapCase},
		"reverse":    {0, 0, textReverse},
		"squish":     {0, 0, func(c *call) value { return c.text(strings.Join(strings.Fields(c.s()), " ")) }},
		"squeeze":    {0, 1, textSqueeze},
		"delete":     {1, 1, textDelete},
		"count":      {1, 1, textCount},
		"chop":       {0, 0, textChop},
		"chr":        {0, 0, func(c *call) value { return c.text(strings.Join(c.characters()[:min(1, len(c.s()))], "")) }},
		"ord":        {0, 0, textOrd},
		"hex":        {0, 0, func(c *call) value { return c.based(16) }},
		"bytesize":   {0, 0, func(c *call) value { return len(c.s()) }},
		"to_str":     self,
		"to_sym":     {0, 0, func(c *call) value { return symbol(c.s()) }},
		"to_f":       {0, 0, textToFloat},
		"chars":      {0, 0, func(c *call) value { return c.texts(c.characters()) }},
		"each_char":  {0, 0, func(c *call) value { return c.eachText(c.characters()) }},
		"each_line":  {0, 0, func(c *call) value { return c.eachText(splitLines(c.s())) }},
		"slice":      {1, 2, textAt},
		"partition":  {1, 1, textPartition},
		"rpartition": {1, 1, textPartition},
		"index":      {1, 1, func(c *call) value { return c.place(strings.Index(c.s(), c.argText(0))) }},
		"rindex":     {1, 1, func(c *call) value { return c.place(strings.LastIndex(c.s(), c.argText(0))) }},
		"scan":       {1, 1, textScan},
		"match":      {1, 1, textMatch},
		"casecmp?":   {1, 1, func(c *call) value { return c.cased(strings.ToLower) == c.with(c.argText(0)).cased(strings.ToLower) }},
	}
}

// with is the call with another receiver.
func (c *call) with(self value) *call {
	other := *c
	other.self = self
	return &other
}

func textFormat(c *call) value {
	args := []value{c.args[0]}
	if l, ok := c.arg(0).(*list); ok {
		args = l.items
	}
	return c.formatText(c.s(), args)
}

func textAppend(c *call) value {
	c.unsupported("appending to a text is not supported", "use += or join a list")
	return nil
}

// padded fills a text up to a width, on the left and on the right.
func (c *call) padded(left, right func(missing int) int) value {
	mark := " "
	if len(c.args) > 1 {
		mark = c.argText(1)
	}
	if mark == "" {
		c.raise("ArgumentError", "%s needs a text to fill up with", c.name)
	}
	missing := max(0, c.argInt(0)-utf8.RuneCountInString(c.s()))
	c.charge(missing)
	fill := func(n int) string {
		runes := []rune(strings.Repeat(mark, n/utf8.RuneCountInString(mark)+1))
		return string(runes[:n])
	}
	return c.text(fill(left(missing)) + c.s() + fill(right(missing)))
}

func textCapitalize(c *call) value {
	runes := []rune(c.cased(strings.ToLower).(string))
	if len(runes) == 0 {
		return c.text("")
	}
	return c.text(strings.ToUpper(string(runes[:1])) + string(runes[1:]))
}

func textSwapCase(c *call) value {
	upper := c.cased(strings.ToUpper).(string)
	return c.text(strings.Map(func(r rune) rune {
		if strings.ContainsRune(upper, r) {
			return []rune(strings.ToLower(string(r)))[0]
		}
		return []rune(strings.ToUpper(string(r)))[0]
	}, c.s()))
}

func textReverse(c *call) value {
	runes := []rune(c.s())
	slices.Reverse(runes)
	return c.text(string(runes))
}

func (c *call) characters() []string {
	return strings.Split(c.s(), "")
}

func (c *call) eachText(parts []string) value {
	for _, part := range parts {
		c.yield(c.text(part))
	}
	return c.self
}

// place is the number of the character at an offset; nil for none.
func (c *call) place(at int) value {
	if at < 0 {
		return nil
	}
	return utf8.RuneCountInString(c.s()[:at])
}

func textSqueeze(c *call) value {
	var only []rune
	if len(c.args) > 0 {
		only = c.runes(c.argText(0))
	}
	var b strings.Builder
	last := rune(-1)
	for _, r := range c.s() {
		if r != last || only != nil && !slices.Contains(only, r) {
			b.WriteRune(r)
		}
		last = r
	}
	return c.text(b.String())
}

func textDelete(c *call) value {
	unwanted := c.runes(c.argText(0))
	return c.text(strings.Map(func(r rune) rune {
		if slices.Contains(unwanted, r) {
			return -1
		}
		return r
	}, c.s()))
}

func textCount(c *call) value {
	wanted, n := c.runes(c.argText(0)), 0
	for _, r := range c.s() {
		if slices.Contains(wanted, r) {
			n++
		}
	}
	return n
}

func textChop(c *call) value {
	if s, ok := strings.CutSuffix(c.s(), "\r\n"); ok {
		return c.text(s)
	}
	_, size := utf8.DecodeLastRuneInString(c.s())
	return c.text(c.s()[:len(c.s())-size])
}

func textOrd(c *call) value {
	if c.s() == "" {
		c.raise("ArgumentError", "an empty text has no first character")
	}
	r, _ := utf8.DecodeRuneInString(c.s())
	return int(r)
}

var leadingFloat = regexp.MustCompile(`^[ \t\n\v\f\r]*([+-]?\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?(?:[eE][+-]?\d+)?)`)

func textToFloat(c *call) value {
	m := leadingFloat.FindStringSubmatch(c.s())
	if m == nil {
		return 0.0
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(m[1], "_", ""), 64)
	c.inRange(err == nil)
	return f
}

// based reads the number of a base that a text begins with.
func (c *call) based(base int) value {
	digits := strings.ToLower(strings.TrimLeft(c.s(), " \t\n\v\f\r"))
	negative := strings.HasPrefix(digits, "-")
	digits = strings.TrimPrefix(strings.TrimLeft(digits, "+-"), map[int]string{16: "0x", 2: "0b", 8: "0"}[base])
	n := 0
	for n < len(digits) && strings.IndexByte("0123456789abcdefghijklmnopqrstuvwxyz"[:base], digits[n]) >= 0 {
		n++
	}
	if n == 0 {
		return 0
	}
	number, err := strconv.ParseInt(digits[:n], base, 64)
	c.inRange(err == nil && !strings.HasPrefix(digits[n:], "_"))
	if negative {
		number = -number
	}
	return int(number)
}

func textPartition(c *call) value {
	mark, s := c.argText(0), c.s()
	i := strings.Index(s, mark)
	if c.name == "rpartition" {
		i = strings.LastIndex(s, mark)
	}
	switch {
	case i >= 0:
		return c.texts([]string{s[:i], mark, s[i+len(mark):]})
	case c.name == "partition":
		return c.texts([]string{s, "", ""})
	}
	return c.texts([]string{"", "", s})
}
