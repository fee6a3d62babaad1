package yaml11

import (
	"fmt"
	"strings"
)

// flowNode is a value inside of brackets or braces as written, before anchors
// and tags are minded.
type flowNode struct {
	pos     Position
	anchor  string
	tag     string
	tagPos  Position
	alias   string
	list    bool
	entries []*flowNode
	table   bool
	pairs   []flowPair
	text    string
	quoted  bool
	left    bool // nothing is written
}

type flowPair struct {
	pos        Position
	key, value *flowNode
}

// flowReader reads one list in brackets, or map in braces, as the parser of Ruby
// does. It stands in for the lexer there, which takes other texts for keys.
type flowReader struct {
	r     *reader
	text  []rune
	at    int
	line  int
	start int // of the line
	depth int
	nodes int
	keys  int
}

const (
	noColon = "a blank is missing after the colon"
	noStart = "a value can't begin with %q here, put it into quotes"
)

func (s *flowReader) pos() Position {
	return Position{File: s.r.file, Line: s.line, Column: s.at - s.start + 1}
}

func (s *flowReader) fail(format string, args ...any) error {
	return s.r.fail(s.pos(), fmt.Sprintf(format, args...))
}

// peek gives a character from here on, or 0 behind the end.
func (s *flowReader) peek(ahead int) rune {
	if s.at+ahead >= len(s.text) {
		return 0
	}
	return s.text[s.at+ahead]
}

func (s *flowReader) is(any string) bool {
	c := s.peek(0)
	return c != 0 && strings.ContainsRune(any, c)
}

func (s *flowReader) next() rune {
	c := s.peek(0)
	s.at++
	if c == '\n' {
		s.line, s.start = s.line+1, s.at
	}
	return c
}

func blank(c rune) bool { return c == ' ' || c == '\t' || c == '\n' || c == 0 }

// skip goes over blanks, line breaks and comments.
func (s *flowReader) skip() {
	for s.at < len(s.text) {
		switch c := s.peek(0); {
		case c == '#':
			for s.at < len(s.text) && s.peek(0) != '\n' {
				s.at++
			}
		case blank(c):
			s.next()
		default:
			return
		}
	}
}

// node reads a value with its anchor and tag.
func (s *flowReader) node() (*flowNode, error) {
	n := &flowNode{pos: s.pos()}
	if s.nodes++; s.nodes > MaxNodes {
		return nil, s.fail(tooMany)
	}
	if s.peek(0) == '*' {
		name, err := s.name()
		n.alias = name
		return n, err
	}
	if err := s.properties(n); err != nil {
		return nil, err
	}
	if (n.anchor != "" || n.tag != "") && (s.is(",]}:") || s.at >= len(s.text)) {
		n.left = true
		return n, nil
	}
	n.pos = s.pos()
	return n, s.content(n)
}

func (s *flowReader) content(n *flowNode) error {
	switch c := s.peek(0); {
	case c == '[':
		n.list = true
		return s.collection(n, ']', s.entry)
	case c == '{':
		n.table = true
		return s.collection(n, '}', s.pair)
	case c == '"', c == '\'':
		n.quoted = true
		return s.quotes(n)
	case c == 0:
		return s.fail("the text ends inside of brackets")
	case c == ',':
		return s.fail("a value is missing before the comma")
	case c == ']', c == '}':
		return s.fail("%q closes nothing here", c)
	case c == '-' && blank(s.peek(1)):
		return s.fail("a dash is not allowed inside of brackets")
	case strings.ContainsRune(":?|>%@`*&", c):
		return s.fail(noStart, string(c))
	}
	return s.plain(n)
}

// collection reads what is between brackets or braces, with commas between.
func (s *flowReader) collection(n *flowNode, end rune, entry func(*flowNode) error) error {
	if s.depth++; s.depth > MaxDepth {
		return s.fail(tooDeep)
	}
	defer func() { s.depth-- }()
	s.next()
	for {
		s.skip()
		if s.peek(0) == end {
			s.next()
			return nil
		}
		line := s.line
		if err := entry(n); err != nil {
			return err
		}
		s.skip()
		switch c := s.peek(0); c {
		case ',':
			s.next()
		case end:
		case 0:
			return s.r.fail(n.pos, fmt.Sprintf("%q is missing", end))
		case ':':
			if s.line > line {
				return s.fail("a comma or %q is missing above this: what ends with it began in line %d", end, n.pos.Line)
			}
			return s.fail("a second colon is not allowed here, put text with a colon into quotes")
		default:
			return s.fail("a comma or %q is missing before this", end)
		}
	}
}

// entry reads an entry of a list, which may be a map of one pair without braces.
func (s *flowReader) entry(list *flowNode) error {
	p, isPair, err := s.keyed(']')
	if err != nil {
		return err
	}
	if isPair {
		list.entries = append(list.entries, &flowNode{pos: p.pos, table: true, pairs: []flowPair{p}})
	} else {
		list.entries = append(list.entries, p.key)
	}
	return nil
}

// pair reads a pair of a map; its value may be left out.
func (s *flowReader) pair(table *flowNode) error {
	p, isPair, err := s.keyed('}')
	if err != nil {
		return err
	}
	if !isPair {
		if i := strings.IndexByte(p.key.text, ':'); i >= 0 && !p.key.quoted {
			at := p.key.pos
			at.Column += len([]rune(p.key.text[:i]))
			return s.r.fail(at, noColon)
		}
		p.value = &flowNode{pos: p.pos, left: true}
	}
	table.pairs = append(table.pairs, p)
	return nil
}

// maxKey is how long a key may be that is not marked as one.
const maxKey = 1024

// keyed reads a key and a value, or a value alone as the key.
func (s *flowReader) keyed(end rune) (p flowPair, isPair bool, err error) {
	begin, line, marked := s.at, s.line, s.peek(0) == '?'
	p.pos = s.pos()
	if marked {
		s.next()
		s.skip()
		p.pos = s.pos()
	}
	without := ""
	if marked && end == '}' {
		without = ",:}"
	}
	if p.key, err = s.unless(without); err != nil {
		return p, false, err
	}
	s.skip()
	if s.peek(0) != ':' || !marked && (s.line != line || s.at-begin > maxKey) {
		p.value = &flowNode{pos: p.pos, left: true}
		return p, marked, nil
	}
	if s.keys++; s.keys > MaxKeys {
		return p, false, s.fail("more than %d keys", MaxKeys)
	}
	s.next()
	s.skip()
	p.value, err = s.unless("," + string(end))
	if p.value != nil && p.value.left {
		p.value.pos = p.pos
	}
	return p, true, err
}

// unless reads a value that is left out where one of these signs stands.
func (s *flowReader) unless(signs string) (*flowNode, error) {
	if s.is(signs) {
		return &flowNode{pos: s.pos(), left: true}, nil
	}
	return s.node()
}
