package erb

import (
	"slices"
	"strings"
)

// A lineMap knows for each line of the output the line of the template that put it there.
type lineMap struct {
	lines []int
	begun bool // the last line has text already
}

// add notes a piece of output that was put by a line of the template. Literal text goes down the lines of the
// template, while all of a value comes from one.
func (m *lineMap) add(s string, line int, literal bool) {
	if s == "" {
		return
	}
	if len(m.lines) == 0 {
		m.lines = []int{line}
	}
	if !m.begun {
		m.lines[len(m.lines)-1] = line
	}
	for range strings.Count(s, "\n") {
		if literal {
			line++
		}
		m.lines = append(m.lines, line)
	}
	m.begun = !strings.HasSuffix(s, "\n")
}

// mark remembers a state, to go back to it.
func (m *lineMap) mark() func() {
	n, begun, last := len(m.lines), m.begun, 0
	if n > 0 {
		last = m.lines[n-1]
	}
	return func() {
		m.lines, m.begun = m.lines[:n], begun
		if n > 0 {
			m.lines[n-1] = last
		}
	}
}

// line returns the line of an offset.
func (s *source) line(at int) int {
	if s.breaks == nil {
		s.breaks = []int{-1}
		for i := range len(s.text) {
			if s.text[i] == '\n' {
				s.breaks = append(s.breaks, i)
			}
		}
	}
	n, _ := slices.BinarySearch(s.breaks, at)
	return max(n, 1)
}
