package main

import (
	"fmt"
	"html/template"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/kamal-go/kamal/internal/markdown"
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
	blocks, err := markdown.Parse(string(source))
	if err != nil {
		return p, fmt.Errorf("reading %s: %w", d.source, err)
	}
	w := &markdown.Writer{Link: func(to string) string { return b.linked(d, to) }, Code: withNotes}
	body := w.HTML(blocks)
	if d.file == home {
		body = strings.Replace(body, "</p>\n", "</p>\n"+begin, 1)
	}
	p.Body = template.HTML(body)
	b.indexed(d, &p, blocks)
	return p, nil
}

// indexed adds the parts of a document to the page and to the index.
func (b *builder) indexed(d document, p *page, blocks []markdown.Block) {
	var names markdown.Writer
	here := entry{Title: d.title, URL: d.file, Kind: d.group}
	for _, block := range blocks {
		if block.Kind != markdown.Heading {
			text := words(block)
			if p.About == "" {
				p.About = text
			}
			here.Text += text + " "
			continue
		}
		b.add(here)
		id, title := names.ID(block.Text), markdown.Plain(block.Text)
		here = entry{Title: title, URL: d.file, Kind: d.title}
		if block.Level > 1 {
			here.URL += "#" + id
			p.Parts = append(p.Parts, part{id, title})
		}
	}
	b.add(here)
}

// words are those of a block, without marks.
func words(b markdown.Block) string {
	texts := []string{markdown.Plain(b.Text)}
	for _, row := range b.Rows {
		texts = append(texts, markdown.Plain(strings.Join(row, " ")))
	}
	for _, item := range b.Items {
		texts = append(texts, markdown.Plain(item.Text))
		for _, below := range item.Below {
			texts = append(texts, words(below))
		}
	}
	return strings.Join(texts, " ")
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
