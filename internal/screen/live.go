package screen

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/term"
)

// stream is standard error: text that stays, and below it live lines that are
// drawn again and again.
type stream struct {
	w     io.Writer
	text  strings.Builder
	drawn []string
}

// Write implements io.Writer. The text is shown by flush.
func (s *stream) Write(b []byte) (int, error) { return s.text.Write(b) }

// flush writes the text, and the live lines below it in place of those there.
func (s *stream) flush(lines []string) {
	if s.text.Len() == 0 && slices.Equal(lines, s.drawn) {
		return
	}
	width := s.width()
	parts := []string{strings.Repeat("\x1b[1A\x1b[2K", len(s.drawn)), s.text.String()}
	for _, line := range lines {
		parts = append(parts, cut(line, width-1), "\n")
	}
	s.text.Reset()
	s.drawn = lines
	fmt.Fprint(s.w, strings.Join(parts, ""))
}

// width is the terminal's. A line that wraps could not be taken away.
func (s *stream) width() int {
	const usual = 80
	f, ok := s.w.(interface{ Fd() uintptr })
	if !ok {
		return usual
	}
	if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
		return w
	}
	return usual
}

// cut shortens a text to a number of characters.
func cut(text string, width int) string {
	if utf8.RuneCountInString(text) <= width {
		return text
	}
	return string([]rune(text)[:max(0, width)])
}

// ticker calls a function now and then.
type ticker struct{ done chan struct{} }

// redrawEvery is how often the time in the live lines goes on.
const redrawEvery = 500 * time.Millisecond

func newTicker(call func()) *ticker {
	t := &ticker{done: make(chan struct{})}
	go func() {
		tick := time.NewTicker(redrawEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				call()
			case <-t.done:
				return
			}
		}
	}()
	return t
}

// stop ends the calls. A call that waits for its turn may still come.
func (t *ticker) stop() {
	if t != nil {
		close(t.done)
	}
}
