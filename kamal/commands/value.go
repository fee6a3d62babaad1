package commands

import (
	"fmt"
	"regexp"
	"strings"
)

var expansion = regexp.MustCompile(`^\$\{[A-Za-z_][A-Za-z0-9_]*([-:#%+=?][^}]*)?\}`)

// Value gives the word for a value of the configuration: ${NAME} and
// ${NAME:-text} are left to the host's shell, anything else arrives as it
// stands, but for control characters, which arrive as their escapes: \n.
func Value(s string) Word {
	s = escapeControls(s)
	var b strings.Builder
	expands := false
	for i := range len(s) {
		switch {
		case s[i] == '$' && expansion.MatchString(s[i:]):
			expands = true
		case strings.IndexByte("$`\"\\", s[i]) >= 0:
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	if !expands {
		return Text(s)
	}
	return Expand(b.String())
}

// escapeControls writes each control character as a backslash and what
// programmers call it.
func escapeControls(s string) string {
	if !strings.ContainsFunc(s, isControl) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; isControl(rune(c)) {
			b.WriteString(controlEscape(c))
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

func controlEscape(c byte) string {
	const names = "abtnvfr"
	switch {
	case '\a' <= c && c <= '\r':
		return `\` + string(names[c-'\a'])
	case c == 0x1b:
		return `\e`
	}
	return fmt.Sprintf(`\x%02X`, c)
}
