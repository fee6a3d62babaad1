package config

import (
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

// place turns a place in the text into one in the file, with its excerpt.
func (s *source) place(e *FieldError) {
	line := s.line(e.Line)
	at := yaml11.Position{File: s.name, Line: line, Column: e.Column}
	e.Line = line
	e.excerpt = yaml11.Excerpt(s.written, at)
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
