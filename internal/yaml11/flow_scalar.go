package yaml11

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// properties reads an anchor and a tag, in either order.
func (s *flowReader) properties(n *flowNode) error {
	for {
		switch c := s.peek(0); {
		case c == '&' && n.anchor == "":
			name, err := s.name()
			if err != nil {
				return err
			}
			n.anchor = name
		case c == '&':
			return s.fail("a value can have one anchor only")
		case c == '!' && n.tag == "":
			n.tagPos = s.pos()
			if err := s.readTag(n); err != nil {
				return err
			}
		case c == '!':
			return s.fail("a value can have one tag only")
		default:
			return nil
		}
		s.skip()
	}
}

// name reads the name of an anchor or an alias behind its sign.
func (s *flowReader) name() (string, error) {
	s.next()
	begin := s.at
	for c := s.peek(0); c == '-' || c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'; c = s.peek(0) {
		s.at++
	}
	if s.at == begin || !blank(s.peek(0)) && !s.is("?:,]}%@`") {
		return "", s.fail("the name of an anchor is made of letters, digits, - and _")
	}
	return string(s.text[begin:s.at]), nil
}

func (s *flowReader) readTag(n *flowNode) error {
	begin, stop := s.at, ",[]{}"
	if s.peek(1) == '<' {
		stop = ""
	}
	for !blank(s.peek(0)) && !s.is(stop) {
		s.at++
	}
	n.tag = string(s.text[begin:s.at])
	if !blank(s.peek(0)) && s.peek(0) != ',' {
		return s.fail("a blank is missing after the tag")
	}
	return nil
}

// plain reads text without quotes, which may go over several lines.
func (s *flowReader) plain(n *flowNode) error {
	begin, end := s.at, s.at
	for s.at < len(s.text) && s.peek(0) != '#' {
		for !blank(s.peek(0)) && !s.is(",[]{}") {
			if s.peek(0) == ':' {
				after := s.peek(1)
				if blank(after) {
					break
				}
				if strings.ContainsRune(",?[]{}", after) {
					return s.fail(noColon)
				}
			}
			s.at++
			end = s.at
		}
		if !blank(s.peek(0)) {
			break
		}
		for s.at < len(s.text) && blank(s.peek(0)) {
			s.next()
		}
	}
	n.text = foldPlain(string(s.text[begin:end]))
	return nil
}

// quotes reads text in quotes. A line break in it is a blank, an empty line a
// line break.
func (s *flowReader) quotes(n *flowNode) error {
	quote := s.next()
	var text strings.Builder
	for {
		joined, err := s.quotedWord(&text, quote)
		if err != nil {
			return err
		}
		switch {
		case s.at >= len(s.text):
			return s.r.fail(n.pos, "the quote is not closed")
		case s.peek(0) == quote && !joined:
			s.next()
			n.text = text.String()
			return nil
		}
		s.fold(&text, joined)
	}
}

// quotedWord reads up to a blank or the closing quote. It reports a line break
// that a backslash takes away.
func (s *flowReader) quotedWord(text *strings.Builder, quote rune) (joined bool, err error) {
	for !blank(s.peek(0)) {
		c := s.peek(0)
		switch {
		case c == quote && quote == '\'' && s.peek(1) == quote:
			s.at++
		case c == quote:
			return false, nil
		case c == '\\' && quote == '"' && s.peek(1) == '\n':
			s.at++
			s.next()
			return true, nil
		case c == '\\' && quote == '"':
			if err := s.escape(text); err != nil {
				return false, err
			}
			continue
		}
		text.WriteRune(c)
		s.at++
	}
	return false, nil
}

// fold goes over the blanks inside of quotes.
func (s *flowReader) fold(text *strings.Builder, joined bool) {
	begin, breaks := s.at, 0
	for s.at < len(s.text) && blank(s.peek(0)) {
		if s.next() == '\n' {
			breaks++
		}
	}
	switch {
	case joined:
		text.WriteString(strings.Repeat("\n", breaks))
	case breaks == 0:
		text.WriteString(string(s.text[begin:s.at]))
	case breaks == 1:
		text.WriteByte(' ')
	default:
		text.WriteString(strings.Repeat("\n", breaks-1))
	}
}

var escapes = map[rune]string{
	'0': "\x00", 'a': "\a", 'b': "\b", 't': "\t", '\t': "\t", 'n': "\n", 'v': "\v", 'f': "\f", 'r': "\r", 'e': "\x1b", ' ': " ",
	'"': `"`, '/': "/", '\\': `\`, 'N': "\u0085", '_': "\u00a0", 'L': "\u2028", 'P': "\u2029",
}

func (s *flowReader) escape(text *strings.Builder) error {
	c := s.peek(1)
	if plain, ok := escapes[c]; ok {
		text.WriteString(plain)
		s.at += 2
		return nil
	}
	digits := map[rune]int{'x': 2, 'u': 4, 'U': 8}[c]
	if digits == 0 {
		return s.fail("a backslash before %q means nothing inside of double quotes: double it, or use single quotes", c)
	}
	end := min(s.at+2+digits, len(s.text))
	code, err := strconv.ParseUint(string(s.text[s.at+2:end]), 16, 32)
	if err != nil || end != s.at+2+digits || !utf8.ValidRune(rune(code)) {
		return s.fail(`\%c needs %d digits of a character's number`, c, digits)
	}
	text.WriteRune(rune(code))
	s.at = end
	return nil
}
