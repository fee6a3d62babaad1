package sshconfig

import (
	"errors"
	"strings"
)

const blanks = " \t\r\n\f"

var errQuotes = errors.New("a quote is not closed")

// cutKeyword separates the keyword, in lower case, from the rest of a line:
// blanks, or one equals sign with blanks around it, stand between them.
func cutKeyword(line string) (keyword, rest string) {
	line = strings.Trim(line, blanks)
	if strings.HasPrefix(line, `"`) {
		if name, after, ok := strings.Cut(line[1:], `"`); ok {
			return strings.ToLower(name), cutEquals(after)
		}
	}
	end := strings.IndexAny(line, blanks+"=")
	if end < 0 {
		return strings.ToLower(line), ""
	}
	return strings.ToLower(line[:end]), cutEquals(line[end:])
}

func cutEquals(s string) string {
	s = strings.TrimLeft(s, blanks)
	if after, ok := strings.CutPrefix(s, "="); ok {
		return strings.TrimLeft(after, blanks)
	}
	return s
}

// splitWords cuts s at blanks. Single and double quotes group, a backslash
// takes a following quote, backslash or blank literally, and a word that begins
// with # ends the list.
func splitWords(s string) ([]string, error) {
	var words []string
	for i := 0; ; {
		for i < len(s) && strings.IndexByte(blanks, s[i]) >= 0 {
			i++
		}
		if i == len(s) || s[i] == '#' {
			return words, nil
		}
		word, n, err := cutWord(s[i:])
		if err != nil {
			return nil, err
		}
		words = append(words, word)
		i += n
	}
}

// cutWord reads the word that s begins with, and tells how long it was.
func cutWord(s string) (word string, n int, err error) {
	var b strings.Builder
	var quote byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\' && i+1 < len(s) && escapable(s[i+1], quote):
			i++
			b.WriteByte(s[i])
		case quote == 0 && strings.IndexByte(blanks, c) >= 0:
			return b.String(), i, nil
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote != 0 && c == quote:
			quote = 0
		default:
			b.WriteByte(c)
		}
	}
	if quote != 0 {
		return "", 0, errQuotes
	}
	return b.String(), len(s), nil
}

func escapable(c, quote byte) bool {
	return c == '\'' || c == '"' || c == '\\' || c == ' ' && quote == 0
}
