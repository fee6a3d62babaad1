package dotenv

import "strings"

const (
	blanks     = " \t\f\v"
	whitespace = blanks + "\n"
)

// assignment is one match: where its name begins, what it says, and where it ends.
type assignment struct {
	name     string
	key      int
	value    string
	assigned bool
	exported bool
	end      int
}

// matchLine reads the assignment that begins in the line at start. White space may hold line breaks,
// as in Ruby: an equals sign or a quoted value may stand on the next line.
func matchLine(text string, start int) (assignment, bool) {
	key := skip(text, start, whitespace)
	if rest, ok := strings.CutPrefix(text[key:], "export"); ok {
		if behind := skip(rest, 0, whitespace); behind > 0 {
			name := len(text) - len(rest) + behind
			if found, ok := matchName(text, name); ok {
				found.exported = true
				return found, true
			}
		}
	}
	return matchName(text, key)
}

func matchName(text string, start int) (assignment, bool) {
	end := start
	for end < len(text) && (nameByte(text[end]) || text[end] == '.') {
		end++
	}
	found := assignment{name: text[start:end], key: start}
	if end == start {
		return found, false
	}
	sign := skip(text, end, whitespace)
	switch {
	case sign < len(text) && text[sign] == '=':
		return matchValue(text, sign+1, found), true
	case end+1 < len(text) && text[end] == ':' && strings.IndexByte(whitespace, text[end+1]) >= 0:
		return matchValue(text, end+2, found), true
	}
	var ok bool
	found.end, ok = lineEnd(text, end)
	return found, ok
}

// matchValue prefers a quoted value that nothing but a comment follows; else the value is what stands
// before the next # or line break.
func matchValue(text string, start int, found assignment) assignment {
	found.assigned = true
	if open := skip(text, start, whitespace); open < len(text) && (text[open] == '\'' || text[open] == '"') {
		if closed, end, ok := closeQuote(text, open); ok {
			found.value, found.end = text[start:closed+1], end
			return found
		}
	}
	end := start
	if stop := strings.IndexAny(text[start:], "#\n"); stop >= 0 {
		end += stop
	} else {
		end = len(text)
	}
	found.value = text[start:end]
	found.end, _ = lineEnd(text, end)
	return found
}

// closeQuote finds the quote that ends a value: the first one without a backslash, or else the last
// one with a backslash that the line can end behind.
func closeQuote(text string, open int) (closed, end int, ok bool) {
	var quotes []int
	for i := open + 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text) && text[i+1] == text[open]:
			i++
			quotes = append(quotes, i)
		case text[i] == text[open]:
			quotes = append(quotes, i)
			i = len(text)
		}
	}
	for i := len(quotes) - 1; i >= 0; i-- {
		if end, ok := lineEnd(text, quotes[i]+1); ok {
			return quotes[i], end, true
		}
	}
	return 0, 0, false
}

// lineEnd says whether only white space and a comment follow up to the end of a line, and where that
// is. Empty lines below are taken along, and a comment after them.
func lineEnd(text string, from int) (int, bool) {
	behind := skip(text, from, whitespace)
	switch {
	case behind == len(text):
		return behind, true
	case text[behind] == '#':
		return endOfLine(text, behind), true
	}
	last := strings.LastIndexByte(text[from:behind], '\n')
	return from + last, last >= 0
}

func endOfLine(text string, from int) int {
	if stop := strings.IndexByte(text[from:], '\n'); stop >= 0 {
		return from + stop
	}
	return len(text)
}

func skip(text string, from int, set string) int {
	return len(text) - len(strings.TrimLeft(text[from:], set))
}

func nameByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
