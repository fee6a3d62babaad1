package yaml11

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/token"
)

// at is where a token begins. The lexer counts a column too few behind a tag, so blanks are skipped.
func (r *reader) at(tk *token.Token) Position {
	if tk == nil || tk.Position == nil {
		return Position{File: r.file}
	}
	line, column := tk.Position.Line, max(tk.Position.Column, 1)
	source := r.line(line)
	for column < len(source) && (source[column-1] == ' ' || source[column-1] == '\t') {
		column++
	}
	return Position{File: r.file, Line: line, Column: column}
}

// startOf is where a word without quotes begins. The lexer counts blanks and
// empty lines behind it too, so that it is looked for behind the sign before it.
func (r *reader) startOf(tk *token.Token) Position {
	before := tk.Prev
	for before != nil && before.Type == token.CommentType {
		before = before.Prev
	}
	if before == nil || before.Type != token.MappingValueType && before.Type != token.SequenceEntryType && before.Type != token.MappingKeyType {
		return r.at(tk)
	}
	for p, column := r.at(before), before.Position.Column; p.Line <= len(r.lines); p.Line, column = p.Line+1, 0 {
		for _, c := range r.line(p.Line)[column:] {
			column++
			if c == '#' {
				break
			}
			if c != ' ' && c != '\t' {
				p.Column = column
				return p
			}
		}
	}
	return r.at(tk)
}

// line gives the characters of a source line, and remembers the last one.
func (r *reader) line(number int) []rune {
	if number < 1 || number > len(r.lines) {
		return nil
	}
	if r.current != number {
		r.current, r.characters = number, []rune(r.lines[number-1])
	}
	return r.characters
}

// tokenCheck refuses what the parser would spend too much time on, or read differently than Ruby.
type tokenCheck struct {
	r       *reader
	columns []int
	keys    int
	entries int
}

func (r *reader) checkTokens(tokens token.Tokens) error {
	c := &tokenCheck{r: r}
	for i, tk := range tokens {
		var before, beforeThat *token.Token
		if i > 0 {
			before = tokens[i-1]
		}
		if i > 1 {
			beforeThat = tokens[i-2]
		}
		if msg := c.check(tk, before, beforeThat); msg != "" {
			return r.fail(r.at(tk), msg)
		}
	}
	return nil
}

func (c *tokenCheck) check(tk, before, beforeThat *token.Token) string {
	switch tk.Type {
	case token.InvalidType:
		return tk.Error
	case token.DocumentEndType, token.DirectiveType:
		return fmt.Sprintf(noStart, tk.Value)
	case token.StringType:
		if strings.HasPrefix(tk.Value, "%") {
			return fmt.Sprintf(noStart, "%")
		}
	case token.SequenceEntryType, token.MappingKeyType:
		c.entries++
		c.nest(tk)
	case token.MappingValueType:
		c.keys++
		c.entries++
		if before != nil {
			c.nest(before)
		}
	case token.TagType:
		if before != nil && before.Type == token.TagType {
			return "a value can have one tag only"
		}
	case token.AnchorType:
		if beforeThat != nil && beforeThat.Type == token.AnchorType {
			return "a value can have one anchor only"
		}
	}
	return c.limits()
}

func (c *tokenCheck) limits() string {
	switch {
	case len(c.columns) > MaxDepth:
		return tooDeep
	case c.entries > MaxNodes:
		return tooMany
	case c.keys > MaxKeys:
		return fmt.Sprintf("more than %d keys", MaxKeys)
	}
	return ""
}

// nest keeps the columns of the block collections that are open at a token.
func (c *tokenCheck) nest(tk *token.Token) {
	column := tk.Position.Column
	for len(c.columns) > 0 && c.columns[len(c.columns)-1] >= column {
		c.columns = c.columns[:len(c.columns)-1]
	}
	c.columns = append(c.columns, column)
}

func quoted(tk *token.Token) bool {
	return tk.Type == token.SingleQuoteType || tk.Type == token.DoubleQuoteType
}
