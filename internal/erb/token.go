package erb

import "slices"

type tokenKind int

const (
	tEnd tokenKind = iota
	tNewline
	tInt
	tFloat
	tString  // parts
	tCommand // parts, between backticks
	tSymbol  // parts
	tRegexp  // parts; text holds the flags
	tWords   // words; text is "w" or "i"
	tIdent
	tConst
	tVariable // @name or $name
	tKeyword
	tLabel // name: without the colon; parts when quoted
	tOperator
	tText    // template text
	tOutput  // an output tag; inner holds its tokens
	tProblem // code in a YAML comment that is not understood
)

// A token is a word of Ruby, or text of the template that stands between tags.
type token struct {
	kind    tokenKind
	text    string
	parts   []part
	words   [][]part
	inner   []token
	problem *syntaxError
	at      int  // offset in the template
	space   bool // white space stands before it
	tight   bool // no white space stands behind it
	note    bool // it stands in a YAML comment
}

// A part of a text literal is plain text, or code to be interpolated.
type part struct {
	text string
	code []token
	hole bool
}

func (t token) is(kind tokenKind, texts ...string) bool {
	return t.kind == kind && slices.Contains(texts, t.text)
}

var keywords = []string{
	"if", "elsif", "else", "unless", "end", "while", "until", "for", "in", "do", "case", "when", "def", "begin",
	"rescue", "ensure", "then", "retry", "redo", "class", "module", "return", "break", "next", "yield", "nil", "true", "false",
	"self", "and", "or", "not", "defined?", "__dir__", "__FILE__", "__LINE__", "super", "alias", "undef", "__method__",
}

// blockWords are keywords that open, part or close a block.
var blockWords = []string{
	"if", "elsif", "else", "unless", "end", "while", "until", "for", "do", "case", "when", "begin", "rescue", "ensure", "def",
}

// endsValue tells whether an operator may follow the token, rather than a new value begin.
func (t token) endsValue() bool {
	switch t.kind {
	case tInt, tFloat, tString, tCommand, tSymbol, tRegexp, tWords, tIdent, tConst, tVariable:
		return true
	case tKeyword:
		return t.is(tKeyword, "end", "nil", "true", "false", "self", "__dir__", "__FILE__", "__LINE__")
	case tOperator:
		return t.is(tOperator, ")", "]", "}")
	}
	return false
}
