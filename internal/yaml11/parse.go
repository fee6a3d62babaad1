package yaml11

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Limits of what Parse accepts.
const (
	// MaxSize is the size of a text, in bytes.
	MaxSize = 1 << 20
	// MaxDepth is how deep lists and maps may be nested, aliases resolved.
	MaxDepth = 100
	// MaxNodes is the number of values, each alias counted as what it stands for.
	MaxNodes = 100_000
	// MaxKeys is the number of keys that are written in a text.
	MaxKeys = 10_000
)

// Document is what one text holds.
type Document struct {
	// Root is the value of the document. An empty document is an empty map.
	Root *Node
	// Warnings are in source order.
	Warnings []Warning
	// Source is the text as given, for [Excerpt].
	Source []byte
}

// Parse reads the first document of a text. The file is used for positions only. Every error is a
// [*SyntaxError]. It may be called concurrently.
func Parse(file string, text []byte) (doc *Document, err error) {
	r := &reader{file: file, text: text, anchors: map[string]*Node{}}
	defer func() {
		if cause := recover(); cause != nil {
			doc, err = nil, r.fail(Position{File: file}, fmt.Sprintf("unreadable YAML (%v)", cause))
		}
	}()
	source, err := r.source(text)
	if err != nil {
		return nil, err
	}
	body, err := r.syntaxTree(source)
	if err != nil {
		return nil, err
	}
	root := &Node{Kind: Map, Pos: Position{File: file, Line: 1, Column: 1}}
	if body != nil {
		if root, err = r.node(body, place{pos: root.Pos}); err != nil {
			return nil, err
		}
	}
	return &Document{Root: root, Warnings: r.warnings, Source: text}, nil
}

// reader turns one text into nodes.
type reader struct {
	file     string
	text     []byte
	anchors  map[string]*Node
	flows    map[spot]*flowNode
	nodes    int
	depth    int
	warnings []Warning

	lines      []string
	current    int
	characters []rune
}

func (r *reader) syntaxTree(source string) (ast.Node, error) {
	r.lines = strings.Split(source, "\n")
	tokens, err := r.tokens(source)
	if err != nil {
		return nil, err
	}
	if err := r.checkTokens(tokens); err != nil {
		return nil, err
	}
	tree, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, r.syntaxError(err)
	}
	for _, doc := range tree.Docs {
		if doc.Body != nil {
			return doc.Body, nil
		}
	}
	return nil, nil
}

func (r *reader) syntaxError(err error) error {
	if located, ok := errors.AsType[yaml.Error](err); ok && located.GetToken() != nil {
		return r.fail(r.at(located.GetToken()), located.GetMessage())
	}
	return r.fail(Position{File: r.file}, err.Error())
}

func (r *reader) fail(pos Position, msg string) error {
	return &SyntaxError{Pos: pos, Msg: msg, Excerpt: Excerpt(r.text, pos)}
}

func (r *reader) warn(pos Position, format string, args ...any) {
	r.warnings = append(r.warnings, Warning{Pos: pos, Msg: fmt.Sprintf(format, args...)})
}
