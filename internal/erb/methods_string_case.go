package erb

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

func textCaseMethods() methods {
	return methods{
		"upcase":       {0, 0, func(c *call) value { return c.text(strings.ToUpper(c.s())) }, false},
		"downcase":     {0, 0, func(c *call) value { return c.text(strings.ToLower(c.s())) }, false},
		"capitalize":   {0, 0, func(c *call) value { return c.text(capitalized(c.s())) }, false},
		"swapcase":     {0, 0, textSwapCase, false},
		"titleize":     {0, 0, textTitle, false},
		"titlecase":    {0, 0, textTitle, false},
		"parameterize": {0, 0, textParameter, true},
		"underscore":   {0, 0, textUnderscore, false},
		"dasherize":    {0, 0, func(c *call) value { return c.text(strings.ReplaceAll(c.s(), "_", "-")) }, false},
	}
}

func capitalized(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + strings.ToLower(s[size:])
}

func textSwapCase(c *call) value {
	return c.text(strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, c.s()))
}

func textTitle(c *call) value {
	if strings.ContainsFunc(c.s(), func(r rune) bool {
		return unicode.IsUpper(r) || !unicode.IsLetter(r) && r != '_' && r != '-' && r != ' '
	}) {
		c.unsupported("titleize of this text is not supported", "use capitalize")
	}
	words := strings.FieldsFunc(c.s(), func(r rune) bool { return r == '_' || r == '-' || r == ' ' })
	for i, word := range words {
		words[i] = capitalized(word)
	}
	return c.text(strings.Join(words, " "))
}

func textParameter(c *call) value {
	mark := "-"
	if t, ok := c.option("separator").(*text); ok {
		mark = t.s
	}
	if len(c.s()) != utf8.RuneCountInString(c.s()) {
		c.unsupported("parameterize of letters with accents is not supported", "use plain letters")
	}
	words := strings.FieldsFunc(strings.ToLower(c.s()), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-'
	})
	return c.text(strings.Trim(strings.Join(words, mark), mark))
}

func textUnderscore(c *call) value {
	var b strings.Builder
	for i, r := range c.s() {
		switch {
		case r == '-':
			b.WriteByte('_')
		case r == ':' || unicode.IsUpper(r) && i > 0 && unicode.IsUpper(rune(c.s()[i-1])):
			c.unsupported("underscore of this text is not supported", "use downcase and tr")
		case unicode.IsUpper(r) && i > 0 && c.s()[i-1] != '_' && c.s()[i-1] != '-':
			b.WriteByte('_')
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return c.text(b.String())
}
