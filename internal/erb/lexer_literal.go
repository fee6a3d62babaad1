package erb

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// heredoc is the begin of a here document.
var heredoc = regexp.MustCompile("^<<[-~]?[A-Za-z_\"'`]")

// literal reads a text, command, symbol, regular expression or word list, when one begins here.
func (l *lexer) literal(space bool) bool {
	start, c := l.pos, l.src[l.pos]
	switch {
	case c == '"':
		l.pos++
		l.add(start, space, token{kind: tString, parts: l.parts(quoted{close: '"', holes: true, escapes: true})})
	case c == '\'':
		l.pos++
		l.add(start, space, token{kind: tString, parts: l.parts(quoted{close: '\''})})
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
		l.fail(start, "here documents are not supported", "write a text between quotes")
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

func (l *lexer) symbol(space bool) bool {
	start := l.pos
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

// percent reads %w[] and %x().
func (l *lexer) percent(space bool) {
	start := l.pos
	rest := l.src[start+1:]
	if len(rest) < 2 || rest[0] != 'w' && rest[0] != 'x' || isLetter(rest[1]) || isDigit(rest[1]) || strings.IndexByte(" \t\n=", rest[1]) >= 0 {
		l.fail(start, "this form of literal is not supported", "write texts between quotes and lists between brackets")
	}
	q := quoted{close: rest[1], holes: rest[0] == 'x', escapes: rest[0] == 'x'}
	if i := strings.IndexByte("([{<", q.close); i >= 0 {
		q.open, q.close = q.close, ")]}>"[i]
	}
	l.pos += len("%w[")
	parts := l.parts(q)
	switch {
	case q.holes:
		l.add(start, space, token{kind: tCommand, parts: parts})
	case strings.Contains(l.src[start:l.pos], `\`):
		l.fail(start, "a backslash in %w is not supported", `write a list of texts: ["a", "b"]`)
	default:
		l.add(start, space, token{kind: tWords, words: strings.Fields(parts[0].text)})
	}
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
