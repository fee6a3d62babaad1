package markdown

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"unicode"
)

// Writer writes blocks as HTML.
type Writer struct {
	// Link gives the address of a link or a picture of the document; nil leaves it.
	Link func(string) string
	// Code gives the HTML of code; nil escapes it.
	Code func(string) string

	used map[string]int
}

// HTML writes blocks.
func (w *Writer) HTML(blocks []Block) string {
	var b strings.Builder
	for _, block := range blocks {
		b.WriteString(w.block(block))
	}
	return b.String()
}

func (w *Writer) block(b Block) string {
	switch b.Kind {
	case Heading:
		return fmt.Sprintf("<h%d id=%q>%s</h%[1]d>\n", b.Level, w.ID(b.Text), w.inline(b.Text))
	case Code:
		return "<pre><code>" + w.code(b.Text) + "</code></pre>\n"
	case List:
		return "<ul>\n" + w.items(b.Items) + "</ul>\n"
	case Numbered:
		return "<ol>\n" + w.items(b.Items) + "</ol>\n"
	case Table:
		return w.table(b.Rows)
	}
	return "<p>" + w.inline(b.Text) + "</p>\n"
}

func (w *Writer) code(text string) string {
	if w.Code == nil {
		return html.EscapeString(text)
	}
	return w.Code(text)
}

func (w *Writer) items(items []Item) string {
	var b strings.Builder
	for _, i := range items {
		b.WriteString("<li>" + w.inline(i.Text) + w.HTML(i.Below) + "</li>\n")
	}
	return b.String()
}

func (w *Writer) table(rows [][]string) string {
	var b strings.Builder
	b.WriteString("<div class=\"wide\"><table>\n")
	cell := "th"
	for _, row := range rows {
		b.WriteString("<tr>")
		for _, text := range row {
			fmt.Fprintf(&b, "<%s>%s</%[1]s>", cell, w.inline(text))
		}
		b.WriteString("</tr>\n")
		cell = "td"
	}
	b.WriteString("</table></div>\n")
	return b.String()
}

var (
	span  = regexp.MustCompile("`+[^`]+`+")
	image = regexp.MustCompile(`!\[([^\]]*)\]\(([^)\s]+)\)`)
	link  = regexp.MustCompile(`\[([^\]]+)\]\(([^)\s]+)\)`)
	bold  = regexp.MustCompile(`\*\*(.+?)\*\*`)
	kept  = regexp.MustCompile("\x00(\\d+)\x00")
)

// inline writes a text with its marks. Code is put aside first: nothing in it is a
// mark.
func (w *Writer) inline(text string) string {
	var codes []string
	text = span.ReplaceAllStringFunc(text, func(s string) string {
		codes = append(codes, "<code>"+html.EscapeString(strings.Trim(s, "`"))+"</code>")
		return fmt.Sprintf("\x00%d\x00", len(codes)-1)
	})
	text = html.EscapeString(text)
	text = image.ReplaceAllStringFunc(text, func(s string) string {
		m := image.FindStringSubmatch(s)
		return fmt.Sprintf(`<img src="%s" alt="%s">`, w.to(m[2]), m[1])
	})
	text = link.ReplaceAllStringFunc(text, func(s string) string {
		m := link.FindStringSubmatch(s)
		return fmt.Sprintf(`<a href="%s">%s</a>`, w.to(m[2]), m[1])
	})
	text = bold.ReplaceAllString(text, "<strong>$1</strong>")
	return kept.ReplaceAllStringFunc(text, func(s string) string {
		var i int
		_, _ = fmt.Sscanf(s, "\x00%d", &i)
		return codes[i]
	})
}

func (w *Writer) to(address string) string {
	if w.Link == nil {
		return address
	}
	return html.EscapeString(w.Link(html.UnescapeString(address)))
}

// ID names a heading as GitHub does, so that links lead to the same places. Each
// call names another heading.
func (w *Writer) ID(title string) string {
	var id strings.Builder
	for _, r := range strings.ToLower(Plain(title)) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_':
			id.WriteRune(r)
		case r == ' ':
			id.WriteRune('-')
		}
	}
	if w.used == nil {
		w.used = map[string]int{}
	}
	name := id.String()
	count := w.used[name]
	w.used[name]++
	if count > 0 {
		return fmt.Sprintf("%s-%d", name, count)
	}
	return name
}

// Plain is a text without its marks.
func Plain(text string) string {
	text = image.ReplaceAllString(text, "$1")
	text = link.ReplaceAllString(text, "$1")
	return strings.NewReplacer("**", "", "`", "").Replace(text)
}
