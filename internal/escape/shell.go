package escape

import (
	"strings"
	"unicode/utf8"
)

// Shell returns s as one word for a shell: a backslash before every character but ASCII letters, digits
// and _-.,:+/@. A line feed, before which a backslash would mean nothing at all, is put in quotes, and so is
// an empty s. It is the form in which a fetch answers to --inline.
func Shell(s string) string {
	if s == "" {
		return "''"
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		// Byte by byte where the text is not UTF-8, so that nothing is lost.
		r, size := utf8.DecodeRuneInString(s[i:])
		char := s[i : i+size]
		switch {
		case r == '\n':
			b.WriteString("'\n'")
		case plainInShell(r):
			b.WriteString(char)
		default:
			b.WriteString(`\` + char)
		}
		i += size
	}
	return b.String()
}

func plainInShell(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("_-.,:+/@", r)
}
