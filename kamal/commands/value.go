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
	for i, r := range s {
		switch {
		case r == '$' && expansion.MatchString(s[i:]):
			expands = true
		case strings.ContainsRune("$`\"\\", r):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
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
	for _, r := range s {
		if isControl(r) {
			b.WriteString(controlEscape(r))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

func controlEscape(r rune) string {
	const names = "abtnvfr"
	switch {
	case '\a' <= r && r <= '\r':
		return `\` + string(names[r-'\a'])
	case r == 0x1b:
		return `\e`
	}
	return fmt.Sprintf(`\x%02X`, r)
}
