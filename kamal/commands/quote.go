package commands

import (
	"slices"
	"strings"
)

// Quote writes s as one word for a POSIX shell: sh, dash, bash and zsh all give
// the program exactly s. It is the only place where this library quotes. A NUL
// can't be in any argument; it is dropped, as the kernel would end the word there.
func Quote(s string) string {
	s = strings.ReplaceAll(s, "\x00", "")
	if s != "" && !strings.HasPrefix(s, "=") && !strings.ContainsFunc(s, needsQuotes) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func needsQuotes(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	}
	return !strings.ContainsRune("_-./:=@%+,", r)
}

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
