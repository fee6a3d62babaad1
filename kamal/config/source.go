package config

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// source is one file of the configuration.
type source struct {
	name    string
	written []byte // the file
	text    []byte // what became of it as a template: the same, if it is none
	lines   []int  // of each line of text, the line of written; nil when equal
	missing []missingVariable
}

// missingVariable is a variable that a template asked for in vain.
type missingVariable struct {
	name string
	line int // of written
}

// line gives the line of the file for a line of the text.
func (s *source) line(n int) int {
	if n < 1 || n > len(s.lines) {
		return n
	}
	return s.lines[n-1]
}

// place turns a place in the text into one in the file, with its excerpt. Where
// a template changed the line before it, the key is looked for, or else the
// column is the line's first.
func (s *source) place(e *FieldError) {
	from := lineOf(s.text, e.Line)
	e.Line = s.line(e.Line)
	to := lineOf(s.written, e.Line)
	if before := min(max(e.Column-1, 0), len(from)); len(to) < before || !slices.Equal(from[:before], to[:before]) {
		e.Column = columnOf(string(to), path.Base(e.Path)+":")
	}
	e.excerpt = yaml11.Excerpt(s.written, yaml11.Position{File: s.name, Line: e.Line, Column: e.Column})
}

// columnOf gives the column of a key that is in the line once, else the first one
// that is not blank.
func columnOf(line, key string) int {
	before := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	if i := strings.Index(line, " "+key); i >= 0 && strings.Count(line, " "+key) == 1 {
		before = line[:i+1]
	}
	return utf8.RuneCountInString(before) + 1
}

// lineOf gives the characters of a line.
func lineOf(text []byte, n int) []rune {
	lines := strings.Split(string(text), "\n")
	if n < 1 || n > len(lines) {
		return nil
	}
	return []rune(lines[n-1])
}

// unset names the variable that is missing in the line of a value.
func (s *source) unset(v value) string {
	for _, m := range s.missing {
		if m.line == s.line(v.pos.Line) || v.node != nil && m.line == s.line(v.node.Pos.Line) {
			return m.name
		}
	}
	return ""
}
