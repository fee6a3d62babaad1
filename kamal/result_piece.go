package kamal

import (
	"strings"
	"unicode"

	"github.com/kamal-go/kamal/internal/textline"
	"github.com/kamal-go/kamal/kamal/config"
)

// Piece is a part of what one place has to say, for texts that may be too large
// to be held. The pieces of one place come after those of another, in the order of
// results, as early as that order allows, and never by two goroutines at once.
type Piece struct {
	Host config.Host
	// Role and Accessory are empty where they say nothing about the place.
	Role, Accessory string
	// Text is the next part of what is printed there: whole lines, but for one
	// that is longer than 64 KiB, or the last. Blanks in front of all and behind
	// all are left out, but for one line's end; secrets are masked.
	Text string
	// First and Last frame the pieces of a place. There is one piece at least.
	First, Last bool
	// Err is in the last piece; it is why there is no answer, or an incomplete one.
	Err error
}

// blankLimit is how many blanks are held back until it is known whether they are
// the last.
const blankLimit = 4 << 10

// pieceSink makes pieces of what a place prints, secrets masked before.
type pieceSink struct {
	whose Piece
	fn    func(Piece)
	lines textline.Splitter
	begun bool
	blank string // held back
}

func newPieceSink(whose Piece, fn func(Piece)) *pieceSink {
	s := &pieceSink{whose: whose, fn: fn}
	s.lines = textline.Splitter{Whole: true, Emit: s.tell}
	return s
}

// Write implements io.Writer.
func (s *pieceSink) Write(b []byte) (int, error) { return s.lines.Write(b) }

func (s *pieceSink) tell(text string) {
	if !s.begun {
		text = strings.TrimLeftFunc(text, unicode.IsSpace)
	}
	text = s.blank + text
	told := strings.TrimRightFunc(text, unicode.IsSpace)
	switch rest := text[len(told):]; {
	case len(rest) > blankLimit:
		told = text
	case told != "" && strings.HasPrefix(rest, "\n"):
		told = text[:len(told)+1]
	}
	s.blank = text[len(told):]
	if told != "" {
		s.hand(Piece{Text: told})
	}
}

func (s *pieceSink) end(err error) {
	s.lines.Flush()
	s.hand(Piece{Last: true, Err: err})
}

func (s *pieceSink) hand(p Piece) {
	p.Host, p.Role, p.Accessory, p.First = s.whose.Host, s.whose.Role, s.whose.Accessory, !s.begun
	s.begun = true
	s.fn(p)
}
