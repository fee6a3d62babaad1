package erb

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// literal reads a text, symbol, regular expression, word list or here document, when one begins here.
func (l *lexer) literal(space bool) bool {
	start, c := l.pos, l.src[l.pos]
	rest := l.src[l.pos+1:]
	switch {
	case c == '"':
		l.pos++
		l.quotedText(start, space, l.parts(quoted{close: '"', holes: true, escapes: true}))
	case c == '\'':
		l.pos++
		l.quotedText(start, space, l.parts(quoted{close: '\''}))
	case c == '`':
		l.pos++
		l.add(start, space, token{kind: tCommand, parts: l.parts(quoted{close: '`', holes: true, escapes: true})})
	case c == ':':
		return l.symbol(space)
	case c == '/' && l.valueBegins(space):
		l.pos++
		l.regexp(start, space, quoted{close: '/', holes: true, raw: true})
	case c == '%' && l.valueBegins(space):
		return l.percent(space)
	case strings.HasPrefix(rest, "<") && c == '<' && l.valueBegins(space):
		return l.heredoc(space)
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

func (l *lexer) quotedText(start int, space bool, parts []part) {
	label := l.isLabel() && l.last().is(tOperator, "{", ",", "(")
	if label {
		l.pos++
		l.add(start, space, token{kind: tLabel, parts: parts})
		return
	}
	l.add(start, space, token{kind: tString, parts: parts})
}

func (l *lexer) symbol(space bool) bool {
	start := l.pos
	rest := l.src[l.pos+1:]
	switch {
	case rest == "" || strings.HasPrefix(rest, ":"):
		return false
	case rest[0] == '"':
		l.pos += 2
		l.add(start, space, token{kind: tSymbol, parts: l.parts(quoted{close: '"', holes: true, escapes: true})})
	case isLetter(rest[0]):
		l.pos++
		name := l.name()
		if l.pos < len(l.src) && strings.IndexByte("?!", l.src[l.pos]) >= 0 {
			name += l.src[l.pos : l.pos+1]
			l.pos++
		}
		l.add(start, space, token{kind: tSymbol, parts: []part{{text: name}}})
	default:
		return l.operatorSymbol(start, space, rest)
	}
	return true
}

func (l *lexer) operatorSymbol(start int, space bool, rest string) bool {
	for _, op := range []string{"[]", "**", "<=>", "==", "=~", "<<", ">=", "<=", "+", "-", "*", "/", "%", "<", ">"} {
		if strings.HasPrefix(rest, op) && !l.last().endsValue() {
			l.pos += 1 + len(op)
			l.add(start, space, token{kind: tSymbol, parts: []part{{text: op}}})
			return true
		}
	}
	return false
}

// percent reads %w[], %i[], %q(), %Q(), %(), %x() and %r{}.
func (l *lexer) percent(space bool) bool {
	start, pos := l.pos, l.pos+1
	kind := byte('Q')
	if pos < len(l.src) && strings.IndexByte("wWiqQxr", l.src[pos]) >= 0 {
		kind = l.src[pos]
		pos++
	}
	if pos >= len(l.src) || isLetter(l.src[pos]) || isDigit(l.src[pos]) || strings.IndexByte(" \t\n=", l.src[pos]) >= 0 {
		return false
	}
	q := quoted{close: l.src[pos], holes: true, escapes: true}
	if i := strings.IndexByte("([{<", q.close); i >= 0 {
		q.open, q.close = q.close, ")]}>"[i]
	}
	l.pos = pos + 1
	switch kind {
	case 'w', 'i':
		q.holes, q.escapes = false, false
		l.add(start, space, token{kind: tWords, text: string(kind), words: l.words(q)})
	case 'W':
		l.fail(start, "%W is not supported", "write a list of texts: [\"a\", \"b\"]")
	case 'q':
		q.holes, q.escapes = false, false
		l.add(start, space, token{kind: tString, parts: l.parts(q)})
	case 'x':
		l.add(start, space, token{kind: tCommand, parts: l.parts(q)})
	case 'r':
		q.escapes, q.raw = false, true
		l.regexp(start, space, q)
	default:
		l.add(start, space, token{kind: tString, parts: l.parts(q)})
	}
	return true
}

func (l *lexer) words(q quoted) [][]part {
	var text strings.Builder
	for _, p := range l.parts(q) {
		text.WriteString(p.text)
	}
	var words [][]part
	for word := range strings.FieldsSeq(text.String()) {
		words = append(words, []part{{text: word}})
	}
	return words
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
	switch {
	case c == '\n':
	case c == 'u' || c == 'x':
		l.codePoint(at, c, text)
	case isDigit(c) || c == 'c' || c == 'C' || c == 'M':
		l.fail(at, "this escape sequence is not supported", `write \u and four hexadecimal digits`)
	default:
		text.WriteByte(c)
	}
}

func (l *lexer) codePoint(at int, kind byte, text *strings.Builder) {
	digits, skip := "", 0
	rest := l.src[l.pos:]
	switch {
	case kind == 'x' && len(rest) >= 2:
		digits = rest[:2]
	case strings.HasPrefix(rest, "{"):
		digits, _, _ = strings.Cut(rest[1:], "}")
		skip = 2
	case len(rest) >= 4:
		digits = rest[:4]
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || kind == 'x' && n > 127 || kind == 'u' && !utf8.ValidRune(rune(n)) {
		l.fail(at, "this escape sequence is not supported", `write \u and four hexadecimal digits`)
	}
	text.WriteRune(rune(n))
	l.pos += len(digits) + skip
}

func quoteRune(text string) string {
	r, _ := utf8.DecodeRuneInString(text)
	return fmt.Sprintf("%q", string(r))
}
