package yaml11

import (
	"cmp"
	"fmt"
	"strings"
)

// Position is a place in a file. Line and Column count from 1, columns in characters.
type Position struct {
	File   string
	Line   int
	Column int
}

// String gives file:line:column, without what is unknown.
func (p Position) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Warning is something legal that its writer surely meant differently.
type Warning struct {
	Pos Position
	Msg string
}

// String gives the position and the message on one line.
func (w Warning) String() string {
	return w.Pos.String() + ": " + w.Msg
}

// SyntaxError says why a text can't be read, and where.
type SyntaxError struct {
	Pos Position
	Msg string
	// Excerpt is the line in question with a caret below, as [Excerpt] gives it.
	Excerpt string
}

// Error gives position and message on one line, without the excerpt.
func (e *SyntaxError) Error() string {
	return cmp.Or(e.Pos.String(), "text") + ": " + e.Msg
}

// Excerpt shows the source line of a position with a caret below its column:
//
//	14 | volume: x
//	   | ^
//
// Long lines are cut around the caret. A position outside of the text gives "".
func Excerpt(text []byte, pos Position) string {
	lines := strings.Split(unifyLineBreaks(strings.TrimPrefix(string(text), byteOrderMark)), "\n")
	if pos.Line < 1 || pos.Line > len(lines) {
		return ""
	}
	line := []rune(lines[pos.Line-1])
	column := min(max(pos.Column, 1), len(line)+1)
	const width = 120
	if start := column - width/2; len(line) > width && start > 0 {
		line, column = line[start:], column-start
	}
	line = line[:min(len(line), width)]
	pad := strings.Map(blankLike, string(line[:min(column-1, len(line))]))
	return fmt.Sprintf("%4d | %s\n     | %s^", pos.Line, printable(line), pad)
}

func blankLike(r rune) rune {
	if r == '\t' {
		return r
	}
	return ' '
}

func printable(line []rune) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && (r < ' ' || r >= 0x7f && r < 0xa0) {
			return '?'
		}
		return r
	}, string(line))
}
