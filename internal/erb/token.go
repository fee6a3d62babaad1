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
	tSymbol
	tRegexp // parts; text holds the flags
	tWords  // words
	tIdent
	tConst
	tGroup // text is the digit of $1
	tKeyword
	tLabel // name: without the colon
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
	words   []string
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
	"if", "elsif", "else", "unless", "end", "do", "case", "when", "then", "nil", "true", "false", "and", "or", "__dir__",
	"begin", "rescue", "ensure", "def", "return", "while", "until", "next", "break", "not",
}

// otherKeywords are those of Ruby's keywords that are not supported.
var otherKeywords = []string{
	"for", "in", "retry", "redo", "class", "module", "yield", "self", "defined?", "super", "alias", "undef", "__FILE__", "__LINE__", "__method__", "BEGIN", "END",
}

// blockWords are keywords that open, part or close a block.
var blockWords = []string{"if", "elsif", "else", "unless", "end", "do", "case", "when", "begin", "rescue", "ensure", "def", "while", "until"}

// endsValue tells whether an operator may follow the token, rather than a new value begin.
func (t token) endsValue() bool {
	switch t.kind {
	case tInt, tFloat, tString, tCommand, tSymbol, tRegexp, tWords, tIdent, tConst, tGroup:
		return true
	case tKeyword:
		return t.is(tKeyword, "end", "nil", "true", "false", "__dir__")
	case tOperator:
		return t.is(tOperator, ")", "]", "}")
	}
	return false
}
