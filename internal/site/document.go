package main

import (
	"fmt"
	"html/template"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

const repository = "https://github.com/kamal-go/kamal"

const (
	home = "index.html"

	// begin stands below what the first page says first.
	begin = `<p class="begin"><a href="getting-started.html">Get started</a><a href="commands.html">Reference</a></p>` + "\n"
)

// documentPage makes a page of a document, and adds its parts to the index.
func (b *builder) documentPage(d document) (page, error) {
	p := page{File: d.file, Title: d.title}
	source, err := os.ReadFile(filepath.Join(b.root, d.source))
	if err != nil {
		return p, err
	}
	w, err := read(source, func(to string) string { return b.linked(d, to) })
	if err != nil {
		return p, fmt.Errorf("reading %s: %w", d.source, err)
	}
	body, err := w.html()
	if err != nil {
		return p, fmt.Errorf("writing %s: %w", d.source, err)
	}
	if d.file == home {
		body = strings.Replace(body, "</p>\n", "</p>\n"+begin, 1)
	}
	p.Body = template.HTML(body)
	b.indexed(d, &p, w)
	return p, nil
}

// indexed adds the parts of a document to the page and to the index.
func (b *builder) indexed(d document, p *page, w written) {
	here := entry{Title: d.title, URL: d.file, Kind: d.group}
	for n := w.tree.FirstChild(); n != nil; n = n.NextSibling() {
		words := w.words(n)
		heading, isHeading := n.(*ast.Heading)
		if !isHeading {
			if p.About == "" {
				p.About = words
			}
			here.Text += words + " "
			continue
		}
		b.add(here)
		here = entry{Title: words, URL: d.file, Kind: d.title}
		if heading.Level > 1 {
			id, _ := heading.AttributeString("id")
			p.Parts = append(p.Parts, part{string(id.([]byte)), words})
			here.URL += "#" + p.Parts[len(p.Parts)-1].ID
		}
	}
	b.add(here)
}

// linked is where a link of a document leads to on the site: to another page, to a
// picture, else to the repository.
func (b *builder) linked(d document, to string) string {
	if strings.Contains(to, "://") || strings.HasPrefix(to, "#") {
		return to
	}
	to, anchor, _ := strings.Cut(to, "#")
	if anchor != "" {
		anchor = "#" + anchor
	}
	source := path.Join(path.Dir(d.source), to)
	for _, other := range b.documents {
		if other.source == source {
			return other.file + anchor
		}
	}
	if picture, ok := strings.CutPrefix(source, "docs/images/"); ok {
		return "images/" + picture
	}
	kind := "tree"
	if strings.Contains(path.Base(source), ".") {
		kind = "blob"
	}
	return repository + "/" + kind + "/main/" + source + anchor
}

var comment = regexp.MustCompile(`(?m)(^\s*#.*| {2,}# .*)$`)

// withNotes escapes a text of code and sets its comments apart.
func withNotes(text string) string {
	return comment.ReplaceAllString(template.HTMLEscapeString(text), `<span class="note">$1</span>`)
}
