package hostcmd

import (
	"strings"

	"github.com/kamal-go/kamal/kamal/commands"
)

// printLine prints a text and a line break. Shells differ in what echo makes of
// a backslash, or of an option in front.
func printLine(s string) commands.Cmd {
	if strings.Contains(s, `\`) || strings.HasPrefix(s, "-") {
		return commands.Command("printf", `%s\n`, s)
	}
	return commands.Command("echo", s)
}
