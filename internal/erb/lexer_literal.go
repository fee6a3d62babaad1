package erb

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// literal reads a text, command, symbol, regular expression or word list, when one begins here.
func (l *lexer) literal(space bool) bool {
	start, c := l.pos, l.src[l.pos]
	switch {
	case c == '"':
		l.pos++
		l.string(start, space, l.parts(quoted{close: '"', holes: true, escapes: true}))
	case c == '\'':
		l.pos++
		l.string(start, space, l.parts(quoted{close: '\''}))
	case c == '`':
		l.pos++
		l.add(start, space, token{kind: tCommand, parts: l.parts(quoted{close: '`', holes: true, escapes: true})})
	case c == ':':
		return l.symbol(space)
	case c == '/' && l.valueBegins(space):
		l.pos++
		l.regexp(start, space, quoted{close: '/', holes: true, raw: true})
	case c == '%' && l.valueBegins(space):
		l.percent(space)
	case heredoc.MatchString(l.src[start:]) && l.valueBegins(space):
		l.hereDocument(space)
	default:
		return false
	}
	return true
}

// valueBegins tells whether a value begins here, as against an operator.
func (l *lexer) valueBegins(space bool) bool {
	last := l.last()
	if !last.endsValue() {
		return true
	}
	next := byte(' ')
	if l.pos+1 < len(l.src) {
		next = l.src[l.pos+1]
	}
	command := last.kind == tIdent && !l.vars[last.text]
	return command && space && strings.IndexByte(" \t\n=", next) < 0
}

// string adds a text, or the name before a colon that is written as one.
func (l *lexer) string(start int, space bool, parts []part) {
	if len(parts) == 1 && l.isLabel() && !l.last().is(tOperator, "?") && l.last().is(tOperator, "{", ",", "(") {
		l.pos++
		l.add(start, space, token{kind: tLabel, text: parts[0].text})
		return
	}
	l.add(start, space, token{kind: tString, parts: parts})
}

var operatorSymbol = regexp.MustCompile(`^:(\+|-|\*|/|%|\||&|<<|<=>|==|\[\])([ ,)\n]|$)`)

func (l *lexer) symbol(space bool) bool {
	start := l.pos
	if m := operatorSymbol.FindStringSubmatch(l.src[start:]); m != nil && l.valueBegins(space) {
		l.pos += 1 + len(m[1])
		l.add(start, space, token{kind: tSymbol, text: m[1]})
		return true
	}
	if strings.HasPrefix(l.src[start:], `:"`) && l.valueBegins(space) {
		l.pos += 2
		parts := l.parts(quoted{close: '"', escapes: true})
		l.add(start, space, token{kind: tSymbol, text: parts[0].text})
		return true
	}
	if l.pos+1 == len(l.src) || !isLetter(l.src[l.pos+1]) {
		return false
	}
	l.pos++
	name := l.name()
	if l.pos < len(l.src) && strings.IndexByte("?!", l.src[l.pos]) >= 0 {
		name += l.src[l.pos : l.pos+1]
		l.pos++
	}
	l.add(start, space, token{kind: tSymbol, text: name})
	return true
}

func (l *lexer) regexp(start int, space bool, q quoted) {
	parts := l.parts(q)
	flags := l.pos
	for l.pos < len(l.src) && strings.IndexByte("imxounse", l.src[l.pos]) >= 0 {
		l.pos++
	}
	l.add(start, space, token{kind: tRegexp, parts: parts, text: l.src[flags:l.pos]})
}

// quoted says how a literal is written.
type quoted struct {
	open, close byte // open: the bracket that nests; 0 for none
	holes       bool // "#{}" is code
	escapes     bool // backslashes mean what they mean between double quotes
	raw         bool // backslashes stay, for regular expressions
}

// parts reads the rest of a literal and its closing mark.
func (l *lexer) parts(q quoted) []part {
	start, level := l.pos-1, 0
	var parts []part
	var text strings.Builder
	for l.pos < len(l.src) {
		c := l.src[l.pos]
		switch {
		case c == '\\' && l.pos+1 < len(l.src):
			l.backslash(q, &text)
			continue
		case c == q.close && level == 0:
			l.pos++
			return append(parts, part{text: text.String()})
		case c == q.close:
			level--
		case c == q.open && q.open != 0:
			level++
		case q.holes && strings.HasPrefix(l.src[l.pos:], "#{"):
			parts = append(parts, part{text: text.String()}, l.hole())
			text.Reset()
			continue
		case q.holes && (strings.HasPrefix(l.src[l.pos:], "#$") || strings.HasPrefix(l.src[l.pos:], "#@")):
			l.fail(l.pos, "an interpolation without braces is not supported", "write #{} around it")
		}
		text.WriteByte(c)
		l.pos++
	}
	l.fail(start, "a text, command or pattern begins here and never ends", "close it with "+string(q.close))
	return nil
}

// hole reads the code between "#{" and "}".
func (l *lexer) hole() part {
	start := l.pos
	if l.depth >= maxInterpolation {
		l.fail(start, "interpolations stand too deep inside each other", "use local variables")
	}
	inner := &lexer{src: l.src, pos: l.pos + 2, base: l.base, vars: l.vars, depth: l.depth + 1}
	tokens := inner.run(true)
	if inner.pos >= len(l.src) {
		l.fail(start, "an interpolation begins here and never ends", "close it with }")
	}
	l.pos = inner.pos + 1
	return part{code: tokens, hole: true}
}

func (l *lexer) backslash(q quoted, text *strings.Builder) {
	c := l.src[l.pos+1]
	switch {
	case q.escapes:
		l.escape(text)
		return
	case q.raw && c == '/':
		text.WriteByte('/')
	case q.raw, c != '\\' && c != q.close && c != q.open:
		text.WriteString(l.src[l.pos : l.pos+2])
	default:
		text.WriteByte(c)
	}
	l.pos += 2
}

// escape reads an escape sequence of a text between double quotes.
func (l *lexer) escape(text *strings.Builder) {
	c := l.src[l.pos+1]
	at := l.pos
	l.pos += 2
	if i := strings.IndexByte("nstr0eabfv", c); i >= 0 && (c != '0' || l.pos >= len(l.src) || !isDigit(l.src[l.pos])) {
		text.WriteByte("\n \t\r\x00\x1b\a\b\f\v"[i])
		return
	}
	if c == 'u' && l.pos+4 <= len(l.src) {
		if n, err := strconv.ParseUint(l.src[l.pos:l.pos+4], 16, 32); err == nil && utf8.ValidRune(rune(n)) {
			text.WriteRune(rune(n))
			l.pos += 4
			return
		}
	}
	if isLetter(c) || isDigit(c) || c == '\n' {
		l.fail(at, "this escape sequence is not supported", `write \u and four hexadecimal digits`)
	}
	text.WriteByte(c)
}

func quoteRune(text string) string {
	r, _ := utf8.DecodeRuneInString(text)
	return fmt.Sprintf("%q", string(r))
}
