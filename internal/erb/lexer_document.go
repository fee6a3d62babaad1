package erb

import (
	"regexp"
	"slices"
	"strings"
)

// heredoc is the begin of a here document: how it is indented, its quotes and its mark.
var heredoc = regexp.MustCompile("^<<([-~]?)([\"']?)([A-Za-z_][A-Za-z0-9_]*)([\"']?)")

// hereDocument reads a text that stands on the lines below.
func (l *lexer) hereDocument(space bool) {
	start := l.pos
	m := heredoc.FindStringSubmatch(l.src[start:])
	line := strings.IndexByte(l.src[start:], '\n')
	if m[2] != m[4] || line < 0 || l.document > 0 {
		l.fail(start, "this form of here document is not supported", "write a text between quotes")
	}
	l.pos += len(m[0])
	body := l.src[start+line+1:]
	size, text := 0, []string(nil)
	for one := range strings.Lines(body) {
		size += len(one)
		bare := strings.TrimRight(one, "\r\n")
		if bare == m[3] || m[1] != "" && strings.TrimLeft(bare, " \t") == m[3] {
			l.add(start, space, token{kind: tString, parts: l.documentParts(start, dedented(text, m[1]), m[2])})
			l.document = start + line + 1 + size
			return
		}
		text = append(text, one)
	}
	l.fail(start, "a here document begins here and never ends", "close it with "+m[3]+" on a line of its own")
}

// dedented takes the indent away that all lines of a document with ~ have.
func dedented(lines []string, indent string) string {
	if indent != "~" {
		return strings.Join(lines, "")
	}
	least := -1
	for _, line := range lines {
		width := len(line) - len(strings.TrimLeft(line, " "))
		if strings.TrimSpace(line) != "" && (least < 0 || width < least) {
			least = width
		}
	}
	lines = slices.Clone(lines)
	for i, line := range lines {
		lines[i] = line[min(max(least, 0), len(line)-len(strings.TrimLeft(line, " "))):]
	}
	return strings.Join(lines, "")
}

// documentParts reads the text of a document. Whatever is wrong in it is reported where the document begins.
func (l *lexer) documentParts(start int, text, quote string) []part {
	if quote == "'" {
		return []part{{text: text}}
	}
	if strings.Contains(text, "\x00") || strings.Contains(text, "\t") {
		l.fail(start, "this character in a here document is not supported", "write a text between quotes")
	}
	inner := &lexer{src: text + "\x00", vars: l.vars, depth: l.depth + 1, base: l.base + start}
	parts, problem := try(func() []part { return inner.parts(quoted{close: 0, holes: true, escapes: true}) })
	if problem != nil {
		l.fail(start, problem.what, problem.instead)
	}
	return parts
}

// percent reads %w[], %i[], %q(), %Q(), %() and %x().
func (l *lexer) percent(space bool) {
	start := l.pos
	rest := l.src[start+1:]
	kind := byte('Q')
	if rest != "" && isLetter(rest[0]) {
		kind, rest = rest[0], rest[1:]
	}
	if rest == "" || strings.IndexByte("wixqQ", kind) < 0 || isLetter(rest[0]) || isDigit(rest[0]) || strings.IndexByte(" \t\n=", rest[0]) >= 0 {
		l.fail(start, "this form of literal is not supported", "write texts between quotes and lists between brackets")
	}
	holes := kind == 'x' || kind == 'Q'
	q := quoted{close: rest[0], holes: holes, escapes: holes}
	if i := strings.IndexByte("([{<", q.close); i >= 0 {
		q.open, q.close = q.close, ")]}>"[i]
	}
	l.pos = len(l.src) - len(rest) + 1
	parts := l.parts(q)
	switch {
	case kind == 'x':
		l.add(start, space, token{kind: tCommand, parts: parts})
	case kind == 'q' || kind == 'Q':
		l.add(start, space, token{kind: tString, parts: parts})
	case strings.Contains(l.src[start:l.pos], `\`):
		l.fail(start, "a backslash in %"+string(kind)+" is not supported", `write a list of texts: ["a", "b"]`)
	default:
		l.add(start, space, token{kind: tWords, text: string(kind), words: strings.Fields(parts[0].text)})
	}
}
