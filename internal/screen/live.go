package screen

import (
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/term"
)

// stream is standard error: text that stays, and below it live lines that are
// drawn again and again. The cursor rests where they begin, so that all below it
// can be taken away, however a terminal has wrapped them when it became narrower.
type stream struct {
	w     io.Writer
	text  strings.Builder
	drawn string
	// size asks for the size of the terminal; nil asks w.
	size func() (width, height int)
}

// erase takes away all from the beginning of the cursor's line on.
const erase = "\r\x1b[J"

// Write implements io.Writer. The text is shown by flush.
func (s *stream) Write(b []byte) (int, error) { return s.text.Write(b) }

// flush writes the text, and the live lines below it in place of those there.
func (s *stream) flush(lines []liveLine) {
	live := s.live(lines)
	if s.text.Len() == 0 && live == s.drawn {
		return
	}
	text := s.text.String()
	if s.drawn != "" {
		text = erase + text
	}
	s.text.Reset()
	s.drawn = live
	fmt.Fprint(s.w, text+live)
}

// live writes live lines, as many as there is room for, and goes back to where they
// begin.
func (s *stream) live(lines []liveLine) string {
	if len(lines) == 0 {
		return ""
	}
	width, height := s.sizes()
	lines = lines[:min(len(lines), max(1, height-1))]
	fitted := make([]string, len(lines))
	for i, l := range lines {
		fitted[i] = l.fit(width - 1)
	}
	back := "\r"
	if len(lines) > 1 {
		back = fmt.Sprintf("\x1b[%dA\r", len(lines)-1)
	}
	return strings.Join(fitted, "\n") + back
}

// Leave clears what live lines may have left below the cursor, for a program that
// ends without an end of its run.
func Leave(o Options) {
	if canRedraw(o) {
		fmt.Fprint(o.Stderr, erase)
	}
}

// sizes are those of the terminal.
func (s *stream) sizes() (width, height int) {
	const usualWidth, usualHeight = 80, 24
	if s.size != nil {
		return s.size()
	}
	if f, ok := s.w.(interface{ Fd() uintptr }); ok {
		if w, h, err := term.GetSize(int(f.Fd())); err == nil && w > 0 && h > 0 {
			return w, h
		}
	}
	return usualWidth, usualHeight
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
