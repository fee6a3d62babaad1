package minishell

import "strings"

// word is one word as written: pieces that are text, a variable or a command.
type word []piece

type piece struct {
	kind   pieceKind
	quoted bool
	text   string // the text, or the variable's name
	other  word   // what a variable's default is
	list   *list
}

type pieceKind int

const (
	textPiece pieceKind = iota
	varPiece
	commandPiece
)

// wordEnd are the characters that end a word outside quotes.
const wordEnd = " \t\n|&;()<>"

func (p *parser) word() word {
	var w word
	begin := p.at
	for p.at < len(p.text) && strings.IndexByte(wordEnd, p.text[p.at]) < 0 {
		w = append(w, p.piece(false)...)
	}
	if p.at == begin {
		p.fail("a word is missing")
	}
	return w
}

// piece reads one piece, or several inside double quotes.
func (p *parser) piece(quoted bool) []piece {
	c := p.text[p.at]
	switch {
	case c == '\'' && !quoted:
		return []piece{{quoted: true, text: p.single()}}
	case c == '"' && !quoted:
		return p.double()
	case c == '\\':
		return []piece{p.escape(quoted)}
	case c == '$':
		return []piece{p.dollar(quoted)}
	case c == '`':
		p.at++
		return []piece{{kind: commandPiece, quoted: quoted, list: p.list("`")}, p.closeTick()}
	}
	p.at++
	return []piece{{quoted: quoted, text: string(c)}}
}

func (p *parser) closeTick() piece {
	p.expect("`")
	return piece{}
}

func (p *parser) single() string {
	end := strings.IndexByte(p.text[p.at+1:], '\'')
	if end < 0 {
		p.fail("the single quote is not closed")
	}
	text := p.text[p.at+1 : p.at+1+end]
	p.at += end + 2
	return text
}

func (p *parser) double() []piece {
	p.at++
	pieces := []piece{{quoted: true}}
	for {
		if p.at == len(p.text) {
			p.fail("the double quote is not closed")
		}
		if p.text[p.at] == '"' {
			p.at++
			return pieces
		}
		pieces = append(pieces, p.piece(true)...)
	}
}

func (p *parser) escape(quoted bool) piece {
	p.at++
	if p.at == len(p.text) {
		return piece{quoted: true, text: `\`}
	}
	c := p.text[p.at]
	p.at++
	switch {
	case c == '\n':
		return piece{quoted: quoted}
	case quoted && strings.IndexByte("$`\"\\", c) < 0:
		return piece{quoted: true, text: `\` + string(c)}
	}
	return piece{quoted: true, text: string(c)}
}

func (p *parser) dollar(quoted bool) piece {
	p.at++
	rest := p.text[p.at:]
	switch {
	case strings.HasPrefix(rest, "(("):
		p.fail("calculations are not known: $( ( begins a subshell")
	case strings.HasPrefix(rest, "("):
		p.at++
		l := p.list(")")
		p.expect(")")
		return piece{kind: commandPiece, quoted: quoted, list: l}
	case strings.HasPrefix(rest, "{"):
		p.at++
		return p.braced(quoted)
	case strings.HasPrefix(rest, "$"), strings.HasPrefix(rest, "?"):
		p.at++
		return piece{kind: varPiece, quoted: quoted, text: rest[:1]}
	}
	if name := p.name(); name != "" {
		return piece{kind: varPiece, quoted: quoted, text: name}
	}
	return piece{quoted: quoted, text: "$"}
}

// braced reads ${NAME}, ${NAME:-default} and ${NAME-default}.
func (p *parser) braced(quoted bool) piece {
	v := piece{kind: varPiece, quoted: quoted, text: p.name()}
	rest := p.text[p.at:]
	if v.text == "" {
		p.fail("a variable's name is missing")
	}
	if strings.HasPrefix(rest, ":-") || strings.HasPrefix(rest, "-") {
		p.at += strings.IndexByte(rest, '-') + 1
		v.other = word{{quoted: quoted}}
		for p.at < len(p.text) && p.text[p.at] != '}' {
			v.other = append(v.other, p.piece(quoted)...)
		}
	}
	p.expect("}")
	return v
}

func (p *parser) name() string {
	begin := p.at
	for p.at < len(p.text) && isName(p.text[p.at], p.at > begin) {
		p.at++
	}
	return p.text[begin:p.at]
}

func isName(c byte, digits bool) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || digits && '0' <= c && c <= '9'
}
