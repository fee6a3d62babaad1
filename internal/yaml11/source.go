package yaml11

import (
	"strings"
	"unicode/utf8"
)

const byteOrderMark = "\ufeff"

func unifyLineBreaks(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// source prepares a text for the lexer: no byte order mark, line breaks of one kind, and the first
// document only. Lines and columns stay what they were.
func (r *reader) source(text []byte) (string, error) {
	if len(text) > MaxSize {
		return "", r.fail(Position{File: r.file}, "larger than 1 MiB")
	}
	clean := unifyLineBreaks(strings.TrimPrefix(string(text), byteOrderMark))
	if strings.Count(clean, mergeKey) > MaxKeys { // the lexer takes very long for them
		return "", r.fail(Position{File: r.file}, "too many merge keys")
	}
	if err := r.checkCharacters(clean); err != nil {
		return "", err
	}
	return r.firstDocument(clean)
}

// checkCharacters refuses what YAML does not allow in a text.
func (r *reader) checkCharacters(text string) error {
	pos := Position{File: r.file, Line: 1, Column: 1}
	for i, c := range text {
		if c == utf8.RuneError {
			if _, width := utf8.DecodeRuneInString(text[i:]); width == 1 {
				return r.fail(pos, "not UTF-8")
			}
		}
		if c != '\t' && c != '\n' && c != 0x85 && (c < ' ' || c >= 0x7f && c < 0xa0) || c == '\ufeff' {
			return r.fail(pos, "a control character is not allowed here")
		}
		pos.Column++
		if c == '\n' {
			pos.Line, pos.Column = pos.Line+1, 1
		}
	}
	return nil
}

// firstDocument cuts the text behind the first document, and blanks directives before it.
func (r *reader) firstDocument(text string) (string, error) {
	lines := strings.Split(text, "\n")
	begun, marked := false, false
	directive := Position{}
	for i, line := range lines {
		switch {
		case isMarker(line, "..."):
			return strings.Join(lines[:i], "\n") + "\n", nil
		case isMarker(line, "---"):
			if begun || marked {
				return strings.Join(lines[:i], "\n") + "\n", nil
			}
			marked, directive = true, Position{}
		case !begun && !marked && strings.HasPrefix(line, "%"):
			directive = Position{File: r.file, Line: i + 1, Column: 1}
			if !strings.HasPrefix(line, "%YAML ") {
				return "", r.fail(directive, "only the directive %YAML is supported")
			}
			lines[i] = ""
		case strings.TrimLeft(line, " \t") != "" && strings.TrimLeft(line, " \t")[0] != '#':
			begun = true
		}
		if begun && directive.Line > 0 {
			return "", r.fail(directive, "a directive must be followed by a line with ---")
		}
	}
	return closeTag(strings.Join(lines, "\n")), nil
}

func isMarker(line, marker string) bool {
	rest, ok := strings.CutPrefix(line, marker)
	return ok && (rest == "" || rest[0] == ' ' || rest[0] == '\t')
}

// closeTag ends the last line when its last word is a tag, which the lexer would lose otherwise.
func closeTag(text string) string {
	if words := strings.Fields(text[strings.LastIndexByte(text, '\n')+1:]); len(words) > 0 && words[len(words)-1][0] == '!' {
		return text + "\n"
	}
	return text
}
