// Package roff writes manual pages, as man shows them.
package roff

import (
	"fmt"
	"strings"
)

// Page is a manual page in the making; its methods add to its end. Texts are
// taken as they are: whatever means something to man is escaped.
type Page struct {
	out strings.Builder
	// begun says that the section has something already.
	begun bool
}

// Title is what stands at the top and the bottom of a page.
type Title struct {
	Name, Section string
	// Date is that of the release, as 2006-01-02; it may be empty.
	Date string
	// Source is the program and its version, Manual the book that the page is of.
	Source, Manual string
}

// New begins a page.
func New(t Title) *Page {
	p := &Page{}
	fields := []string{strings.ToUpper(t.Name), t.Section, t.Date, t.Source, t.Manual}
	for i, f := range fields {
		fields[i] = quote(strings.ReplaceAll(f, `\`, `\e`))
	}
	p.line(".TH " + strings.Join(fields, " "))
	// Commands can be copied: no word is torn apart, and blanks stay as they are.
	p.line(".nh")
	p.line(".ad l")
	return p
}

// Section begins a section.
func (p *Page) Section(title string) {
	p.begun = false
	p.line(".SH " + quote(escape(strings.ToUpper(title))))
}

// Text adds a paragraph.
func (p *Page) Text(text string) {
	p.paragraph()
	p.line(escape(text))
}

// Name adds the line by which indexes know the page.
func (p *Page) Name(name, about string) { p.line(escape(name) + ` \- ` + escape(about)) }

// Bold adds a paragraph in bold.
func (p *Page) Bold(text string) {
	p.paragraph()
	p.line(bold(text))
}

// Entry adds a term with what it means below it.
func (p *Page) Entry(term, meaning string) {
	p.begun = true
	p.line(".TP")
	p.line(bold(term))
	p.line(escape(meaning))
}

// Verbatim adds lines that are shown as they are.
func (p *Page) Verbatim(text string) {
	p.paragraph()
	p.line(".nf")
	for line := range strings.Lines(text) {
		p.line(escape(strings.TrimRight(line, "\n")))
	}
	p.line(".fi")
}

// String is the page so far.
func (p *Page) String() string { return p.out.String() }

// paragraph sets what follows apart from what is there.
func (p *Page) paragraph() {
	if p.begun {
		p.line(".PP")
	}
	p.begun = true
}

func (p *Page) line(s string) { fmt.Fprintln(&p.out, s) }

func bold(s string) string { return `\fB` + escape(s) + `\fR` }

// quote makes one argument of a text that is escaped.
func quote(s string) string {
	return `"` + strings.NewReplacer(`"`, `\(dq`, "\n", " ").Replace(s) + `"`
}

var special = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`)

// escape keeps man from reading anything into a text.
func escape(s string) string {
	s = special.Replace(s)
	s = strings.ReplaceAll(s, "\n.", "\n\\&.")
	if strings.HasPrefix(s, ".") {
		s = `\&` + s
	}
	return s
}
