package erb

import (
	"fmt"
	"strings"
)

// A source is a template with its segments, to find places in it.
type source struct {
	file     string
	text     string
	segments []segment
	breaks   []int // offsets of line breaks, for line
}

// segmentAt returns the tag that holds an offset.
func (s *source) segmentAt(at int) (segment, bool) {
	for _, seg := range s.segments {
		if seg.kind != tagText && at >= seg.open && at < seg.end {
			return seg, true
		}
	}
	return segment{}, false
}

func (s *source) inComment(at int) bool {
	seg, ok := s.segmentAt(at)
	return ok && seg.comment
}

// position describes an offset; an offset outside of any tag is described by itself.
func (s *source) position(at int) Position {
	at = min(max(at, 0), len(s.text))
	before := s.text[:at]
	p := Position{
		File:   s.file,
		Line:   strings.Count(before, "\n") + 1,
		Column: at - strings.LastIndexByte(before, '\n'),
	}
	if seg, ok := s.segmentAt(at); ok {
		p.Tag = s.text[seg.open:seg.end]
	} else {
		p.Tag, _, _ = strings.Cut(s.text[at:], "\n")
	}
	return p
}

func (s *source) unsupported(at int, what, instead string) *unsupported {
	return &unsupported{at, &UnsupportedError{Position: s.position(at), What: what, Instead: instead}}
}

// unsupported is an UnsupportedError on its way up.
type unsupported struct {
	at  int
	err *UnsupportedError
}

// problem turns what a parser or an evaluator panicked with into an error and its place; nil for anything that
// is no fault of the template.
func (s *source) problem(r any) (at int, err error) {
	switch r := r.(type) {
	case *unsupported:
		return r.at, r.err
	case *syntaxError:
		return r.at, s.unsupported(r.at, r.what, r.instead).err
	case *raised:
		return r.at, &RaiseError{s.position(r.at), r.class, r.message, r.name, r.err}
	}
	return 0, nil
}

// failure turns what an evaluator panicked with into an error; nil for a fault of this package.
func (s *source) failure(r any) error {
	switch r := r.(type) {
	case *limitError:
		return fmt.Errorf("%s: %w: %s", s.position(r.at), ErrLimit, r.what)
	case *stopped:
		return fmt.Errorf("rendering %q: %w", s.file, r.err)
	}
	_, err := s.problem(r)
	return err
}
