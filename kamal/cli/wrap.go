package cli

import "strings"

// helpWidth is how wide help is at most: every terminal shows so much.
const helpWidth = 80

// wrapped breaks a text between words into lines of at most so many characters. What
// is longer than a line and has no blank stays whole.
func wrapped(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}

// wrappedLines breaks each line of a text that is too long, below its own beginning.
func wrappedLines(text string) string {
	var all []string
	for line := range strings.SplitSeq(text, "\n") {
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		if len(line) <= helpWidth {
			all = append(all, line)
			continue
		}
		for _, part := range wrapped(line, helpWidth-len(indent)) {
			all = append(all, indent+part)
		}
	}
	return strings.Join(all, "\n")
}
