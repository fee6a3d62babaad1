package main

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// piece is a part of a line that looks the same all along.
type piece struct {
	column int
	text   string
	look   look
}

func (p piece) width() int { return utf8.RuneCountInString(p.text) }

// look is how a piece is shown.
type look struct {
	colour      string
	bold, faint bool
}

var change = regexp.MustCompile(`\x1b\[([0-9;]*)m`)

// read gives the pieces of what a terminal shows, line by line, without the empty
// lines at the end.
func read(shown string) [][]piece {
	var lines [][]piece
	now := look{colour: ordinary}
	for line := range strings.Lines(strings.TrimRight(shown, " \n")) {
		var pieces []piece
		pieces, now = readLine(strings.TrimRight(line, "\n"), now)
		lines = append(lines, pieces)
	}
	return lines
}

// readLine gives the pieces of a line, and how what follows it looks.
func readLine(line string, now look) ([]piece, look) {
	var pieces []piece
	column := 0
	take := func(text string) {
		if seen := strings.TrimLeft(text, " "); seen != "" {
			pieces = append(pieces, piece{column + len(text) - len(seen), strings.TrimRight(seen, " "), now})
		}
		column += utf8.RuneCountInString(text)
	}
	at := 0
	for _, m := range change.FindAllStringSubmatchIndex(line, -1) {
		take(line[at:m[0]])
		for code := range strings.SplitSeq(line[m[2]:m[3]], ";") {
			now = now.after(code)
		}
		at = m[1]
	}
	take(line[at:])
	return pieces, now
}

// after is how text looks after a code of the terminal.
func (l look) after(code string) look {
	n, _ := strconv.Atoi(code)
	switch {
	case n == 0:
		return look{colour: ordinary}
	case n == 1:
		l.bold = true
	case n == 2:
		l.faint = true
	case n == 22:
		l.bold, l.faint = false, false
	case n == 39:
		l.colour = ordinary
	case n >= 30 && n < 38:
		l.colour = colours[n-30]
	case n >= 90 && n < 98:
		l.colour = colours[n-90+8]
	}
	return l
}
