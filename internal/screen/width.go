package screen

import (
	"strings"
	"unicode"
)

// cells is how many cells of a terminal a character takes at most. Terminals differ
// about some: a line that is held for too long is cut a little early, one that is
// held for too short would wrap, and could not be taken away.
func cells(r rune) int {
	const (
		firstWide = 0x1100 // Hangul; what lies below is narrow everywhere
		emoji     = 0xFE0F // makes the character before it wide
	)
	switch {
	case r == emoji:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r < firstWide, strings.ContainsRune(prettyMarks.done+prettyMarks.failed, r):
		return 1
	}
	return 2
}

// width is how many cells a text takes at most.
func width(text string) int {
	n := 0
	for _, r := range text {
		n += cells(r)
	}
	return n
}

// cut shortens a text to a number of cells.
func cut(text string, most int) string {
	n := 0
	for i, r := range text {
		if n += cells(r); n > most {
			return text[:i]
		}
	}
	return text
}

// liveLine is one that is drawn anew: what there is no room for is left out between
// its two parts.
type liveLine struct{ left, right string }

// fit gives as much of the line as there is room for.
func (l liveLine) fit(room int) string {
	right := width(l.right)
	switch {
	case width(l.left)+right <= room:
		return l.left + l.right
	case right+1 < room:
		return cut(l.left, room-right-1) + " " + l.right
	}
	return cut(l.left, max(0, room))
}
