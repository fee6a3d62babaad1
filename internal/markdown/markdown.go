// Package markdown reads the documents of this project: the part of Markdown that
// they are written in, as GitHub reads it. What is outside of that part is an
// error, so that no document looks different from what its author saw.
package markdown

import (
	"fmt"
	"regexp"
	"strings"
)

// Kind is what a block is.
type Kind int

// The kinds of blocks.
const (
	Paragraph Kind = iota
	Heading
	Code
	List
	Numbered
	Table
)

// Block is a part of a document.
type Block struct {
	Kind Kind
	// Level is a heading's: 1 is the title.
	Level int
	// Text is that of a paragraph or a heading, with its marks, or code as it is.
	Text string
	// Items are those of a list.
	Items []Item
	// Rows are those of a table, the first one with the titles; each has its cells.
	Rows [][]string
}

// Item is one of a list; a list may stand below it.
type Item struct {
	Text  string
	Below []Block
}

var (
	heading  = regexp.MustCompile(`^(#{1,4}) +(.+?) *$`)
	bullet   = regexp.MustCompile(`^( *)(-|\d+\.) +(.*)$`)
	divider  = regexp.MustCompile(`^\|( *:?-+:? *\|)+$`)
	unknown  = regexp.MustCompile(`^ {0,3}(>|\* |\+ |<[a-zA-Z!/]|={3,}$|-{3,}$|~~~|\[[^]]+\]: )`)
	indented = regexp.MustCompile(`^( {4}|\t)`)
)

// parser reads a document line by line.
type parser struct {
	lines []string
	at    int
}

// Parse reads a document.
func Parse(text string) ([]Block, error) {
	p := &parser{lines: strings.Split(text, "\n")}
	var blocks []Block
	for p.at < len(p.lines) {
		if p.line() == "" {
			p.at++
			continue
		}
		b, err := p.block()
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", p.at+1, err)
		}
		blocks = append(blocks, b)
	}
	return blocks, nil
}

func (p *parser) line() string { return strings.TrimRight(p.lines[p.at], " \r") }

func (p *parser) block() (Block, error) {
	line := p.line()
	switch m := heading.FindStringSubmatch(line); {
	case m != nil:
		p.at++
		return Block{Kind: Heading, Level: len(m[1]), Text: m[2]}, nil
	case strings.HasPrefix(line, "```"):
		return p.code()
	case strings.HasPrefix(line, "|"):
		return p.table()
	case bullet.MatchString(line):
		return p.list()
	case unknown.MatchString(line) || indented.MatchString(line):
		return Block{}, fmt.Errorf("documents don't use this: %q", line)
	}
	return Block{Kind: Paragraph, Text: p.paragraph()}, nil
}

// paragraph takes lines until another block begins.
func (p *parser) paragraph() string {
	var lines []string
	for p.at < len(p.lines) {
		line := p.line()
		if line == "" || len(lines) > 0 && (heading.MatchString(line) || strings.HasPrefix(line, "```") || bullet.MatchString(line)) {
			break
		}
		lines = append(lines, strings.TrimSpace(line))
		p.at++
	}
	return strings.Join(lines, " ")
}

func (p *parser) code() (Block, error) {
	for end := p.at + 1; end < len(p.lines); end++ {
		if strings.TrimRight(p.lines[end], " ") == "```" {
			b := Block{Kind: Code, Text: strings.Join(p.lines[p.at+1:end], "\n")}
			p.at = end + 1
			return b, nil
		}
	}
	return Block{}, fmt.Errorf("the code never ends")
}

func (p *parser) table() (Block, error) {
	b := Block{Kind: Table}
	for ; p.at < len(p.lines) && strings.HasPrefix(p.lines[p.at], "|"); p.at++ {
		line := p.line()
		if len(b.Rows) == 1 && divider.MatchString(line) {
			continue
		}
		row := cells(line)
		if len(b.Rows) > 0 && len(row) != len(b.Rows[0]) {
			return b, fmt.Errorf("the row has %d cells, the first one %d", len(row), len(b.Rows[0]))
		}
		b.Rows = append(b.Rows, row)
	}
	return b, nil
}

// cells are those of a row: a bar with a backslash before it parts nothing.
func cells(line string) []string {
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	row := strings.Split(strings.ReplaceAll(line, `\|`, "\x00"), "|")
	for i := range row {
		row[i] = strings.TrimSpace(strings.ReplaceAll(row[i], "\x00", "|"))
	}
	return row
}

// list takes the items that are indented alike; what is indented more stands
// below the item before.
func (p *parser) list() (Block, error) {
	first := bullet.FindStringSubmatch(p.line())
	b := Block{Kind: List}
	if first[2] != "-" {
		b.Kind = Numbered
	}
	for p.at < len(p.lines) {
		m := bullet.FindStringSubmatch(p.line())
		switch {
		case m == nil || len(m[1]) < len(first[1]) || (m[2] == "-") != (first[2] == "-") && len(m[1]) == len(first[1]):
			return b, nil
		case len(m[1]) > len(first[1]):
			below, err := p.list()
			if err != nil {
				return b, err
			}
			last := &b.Items[len(b.Items)-1]
			last.Below = append(last.Below, below)
			continue
		}
		p.lines[p.at] = m[3]
		b.Items = append(b.Items, Item{Text: p.paragraph()})
		// Items may stand apart from one another.
		if p.at+1 < len(p.lines) && p.line() == "" && bullet.MatchString(p.lines[p.at+1]) {
			p.at++
		}
	}
	return b, nil
}
