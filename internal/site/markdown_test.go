package main

import (
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/golden"
)

func htmlTo(to string) string { return strings.Replace(to, ".md", ".html", 1) }

func TestRead_WritesWhatGitHubShows(t *testing.T) {
	golden.Each(t, "testdata/*.txtar", func(t *testing.T, file *golden.File) {
		w, err := read([]byte(file.Text("document.md")), htmlTo)
		if err != nil {
			t.Fatal(err)
		}
		html, err := w.html()
		if err != nil {
			t.Fatal(err)
		}
		file.Compare(t, "document.html", html)
		file.Compare(t, "words", w.words(w.tree)+"\n")
	})
}

// The site would leave HTML out, and its author would not see it.
func TestRead_RefusesHTML(t *testing.T) {
	for text, want := range map[string]string{
		"# Title\n\n<div>\n":        "line 3 is HTML",
		"a\n\n<!-- comment -->\n":   "line 3 is HTML",
		"one\ntwo and <b>bold</b>.": "line 2 is HTML",
	} {
		if _, err := read([]byte(text), htmlTo); err == nil || err.Error() != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}
