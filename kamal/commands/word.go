package commands

import (
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/escape"
)

// redacted stands for a secret wherever a command is shown.
const redacted = "[REDACTED]"

// Word is one word of a command line: a sequence of parts, each plain text,
// raw shell, or a secret.
type Word struct {
	text  string // where it is plain text, as most are
	parts []part // where it is more
}

// all gives the parts of any word.
func (w Word) all() []part {
	if w.parts == nil {
		return []part{{text: w.text}}
	}
	return w.parts
}

type part struct {
	kind   partKind
	text   string
	expr   expr
	hidden bool
}

type partKind int

const (
	plainPart partKind = iota
	rawPart
	expandPart
	substitutePart
)

// form is how a line is written: for a host's shell, or for people.
type form int

const (
	sent form = iota
	shown
)

func (f form) word(w Word) string {
	if f == shown {
		return w.String()
	}
	return w.shell()
}

// Text gives a word that arrives as it stands.
func Text(s string) Word { return Word{text: s} }

// Secret gives a word that arrives as it stands and is never shown.
func Secret(s string) Word { return hide(Text(s)) }

// hide gives a word of any kind that is never shown.
func hide(w Word) Word {
	parts := slices.Clone(w.all())
	for i := range parts {
		parts[i].hidden = true
	}
	return Word{parts: parts}
}

// Raw gives shell text that is left to the host's shell, unquoted and so split
// into words and expanded there: a user's own command line, a glob.
func Raw(s string) Word { return Word{parts: []part{{kind: rawPart, text: s}}} }

// Expand gives shell text that the host's shell expands inside double quotes,
// so that the result is always one word: $PWD, ${NAME}.
func Expand(s string) Word { return Word{parts: []part{{kind: expandPart, text: `"` + s + `"`}}} }

// Substitute gives the word that c prints on the host, as "$(...)".
func Substitute(c Cmd) Word { return Word{parts: []part{{kind: substitutePart, expr: c.expr}}} }

// Concat joins words into one, without blanks.
func Concat(words ...Word) Word {
	var w Word
	for i, next := range words {
		switch {
		case i == 0:
			w = Word{next.text, slices.Clip(next.parts)}
		case w.parts == nil && next.parts == nil:
			w.text += next.text
		default:
			w.parts = append(w.all(), next.all()...)
		}
	}
	return w
}

// String gives the word as a shell would have to be given it, secrets replaced.
func (w Word) String() string {
	return w.write(func(p part) string {
		if p.hidden {
			return redacted
		}
		return p.shell(shown)
	})
}

func (w Word) shell() string {
	return w.write(func(p part) string { return p.shell(sent) })
}

// plain gives the word as a program gets it, raw parts as written.
func (w Word) plain(f form) string {
	var b strings.Builder
	for _, p := range w.all() {
		switch {
		case p.hidden && f == shown:
			b.WriteString(redacted)
		case p.kind == substitutePart:
			b.WriteString(p.shell(f))
		default:
			b.WriteString(p.text)
		}
	}
	return b.String()
}

func (w Word) isRaw() bool {
	return slices.ContainsFunc(w.all(), func(p part) bool { return p.kind != plainPart })
}

// isLoose reports whether a raw part may hold more than words, so that what
// follows would not belong to the same command.
func (w Word) isLoose() bool {
	return slices.ContainsFunc(w.all(), func(p part) bool { return p.kind == rawPart && strings.ContainsAny(p.text, ";&|#\n") })
}

// write puts neighbouring plain parts through one quoting, so that NAME=value
// comes out as a person would write it.
func (w Word) write(one func(part) string) string {
	var b strings.Builder
	parts := w.all()
	for i := 0; i < len(parts); i++ {
		p := parts[i]
		for p.kind == plainPart && i+1 < len(parts) && parts[i+1].kind == plainPart && parts[i+1].hidden == p.hidden {
			i++
			p.text += parts[i].text
		}
		if p.text == "" && p.expr == nil && len(parts) > 1 {
			continue
		}
		b.WriteString(one(p))
	}
	if b.Len() == 0 {
		return "''"
	}
	return b.String()
}

func (p part) shell(f form) string {
	switch p.kind {
	case rawPart, expandPart:
		return p.text
	case substitutePart:
		body := subshell{p.expr}.body(f)
		if strings.HasPrefix(body, "(") { // $(( begins a calculation
			body = " " + body
		}
		return `"$(` + body + `)"`
	default:
		return escape.Quote(p.text)
	}
}
