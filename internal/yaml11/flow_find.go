package yaml11

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

// maxScans bounds the characters that the lexer goes through for one text.
const maxScans = 8 * MaxSize

const unreliable = "this can't be read reliably, put it into quotes"

// spot is a line and a column, counted from 1.
type spot struct{ line, column int }

// tokens gives the tokens of a text in which each list in brackets and each map
// in braces is a mere quoted word; what they hold is kept in r.flows. The lexer
// finds where they begin, and starts again where it does not see the same end.
func (r *reader) tokens(source string) (token.Tokens, error) {
	text := []rune(source)
	r.flows = map[spot]*flowNode{}
	for scanned := len(text); scanned < maxScans; scanned += len(text) + 1 {
		tokens := lexer.Tokenize(string(text))
		found, err := r.replaceFlows(tokens, text)
		if err != nil || !found {
			return tokens, err
		}
		text = slices.DeleteFunc(text, func(c rune) bool { return c == gone })
	}
	return nil, r.fail(Position{File: r.file}, "too many brackets that can't be read reliably, put them into quotes")
}

// replaceFlows reads the lists and maps of a text and puts words into their
// places. It stops early where the lexer took another end for one of them.
func (r *reader) replaceFlows(tokens token.Tokens, text []rune) (found bool, err error) {
	starts := lineStarts(text)
	index := func(p Position) int { return starts[min(p.Line, len(starts))-1] + p.Column - 1 }
	for i := 0; i < len(tokens); i++ {
		if !opens(tokens[i]) {
			continue
		}
		s := &flowReader{r: r, text: text}
		begin := r.at(tokens[r.firstProperty(tokens, i)])
		s.at, s.line, s.start = index(begin), begin.Line, starts[begin.Line-1]
		n, err := s.node()
		switch {
		case err != nil:
			return false, err
		case !n.list && !n.table:
			return false, r.fail(r.at(tokens[i]), unreliable)
		}
		found = true
		r.flows[spot{begin.Line, begin.Column}] = n
		for i < len(tokens) && index(r.at(tokens[i])) < s.at-1 {
			i++
		}
		inStep := i < len(tokens) && closes(tokens[i]) && index(r.at(tokens[i])) == s.at-1
		if err := s.replace(index(begin), begin.Line); err != nil || !inStep {
			return true, err
		}
	}
	return found, nil
}

// flowAt gives the list or map that was where a word is now, or nil.
func (r *reader) flowAt(p Position) *flowNode { return r.flows[spot{p.Line, p.Column}] }

func opens(tk *token.Token) bool {
	return tk.Type == token.SequenceStartType || tk.Type == token.MappingStartType
}

func closes(tk *token.Token) bool {
	return tk.Type == token.SequenceEndType || tk.Type == token.MappingEndType
}

// firstProperty gives the token of the anchor or tag before a value.
func (r *reader) firstProperty(tokens token.Tokens, i int) int {
	for {
		switch {
		case i > 0 && tokens[i-1].Type == token.TagType:
			i--
		case i > 1 && tokens[i-2].Type == token.AnchorType:
			i -= 2
		default:
			return i
		}
	}
}

// replacement stands for a value of several lines; the rest of them is gone, for
// the lexer counts blanks behind a word as if they were before it.
const (
	replacement = "x"
	gone        = '\x00'
)

// replace puts a word where the value was, from begin to here: in quotes, or the
// replacement for several lines. Behind those there can only be a comment.
func (s *flowReader) replace(begin, line int) error {
	word := s.text[begin:s.at]
	if s.line == line {
		for i := range word {
			word[i] = 'x'
		}
		word[0], word[len(word)-1] = '"', '"'
		return nil
	}
	end := s.at
	for end < len(s.text) && s.text[end] != '\n' {
		end++
	}
	if rest := strings.TrimLeft(string(s.text[s.at:end]), " \t"); rest != "" && rest[0] != '#' {
		return s.fail("only a comment can follow here")
	}
	for i := begin; i < end; i++ {
		if s.text[i] != '\n' {
			s.text[i] = gone
		}
	}
	s.text[begin] = []rune(replacement)[0]
	return nil
}

func lineStarts(text []rune) []int {
	starts := []int{0}
	for i, c := range text {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}
