package escape

import "strings"

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
