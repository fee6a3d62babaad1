package commands

import "strings"

// PrintLine prints a text and a line break. Shells differ in what echo makes of
// a backslash, or of an option in front.
func PrintLine(s string) Cmd {
	if strings.Contains(s, `\`) || strings.HasPrefix(s, "-") {
		return Command("printf", `%s\n`, s)
	}
	return Command("echo", s)
}
