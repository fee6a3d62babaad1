package yaml11

import (
	"fmt"

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
	flow    int
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
		return fmt.Sprintf("a value can't begin with %q, put it into quotes", tk.Value)
	case token.SequenceStartType, token.MappingStartType:
		c.flow++
	case token.SequenceEndType, token.MappingEndType:
		c.flow = max(c.flow-1, 0)
	case token.CollectEntryType:
		c.entries++
	case token.SequenceEntryType, token.MappingKeyType:
		if c.flow > 0 && tk.Type == token.SequenceEntryType {
			return "a dash is not allowed inside of brackets"
		}
		c.entries++
		c.nest(tk)
	case token.MappingValueType:
		if msg := c.key(tk, before); msg != "" {
			return msg
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
	case c.flow+len(c.columns) > MaxDepth:
		return tooDeep
	case c.entries > MaxNodes:
		return tooMany
	case c.keys > MaxKeys:
		return fmt.Sprintf("more than %d keys", MaxKeys)
	}
	return ""
}

func (c *tokenCheck) key(tk, before *token.Token) string {
	c.keys++
	c.entries++
	if before == nil {
		return ""
	}
	next := tk.Next
	if c.flow == 0 {
		c.nest(before)
		return ""
	}
	if quoted(before) || !plain(before) || next == nil || next.Position.Line != tk.Position.Line || next.Position.Column != tk.Position.Column+1 {
		return ""
	}
	switch next.Type {
	case token.CollectEntryType, token.MappingEndType, token.SequenceEndType, token.SequenceStartType, token.MappingStartType:
		return ""
	}
	return "a blank is missing after the colon"
}

// nest keeps the columns of the block collections that are open at a token.
func (c *tokenCheck) nest(tk *token.Token) {
	if c.flow > 0 {
		return
	}
	column := tk.Position.Column
	for len(c.columns) > 0 && c.columns[len(c.columns)-1] >= column {
		c.columns = c.columns[:len(c.columns)-1]
	}
	c.columns = append(c.columns, column)
}

func quoted(tk *token.Token) bool {
	return tk.Type == token.SingleQuoteType || tk.Type == token.DoubleQuoteType
}

func plain(tk *token.Token) bool {
	switch tk.Type {
	case token.StringType, token.NullType, token.InfinityType, token.NanType, token.IntegerType,
		token.BinaryIntegerType, token.OctetIntegerType, token.HexIntegerType, token.FloatType, token.BoolType,
		token.MergeKeyType:
		return true
	}
	return false
}
