package config

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// reader turns a tree into a configuration, and collects what is wrong with it
// on the way.
type reader struct {
	opts     Options
	disk     bool // files may be looked at
	sources  []*source
	files    []*yaml11.Node // each by itself
	root     value
	kind     Fleet
	config   *Config
	problems Problems
	warnings []Warning
	told     []string // secrets that templates asked for
}

// mostProblems is how many problems are reported at once; nobody reads more.
const mostProblems = 100

// fail reports a problem at a value.
func (r *reader) fail(v value, format string, args ...any) *FieldError {
	return r.failAt(v.pos, v.path, format, args...)
}

func (r *reader) failAt(pos yaml11.Position, path, format string, args ...any) *FieldError {
	e := &FieldError{Path: path, Message: fmt.Sprintf(format, args...)}
	e.File, e.Line, e.Column = pos.File, pos.Line, pos.Column
	if len(r.problems) >= mostProblems {
		return e
	}
	if s := r.source(pos.File); s != nil {
		s.place(e)
	}
	e.order = slices.IndexFunc(r.sources, func(s *source) bool { return s.name == e.File })
	r.problems = append(r.problems, e)
	return e
}

// warn notes something odd at a value.
func (r *reader) warn(v value, format string, args ...any) {
	r.warnAt(v.pos, fmt.Sprintf(format, args...))
}

func (r *reader) warnAt(pos yaml11.Position, message string) {
	w := Warning{File: pos.File, Line: pos.Line, Column: pos.Column, Message: message}
	if s := r.source(pos.File); s != nil {
		w.Line = s.line(pos.Line)
	}
	if !slices.Contains(r.warnings, w) {
		r.warnings = append(r.warnings, w)
	}
}

// note warns about nothing in particular.
func (r *reader) note(format string, args ...any) {
	r.warnings = append(r.warnings, Warning{Message: fmt.Sprintf(format, args...)})
}

func (r *reader) source(name string) *source {
	i := slices.IndexFunc(r.sources, func(s *source) bool { return s.name == name })
	if i < 0 {
		return nil
	}
	return r.sources[i]
}

func (r *reader) sortWarnings() {
	order := func(w Warning) int {
		return slices.IndexFunc(r.sources, func(s *source) bool { return s.name == w.File })
	}
	slices.SortStableFunc(r.warnings, func(a, b Warning) int {
		return cmp.Or(cmp.Compare(order(a), order(b)), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// suggest adds what to do about a problem.
func (e *FieldError) suggest(format string, args ...any) {
	e.Suggestion = fmt.Sprintf(format, args...)
}
