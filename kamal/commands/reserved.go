package commands

import (
	"slices"
	"strings"
)

// reserved are the words that shells take for syntax where a command begins.
var reserved = []string{
	"case", "coproc", "do", "done", "elif", "else", "end", "esac", "fi", "for", "foreach", "function",
	"if", "in", "nocorrect", "repeat", "select", "then", "time", "until", "while",
}

// isSyntax reports whether a shell would not take the word for a program's name
// at the beginning of a command.
func isSyntax(word string) bool {
	return slices.Contains(reserved, word) || !strings.ContainsAny(word, `'"`) && strings.Contains(word, "=")
}
