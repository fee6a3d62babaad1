package erb

import "strings"

type tagKind int

const (
	tagText   tagKind = iota // text between tags
	tagCode                  // <% ... %>
	tagOutput                // <%= ... %>
)

// A segment is a piece of a template: text, or the code of one tag.
type segment struct {
	kind    tagKind
	text    string // the text as it goes out, or the code
	at      int    // where text begins in the template
	open    int    // where the tag begins
	end     int    // where the tag ends
	comment bool   // the tag stands in a YAML comment
}

// A scanner takes a template apart as ERB does with trim mode "-".
type scanner struct {
	src      string
	pos      int
	text     strings.Builder
	textAt   int
	line     yamlLine
	segments []segment
}

// scan returns the segments of a template, or where a tag begins that never ends.
func scan(src string) (segments []segment, unclosed int) {
	s := &scanner{src: src}
	for {
		i := strings.Index(s.src[s.pos:], "<%")
		if i < 0 {
			s.addText(s.src[s.pos:])
			s.flush()
			return s.segments, -1
		}
		s.addText(s.src[s.pos : s.pos+i])
		s.pos += i
		if !s.tag() {
			return nil, s.pos
		}
	}
}

func (s *scanner) addText(text string) {
	if s.text.Len() == 0 {
		s.textAt = s.pos
	}
	s.text.WriteString(text)
	s.line.feed(text)
}

func (s *scanner) flush() {
	if s.text.Len() > 0 {
		s.segments = append(s.segments, segment{kind: tagText, text: s.text.String(), at: s.textAt})
		s.text.Reset()
	}
}

// tag reads the tag at pos; false when it never ends.
func (s *scanner) tag() bool {
	open, start := s.pos, s.pos+len("<%")
	kind, skip := tagCode, false
	switch {
	case strings.HasPrefix(s.src[start:], "%"):
		s.addText("<%")
		s.pos = start + 1
		return true
	case strings.HasPrefix(s.src[start:], "="):
		kind, start = tagOutput, start+1
	case strings.HasPrefix(s.src[start:], "#"):
		skip = true
	case strings.HasPrefix(s.src[start:], "-"):
		start++
		s.trimIndent()
	}
	stop, end := closing(s.src, start)
	if stop < 0 {
		return false
	}
	s.flush()
	if !skip {
		code := strings.ReplaceAll(s.src[start:stop], "%%>", "%>")
		s.segments = append(s.segments, segment{kind, code, start, open, end, s.line.comment})
	}
	if kind == tagOutput {
		s.line.feed("x")
	}
	s.pos = end
	if stop == end-len("-%>") {
		s.skipLineEnd()
	}
	return true
}

// skipLineEnd drops the line end behind "-%>".
func (s *scanner) skipLineEnd() {
	rest := s.src[s.pos:]
	for _, end := range []string{"\n", "\r\n"} {
		if strings.HasPrefix(rest, end) {
			s.line.feed("\n")
			s.pos += len(end)
		}
	}
}

// trimIndent drops blanks before "<%-" when nothing else stands before them on the line.
func (s *scanner) trimIndent() {
	text := s.text.String()
	cut := strings.TrimRight(text, " \t")
	if cut == "" || strings.HasSuffix(cut, "\n") {
		s.text.Reset()
		s.text.WriteString(cut)
	}
}

// closing finds the end of the code that begins at start, and the end of its tag.
func closing(src string, start int) (stop, end int) {
	for from := start; ; {
		i := strings.Index(src[from:], "%>")
		if i < 0 {
			return -1, -1
		}
		stop, end = from+i, from+i+len("%>")
		switch {
		case stop > start && src[stop-1] == '%':
			from = end
		case stop > start && src[stop-1] == '-':
			return stop - 1, end
		default:
			return stop, end
		}
	}
}

// A yamlLine follows the text of a line of YAML to know where a comment begins.
type yamlLine struct {
	comment bool
	word    bool // the last byte belongs to a word
	quote   byte
	escape  bool
}

func (y *yamlLine) feed(text string) {
	for i := range len(text) {
		y.next(text[i])
	}
}

func (y *yamlLine) next(b byte) {
	switch {
	case b == '\n':
		*y = yamlLine{}
	case y.comment:
	case y.escape:
		y.escape = false
	case y.quote == '"' && b == '\\':
		y.escape = true
	case y.quote != 0:
		if b == y.quote {
			y.quote = 0
		}
	case b == '#' && !y.word:
		y.comment = true
	case (b == '"' || b == '\'') && !y.word:
		y.quote = b
	default:
		y.word = !strings.ContainsRune(" \t\r[{,", rune(b))
	}
}
