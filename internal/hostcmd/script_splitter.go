package hostcmd

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
)

// splitter hands what a host prints to the parts that print it. Between two of
// them stands MARK:INDEX:STATUS and a line break.
type splitter struct {
	mark  string
	to    []io.Writer // of each part
	ended func(status int)

	part int    // the one that prints now
	want []byte // what its mark begins with
	held []byte // what may be the beginning of a mark
}

// statusDigits is how long a status is at most.
const statusDigits = 3

// Write implements [io.Writer]. Only what may be a mark is held back, and nothing else is
// copied: there may be very much of it.
func (s *splitter) Write(b []byte) (int, error) {
	rest := b
	if held := len(s.held); held > 0 {
		// As much as makes a mark, or none, of each beginning that is held.
		s.held = append(s.held, b[:min(len(b), len(s.want)+statusDigits)]...)
		left, err := s.split(s.held)
		if err != nil {
			return 0, err
		}
		added := len(s.held) - held
		if len(left) > added {
			s.held = append(s.held[:0], left...)
			return len(b), nil
		}
		rest = b[added-len(left):]
	}
	left, err := s.split(rest)
	if err != nil {
		return 0, err
	}
	s.held = append(s.held[:0], left...)
	return len(b), nil
}

// split hands on what stands before and between the marks of a text. What is left of it
// may become a mark.
func (s *splitter) split(text []byte) (left []byte, err error) {
	for {
		mark, end, status := s.next(text)
		if err := s.pass(text[:mark]); err != nil {
			return nil, err
		}
		if end == 0 {
			return text[mark:], nil
		}
		text, s.want = text[end:], nil
		s.part++
		if s.ended != nil {
			s.ended(status)
		}
	}
}

// next finds the next mark in a text. Without one, end is 0, and mark is where one may have
// begun, or the end of the text.
func (s *splitter) next(text []byte) (mark, end, status int) {
	if s.part == len(s.to) {
		return len(text), 0, 0
	}
	if s.want == nil {
		s.want = fmt.Appendf(nil, "%s:%d:", s.mark, s.part)
	}
	for from := 0; ; {
		found := bytes.Index(text[from:], s.want)
		if found < 0 {
			return len(text) - begun(text[from:], s.want), 0, 0
		}
		mark, from = from+found, from+found+len(s.want)
		switch status, length, maybe := readStatus(text[from:]); {
		case maybe:
			return mark, 0, 0
		case length > 0:
			return mark, from + length, status
		}
	}
}

// begun is how many of the last bytes of a text may be the beginning of what is wanted.
func begun(text, want []byte) int {
	text = text[max(0, len(text)-len(want)+1):]
	for !bytes.HasPrefix(want, text) {
		text = text[1:]
	}
	return len(text)
}

// readStatus reads the status and the line break that a text begins with. Without them it
// says whether they may come.
func readStatus(text []byte) (status, length int, maybe bool) {
	digits, _, whole := bytes.Cut(text[:min(len(text), statusDigits+1)], []byte("\n"))
	if !whole {
		return 0, 0, len(text) <= statusDigits
	}
	n, err := strconv.ParseUint(string(digits), 10, 8)
	if err != nil || strconv.FormatUint(n, 10) != string(digits) {
		return 0, 0, false
	}
	return int(n), len(digits) + 1, false
}

// pass hands on a text; what comes after the last part is the last part's.
func (s *splitter) pass(text []byte) error {
	if len(text) == 0 {
		return nil
	}
	to := s.to[min(s.part, len(s.to)-1)]
	if to == nil {
		return nil
	}
	_, err := to.Write(text)
	return err
}

func (s *splitter) flush() {
	_ = s.pass(s.held)
	s.held = nil
}
