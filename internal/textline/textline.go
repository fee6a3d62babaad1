package textline

import (
	"fmt"
	"iter"
	"strings"
	"unicode/utf8"
)

// Limit is how long a line may be, in bytes without its end.
const Limit = 64 << 10

// All gives each line of a text without its end. An end at the end of the text
// begins no further line.
func All(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for text != "" {
			i := strings.IndexByte(text, '\n')
			if i < 0 {
				i = len(text)
			}
			rest := ""
			if i < len(text) {
				rest = text[i+1:]
			}
			line := strings.TrimSuffix(text[:i], "\r")
			for j := strings.IndexByte(line, '\r'); j >= 0; j = strings.IndexByte(line, '\r') {
				if !yield(line[:j]) {
					return
				}
				line = line[j+1:]
			}
			if !yield(line) {
				return
			}
			text = rest
		}
	}
}

// mark says that the end of a line is missing.
func mark(left int) string { return fmt.Sprintf("... [line too long, %d bytes left out]", left) }

// head is the beginning of a text, at most n bytes that end with a whole
// character.
func head(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for back := 1; back < utf8.UTFMax && back <= n; back++ {
		if utf8.RuneStart(text[n-back]) {
			if !utf8.FullRuneInString(text[n-back : n]) {
				n -= back
			}
			break
		}
	}
	return text[:n]
}
