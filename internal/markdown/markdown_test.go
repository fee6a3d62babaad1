package markdown_test

import (
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/internal/markdown"
)

func TestHTML_IsThatOfTheDocument(t *testing.T) {
	golden.Each(t, "testdata/*.txtar", func(t *testing.T, file *golden.File) {
		blocks, err := markdown.Parse(file.Text("document.md"))
		if err != nil {
			t.Fatal(err)
		}
		w := &markdown.Writer{Link: func(to string) string { return strings.Replace(to, ".md", ".html", 1) }}
		file.Compare(t, "document.html", w.HTML(blocks))
	})
}

// What would look different elsewhere is refused.
func TestParse_RefusesWhatDocumentsDontUse(t *testing.T) {
	for _, text := range []string{
		"> quoted", "* star", "+ plus", "<div>", "<!-- comment -->", "Title\n\n===", "a\n\n---", "~~~\ncode\n~~~", "    indented",
		"[a]: https://example.com", "```\nnever ends", "| a | b |\n| --- | --- |\n| one cell |",
	} {
		if blocks, err := markdown.Parse(text); err == nil {
			t.Errorf("%q is %v", text, blocks)
		}
	}
}

func TestPlain_LeavesTheMarksOut(t *testing.T) {
	if got := markdown.Plain("**No** [`link`](a.md) ![picture](b.svg)"); got != "No link picture" {
		t.Errorf("got %q", got)
	}
}
