package dotenv

import (
	"slices"
	"strings"
)

// entry is one assignment. Its text is prepared once, at the first evaluation.
type entry struct {
	file     *File
	name     string
	line     int
	index    int
	earlier  *entry // the assignment of the same name above
	raw      string // without the quotes around it
	quote    byte   // the quote around it, or 0
	inherit  bool   // export NAME without a value
	exported bool
	bare     bool // NAME alone

	done  bool
	value Value
	err   error
}

// take sets what a match says. An export without a value keeps the value that the name has.
func (e *entry) take(found assignment) {
	e.inherit = found.exported && !found.assigned
	e.bare = !found.exported && !found.assigned
	e.exported = found.exported
	e.raw = strings.Trim(found.value, whitespace+"\x00")
	if n := len(e.raw); n > 1 && (e.raw[0] == '\'' || e.raw[0] == '"') && e.raw[n-1] == e.raw[0] {
		e.quote, e.raw = e.raw[0], e.raw[1:n-1]
	}
}

// runs reports whether the entry has a command.
func (e *entry) runs() bool { return e.quote != '\'' && strings.Contains(e.raw, "$(") }

// refersTo reports whether the entry mentions a variable.
func (e *entry) refersTo(name string) bool { return slices.Contains(e.mentions(), name) }

// doubt warns of a value that most likely means something else.
func (f *File) doubt(e *entry) {
	text, _, _ := strings.Cut(e.raw, "$(")
	switch {
	case e.quote == '"' && strings.Contains(text, `\n`) && f.last[lineBreakMode] == nil:
		f.warn(e.line, `\n in double quotes stays as two characters, for a line break write one`)
	case e.quote == 0 && e.raw != "" && (e.raw[0] == '\'' || e.raw[0] == '"'):
		if strings.Count(e.raw, e.raw[:1]) == 1 {
			f.warn(e.line, "a quote is not closed, it stays in the value")
		} else {
			f.warn(e.line, "there is text behind the closing quote, the quotes stay in the value")
		}
	case e.quote == 0 && strings.Count(e.raw, ";") == 1 && strings.HasSuffix(e.raw, ";"):
		f.warn(e.line, "the ; at the end stays in the value")
	}
}

func openCommand(raw string) bool {
	closing := pairs(raw)
	for i := range len(raw) - 1 {
		if raw[i] == '$' && raw[i+1] == '(' && closing[i+1] == 0 && (i == 0 || raw[i-1] != '\\') {
			return true
		}
	}
	return false
}

// unescape takes backslashes away, but those before a dollar sign. In double quotes \n and \r keep
// theirs, or become line breaks in the old mode.
func unescape(raw string, quote byte, lineBreaks bool) string {
	if quote == '"' && lineBreaks {
		raw = strings.NewReplacer(`\n`, "\n", `\r`, "\r").Replace(raw)
	} else if quote == '"' {
		raw = strings.NewReplacer(`\n`, `\\n`, `\r`, `\\r`).Replace(raw)
	}
	var text strings.Builder
	for i := 0; i < len(raw); i++ {
		if raw[i] == '\\' && i+1 < len(raw) && raw[i+1] != '$' {
			i++
		}
		text.WriteByte(raw[i])
	}
	return text.String()
}

// pairs gives for each opening parenthesis or brace the place of the one that closes it, or 0. The two
// kinds don't see each other. What stands behind a backslash does not count.
func pairs(text string) map[int]int {
	closing := map[int]int{}
	var parentheses, braces []int
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '(':
			parentheses = append(parentheses, i)
		case '{':
			braces = append(braces, i)
		case ')':
			parentheses = closeLast(closing, parentheses, i)
		case '}':
			braces = closeLast(closing, braces, i)
		}
	}
	return closing
}

func closeLast(closing map[int]int, open []int, at int) []int {
	if len(open) == 0 {
		return nil
	}
	closing[open[len(open)-1]] = at
	return open[:len(open)-1]
}
