package erb

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// blanks are what Ruby's strip removes.
const blanks = " \t\n\v\f\r\x00"

func textMethods() methods {
	return methods{
		"+":                 {1, 1, func(c *call) value { return c.text(c.s() + c.argText(0)) }, false},
		"*":                 {1, 1, textRepeat, false},
		"%":                 {1, 1, textFormat, false},
		"to_str":            {0, 0, func(c *call) value { return c.self }, false},
		"to_s":              {0, 0, func(c *call) value { return c.self }, false},
		"to_sym":            {0, 0, func(c *call) value { return symbol(c.s()) }, false},
		"to_i":              {0, 1, textToInt, false},
		"to_f":              {0, 0, textToFloat, false},
		"length":            {0, 0, func(c *call) value { return utf8.RuneCountInString(c.s()) }, false},
		"size":              {0, 0, func(c *call) value { return utf8.RuneCountInString(c.s()) }, false},
		"bytesize":          {0, 0, func(c *call) value { return len(c.s()) }, false},
		"lines":             {0, 0, textLines, true},
		"each_line":         {0, 0, textEachLine, true},
		"chars":             {0, 0, func(c *call) value { return c.texts(strings.Split(c.s(), "")) }, false},
		"each_char":         {0, 0, func(c *call) value { return c.yieldAll(c.texts(strings.Split(c.s(), ""))) }, false},
		"ljust":             {1, 2, textJust, false},
		"rjust":             {1, 2, textJust, false},
		"center":            {1, 2, textJust, false},
		"reverse":           {0, 0, textReverse, false},
		"force_encoding":    {1, 1, func(c *call) value { return c.self }, false},
		"encode":            {0, -1, func(c *call) value { return c.self }, true},
		"unicode_normalize": {0, 0, func(c *call) value { return c.self }, false},
		"scrub":             {0, 0, func(c *call) value { return c.text(strings.ToValidUTF8(c.s(), "\uFFFD")) }, false},
		"b":                 {0, 0, func(c *call) value { return c.self }, false},
		"ord":               {0, 0, textOrd, false},
		"hex":               {0, 0, textHex, false},
		"succ":              {0, 0, textNext, false},
		"next":              {0, 0, textNext, false},
		"shellescape":       {0, 0, func(c *call) value { return c.text(shellEscape(c.s())) }, false},
		"shellsplit":        {0, 0, func(c *call) value { return c.shellSplit(c.s()) }, false},
	}
}

// texts makes a list of texts, within limits.
func (e *evaluator) texts(words []string) *list {
	e.step(len(words))
	return newTexts(words)
}

func textRepeat(c *call) value {
	n := c.argInt(0)
	if n < 0 {
		c.raise("ArgumentError", "a text can't be repeated %d times", n)
	}
	if n > 0 && len(c.s()) > maxText/n {
		c.charge(maxText + 1)
	}
	return c.text(strings.Repeat(c.s(), n))
}

func textFormat(c *call) value {
	args := []value{c.args[0]}
	if l, ok := c.arg(0).(*list); ok {
		args = l.items
	}
	return c.text(c.format(c.s(), args))
}

var (
	leadingInt   = regexp.MustCompile(`^[ \t\n\v\f\r]*([+-]?\d+(?:_\d+)*)`)
	leadingFloat = regexp.MustCompile(`^[ \t\n\v\f\r]*([+-]?\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?(?:[eE][+-]?\d+)?)`)
)

func textToInt(c *call) value {
	base := c.optInt(0, 10)
	m := leadingInt.FindStringSubmatch(c.s())
	if base != 10 {
		n, err := strconv.ParseInt(strings.TrimSpace(c.s()), max(base, 2), 64)
		if err != nil || base > 36 {
			c.unsupported("this use of to_i is not supported", "write the number in decimal digits")
		}
		return int(n)
	}
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(strings.ReplaceAll(m[1], "_", ""))
	if err != nil {
		c.unsupported("numbers of this size are not supported", "keep it as a text")
	}
	return n
}

func textToFloat(c *call) value {
	m := leadingFloat.FindStringSubmatch(c.s())
	if m == nil {
		return 0.0
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(m[1], "_", ""), 64)
	if err != nil {
		return math.Inf(1)
	}
	return n
}

func splitLines(s string, chomp bool) []string {
	lines := strings.SplitAfter(s, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	if chomp {
		for i, line := range lines {
			lines[i] = chompText(line)
		}
	}
	return lines
}

func textLines(c *call) value {
	return c.texts(splitLines(c.s(), truthy(c.option("chomp"))))
}

func textEachLine(c *call) value {
	lines := c.texts(splitLines(c.s(), truthy(c.option("chomp"))))
	if c.block == nil {
		return lines
	}
	for _, line := range lines.items {
		c.yield(line)
	}
	return c.self
}

func textJust(c *call) value {
	pad := " "
	if len(c.args) > 1 {
		pad = c.argText(1)
	}
	width := c.argInt(0)
	missing := width - utf8.RuneCountInString(c.s())
	if pad == "" {
		c.raise("ArgumentError", "zero width padding")
	}
	if missing <= 0 {
		return c.text(c.s())
	}
	c.charge(missing)
	left, right := 0, missing
	switch c.name {
	case "rjust":
		left, right = missing, 0
	case "center":
		left = missing / 2
		right = missing - left
	}
	return c.text(padding(pad, left) + c.s() + padding(pad, right))
}

func padding(pad string, n int) string {
	return string([]rune(strings.Repeat(pad, n/utf8.RuneCountInString(pad)+1))[:n])
}

func textReverse(c *call) value {
	runes := []rune(c.s())
	for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
		runes[i], runes[j] = runes[j], runes[i]
	}
	return c.text(string(runes))
}

func textOrd(c *call) value {
	if c.s() == "" {
		c.raise("ArgumentError", "empty string")
	}
	r, _ := utf8.DecodeRuneInString(c.s())
	return int(r)
}

func textHex(c *call) value {
	n, err := strconv.ParseInt(strings.TrimPrefix(c.s(), "0x"), 16, 64)
	if err != nil {
		c.unsupported("this use of hex is not supported", "")
	}
	return int(n)
}

// textNext gives the next text, for texts that end in a digit other than 9.
func textNext(c *call) value {
	s := c.s()
	if s == "" || strings.IndexByte("9zZ", s[len(s)-1]) >= 0 || !isDigit(s[len(s)-1]) && !isLetter(s[len(s)-1]) || s[len(s)-1] >= 0x80 {
		c.unsupported("the text after this one is not supported", "count with numbers")
	}
	return c.text(s[:len(s)-1] + string(rune(s[len(s)-1]+1)))
}

func textModuleMethods() methods {
	return methods{"new": {0, 1, func(c *call) value { return c.text(c.str(c.arg(0))) }, true}}
}
