package main

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// markdown reads documents as GitHub does, and writes their blocks as the site
// shows them.
var markdown = goldmark.New(
	goldmark.WithExtensions(extension.Table),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(siteBlocks{}, 1))),
)

// written is a document as it was read.
type written struct {
	source []byte
	tree   ast.Node
}

// read reads a document, names its headings, and leads its links to where linked
// says. HTML is refused: the site would leave it out.
func read(source []byte, linked func(string) string) (written, error) {
	w := written{source, markdown.Parser().Parse(text.NewReader(source))}
	used := map[string]int{}
	err := ast.Walk(w.tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			n.SetAttributeString("id", []byte(headingID(w.words(n), used)))
		case *ast.Link:
			n.Destination = []byte(linked(string(n.Destination)))
		case *ast.Image:
			n.Destination = []byte(linked(string(n.Destination)))
		case *ast.HTMLBlock, *ast.RawHTML:
			return ast.WalkStop, fmt.Errorf("line %d is HTML", 1+bytes.Count(source[:n.Pos()], []byte("\n")))
		}
		return ast.WalkContinue, nil
	})
	return w, err
}

// html is the document as HTML.
func (w written) html() (string, error) {
	var b bytes.Buffer
	err := markdown.Renderer().Render(&b, w.source, w.tree)
	return b.String(), err
}

// words are those of a part of a document, without its marks.
func (w written) words(part ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(part, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				b.Write(n.Value(w.source))
			}
			if n.SoftLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.FencedCodeBlock:
			if entering {
				b.Write(n.Lines().Value(w.source))
			}
		default:
			if n.Type() == ast.TypeBlock {
				b.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// headingID names a heading as GitHub does, so that links lead to the same places.
// Of those that are named alike each has another name; used counts them.
func headingID(title string, used map[string]int) string {
	id := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_':
			return unicode.ToLower(r)
		case r == ' ':
			return '-'
		}
		return -1
	}, title)
	count := used[id]
	used[id]++
	if count > 0 {
		return fmt.Sprintf("%s-%d", id, count)
	}
	return id
}

// siteBlocks writes what the site shows in its own way: tables that are moved
// sideways where they are too wide, and code with its comments set apart.
type siteBlocks struct{}

// RegisterFuncs says which blocks those are.
func (siteBlocks) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(extast.KindTable, func(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
		tag := "</table></div>\n"
		if entering {
			tag = `<div class="wide"><table>` + "\n"
		}
		_, err := w.WriteString(tag)
		return ast.WalkContinue, err
	})
	reg.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		code := strings.TrimSuffix(string(n.Lines().Value(source)), "\n")
		_, err := w.WriteString("<pre><code>" + withNotes(code) + "</code></pre>\n")
		return ast.WalkContinue, err
	})
}
