package cli

import (
	"regexp"
	"strings"
)

// helpWidth is how wide help is at most: every terminal shows so much.
const helpWidth = 80

// wrapped breaks a text between words into lines of at most so many characters. What
// is longer than a line and has no blank stays whole.
func wrapped(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}

// lead is what a line of help begins with: blanks, and in a table the first column.
var lead = regexp.MustCompile(`^ *(?:\S+ {2,})?`)

// wrappedLines breaks each line of a text that is too long, below the beginning of
// its words.
func wrappedLines(text string) string {
	var all []string
	for line := range strings.SplitSeq(text, "\n") {
		if len(line) <= helpWidth {
			all = append(all, line)
			continue
		}
		before := lead.FindString(line)
		for _, part := range wrapped(line[len(before):], helpWidth-len(before)) {
			all = append(all, before+part)
			before = strings.Repeat(" ", len(before))
		}
	}
	return strings.Join(all, "\n")
}
