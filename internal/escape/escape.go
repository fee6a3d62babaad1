// Package escape writes texts on one line, for files whose lines mean something, and as
// one word, for shells.
package escape

import (
	"fmt"
	"strings"
)

// Controls writes each control character as a backslash and what
// programmers call it.
func Controls(s string) string {
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
