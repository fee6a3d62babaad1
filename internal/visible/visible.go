// Package visible makes a text of unknown origin safe to show on a terminal: what
// would steer the terminal, or show characters in another order than they have,
// is written as its escape.
//
//	visible.Text("done\x1b[2J")     // done\x1b[2J, in characters that can be read
//	visible.Coloured("\x1b[31mno")  // the same, but colours stay
package visible

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Text gives a text in which only line breaks, tabs and characters that can be
// read are as they were. Escaped are all other control characters, C1 ones and
// those of writing direction too, a carriage return that is not part of a line
// break, and bytes that are no UTF-8. What is harmless is given as it is.
func Text(s string) string { return show(s, false) }

// Coloured is Text, but sequences that change colour and weight stay. They end
// with the text.
func Coloured(s string) string { return show(s, true) }

// JSON writes the characters of a JSON text that Text would escape, and that JSON
// lets pass, as its own escapes: the text means the same.
func JSON(text []byte) []byte {
	bad := func(r rune) bool { return r == 0x7f || steers(r) }
	if bytes.IndexFunc(text, bad) < 0 {
		return text
	}
	var b bytes.Buffer
	for _, r := range string(text) {
		switch high, low := utf16.EncodeRune(r); {
		case !bad(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.Bytes()
}

// reset ends all colours.
const reset = "\x1b[0m"

func show(s string, colours bool) string {
	i := firstBad(s)
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 64)
	coloured := ""
	for i < len(s) {
		b.WriteString(s[:i])
		s = s[i:]
		if n := sgr(s); colours && n > 0 {
			coloured = s[:n]
			b.WriteString(coloured)
			i, s = 0, s[n:]
		} else {
			n := escape(&b, s)
			i, s = 0, s[n:]
		}
		i = firstBad(s)
	}
	b.WriteString(s)
	if coloured != "" && coloured != reset && coloured != "\x1b[m" {
		b.WriteString(reset)
	}
	return b.String()
}

// firstBad gives the place of the first byte that can't stay; the length where
// all can.
func firstBad(s string) int {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || steers(r) {
			return i
		}
		i += n
	}
	return len(s)
}

// steers reports whether a character beyond ASCII is a control character, breaks
// lines or turns the direction of writing.
func steers(r rune) bool {
	switch {
	case r >= 0x80 && r <= 0x9f, // C1
		r == 0x061c, r == 0x200e, r == 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, // direction
		r == 0x2028, r == 0x2029, // line breaks
		r >= 0xfff9 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe007f: // annotations, tags
		return true
	}
	return false
}

// escape writes what stands for the bad character at the front of s, and gives
// its length.
func escape(b *strings.Builder, s string) int {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r == '\r' && len(s) > 1 && s[1] == '\n':
	case r == '\r':
		b.WriteString(`\r`)
	case r == utf8.RuneError && n == 1 || r < utf8.RuneSelf:
		fmt.Fprintf(b, `\x%02x`, s[0])
	case r > 0xffff:
		fmt.Fprintf(b, `\U%08x`, r)
	default:
		fmt.Fprintf(b, `\u%04x`, r)
	}
	return n
}

// sgr gives the length of the sequence for colour or weight at the front of s, or
// 0 where there is none.
func sgr(s string) int {
	if !strings.HasPrefix(s, "\x1b[") {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case (c < '0' || c > '9') && c != ';' && c != ':':
			return 0
		}
	}
	return 0
}
