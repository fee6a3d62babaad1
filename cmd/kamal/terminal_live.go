package main

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/term"
)

// liveLines are the last lines of a terminal, which are drawn again and again. A
// nil one draws nothing.
type liveLines struct {
	w     io.Writer
	drawn int
	done  chan struct{}
}

// redrawEvery is how often the time in the lines goes on.
const redrawEvery = 500 * time.Millisecond

// newLiveLines begins to call redraw now and then.
func newLiveLines(w io.Writer, redraw func()) *liveLines {
	l := &liveLines{w: w, done: make(chan struct{})}
	go func() {
		tick := time.NewTicker(redrawEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				redraw()
			case <-l.done:
				return
			}
		}
	}()
	return l
}

// stop ends the calls of redraw.
func (l *liveLines) stop() {
	if l != nil {
		close(l.done)
	}
}

// erase takes the lines away, so that others can be printed.
func (l *liveLines) erase() {
	if l == nil || l.drawn == 0 {
		return
	}
	fmt.Fprint(l.w, strings.Repeat("\x1b[1A\x1b[2K", l.drawn))
	l.drawn = 0
}

// draw puts the lines there. Each is cut to the terminal's width, for a line
// that wraps could not be taken away.
func (l *liveLines) draw(lines []string) {
	if l == nil {
		return
	}
	width := 80
	if f, ok := l.w.(interface{ Fd() uintptr }); ok {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			width = w
		}
	}
	for _, line := range lines {
		fmt.Fprintln(l.w, cut(line, width-1))
	}
	l.drawn = len(lines)
}

// cut shortens a text to a number of characters.
func cut(text string, width int) string {
	if utf8.RuneCountInString(text) <= width {
		return text
	}
	return string([]rune(text)[:max(0, width)])
}
