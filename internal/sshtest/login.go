package sshtest

import "strings"

// unwrap gives the line that a login shell is made to hand to sh; any other line
// stays as it is.
func unwrap(line string) string {
	rest, ok := strings.CutPrefix(line, "exec sh -c ")
	if !ok {
		return line
	}
	words, ok := words(rest)
	switch {
	case ok && len(words) == 1:
		return words[0]
	case ok && len(words) > 2 && words[1] == "sh" && strings.Contains(words[0], `printf %b "$*"`):
		return strings.NewReplacer(`\\`, `\`, `\n`, "\n").Replace(strings.Join(words[2:], ""))
	}
	return line
}

// words splits what consists of single quotes, of single characters behind a
// backslash, and of small letters.
func words(text string) (found []string, ok bool) {
	var word strings.Builder
	for text != "" {
		switch {
		case text[0] == ' ':
			found = append(found, word.String())
			word.Reset()
			text = text[1:]
		case text[0] == '\\' && len(text) > 1:
			word.WriteByte(text[1])
			text = text[2:]
		case text[0] == '\'':
			inside, rest, closed := strings.Cut(text[1:], "'")
			if !closed {
				return nil, false
			}
			word.WriteString(inside)
			text = rest
		case 'a' <= text[0] && text[0] <= 'z':
			word.WriteByte(text[0])
			text = text[1:]
		default:
			return nil, false
		}
	}
	return append(found, word.String()), true
}
