package textline

import (
	"bytes"
	"unicode/utf8"
)

// Splitter is a writer that cuts what is written into lines.
type Splitter struct {
	// Emit gets whole lines, as many at once as there are, with the ends they
	// came with; at the end of all, one may have none.
	Emit func(text string)
	// Whole emits lines that are too long part by part in place of cutting them:
	// all that is written is emitted.
	Whole bool

	begun    []byte // a line that has not ended
	left     int    // how many of its bytes were not kept
	returned bool   // a \r was emitted, whose \n may follow
}

// Write implements io.Writer. It always takes all.
func (s *Splitter) Write(b []byte) (int, error) {
	n := len(b)
	if n > 0 && s.returned && b[0] == '\n' {
		if s.Whole {
			s.emit(b[:1])
		}
		b = b[1:]
	}
	s.returned = s.returned && n == 0
	for len(b) > 0 {
		if len(s.begun) > 0 {
			b = s.goOn(b)
		} else {
			b = s.whole(b)
		}
	}
	return n, nil
}

// whole emits the whole lines at the front of b, and begins another where there
// is none. It gives the rest.
func (s *Splitter) whole(b []byte) (rest []byte) {
	front := b[:min(len(b), Limit+1)]
	end := lastEnd(front)
	if end == 0 {
		return s.goOn(b)
	}
	s.emit(b[:end])
	return s.behind(b, end)
}

// goOn adds to the line that has begun, and emits it where it ends.
func (s *Splitter) goOn(b []byte) (rest []byte) {
	end := firstEnd(b)
	line := b
	if end > 0 {
		line = b[:end-1]
	}
	room := max(0, Limit+utf8.UTFMax-len(s.begun))
	if s.Whole && len(line) > room {
		s.begun = append(s.begun, line[:room]...)
		s.emitPart()
		return b[room:]
	}
	keep := min(len(line), room)
	s.begun = append(s.begun, line[:keep]...)
	s.left += len(line) - keep
	if end == 0 {
		return nil
	}
	s.finish(b[end-1 : end])
	return s.behind(b, end)
}

// emitPart emits the most of the line that has begun, up to the end of a
// character.
func (s *Splitter) emitPart() {
	part := head(string(s.begun), Limit)
	s.Emit(part)
	s.begun = append(s.begun[:0], s.begun[len(part):]...)
}

// behind is what comes after a line's end, without the second half of \r\n.
func (s *Splitter) behind(b []byte, end int) []byte {
	if b[end-1] != '\r' {
		return b[end:]
	}
	s.returned = end == len(b)
	if s.Whole {
		return b[end:]
	}
	return bytes.TrimPrefix(b[end:], []byte("\n"))
}

// Flush emits a last line that has no end.
func (s *Splitter) Flush() {
	if len(s.begun) > 0 {
		s.finish(nil)
	}
	s.begun = nil
}

// finish emits the line that has begun.
func (s *Splitter) finish(end []byte) {
	if s.Whole || s.left == 0 && len(s.begun) <= Limit {
		s.emit(append(s.begun, end...))
	} else {
		text := string(s.begun)
		short := head(text, Limit)
		s.Emit(short + mark(len(text)-len(short)+s.left) + string(end))
	}
	s.begun, s.left = s.begun[:0], 0
}

func (s *Splitter) emit(text []byte) { s.Emit(string(text)) }

// firstEnd and lastEnd give the place behind a line's end; 0 means that there is
// none.
func firstEnd(b []byte) int {
	feed := bytes.IndexByte(b, '\n')
	if feed >= 0 {
		b = b[:feed]
	}
	if carriage := bytes.IndexByte(b, '\r'); carriage >= 0 {
		return carriage + 1
	}
	return feed + 1
}

func lastEnd(b []byte) int {
	if bytes.IndexByte(b, '\n') < 0 && bytes.IndexByte(b, '\r') < 0 {
		return 0
	}
	return bytes.LastIndexAny(b, "\n\r") + 1
}
