package erb

import (
	"slices"
	"strings"
)

// maxInterpolation bounds how deep "#{}" may stand inside another.
const maxInterpolation = 20

// A lexer cuts the code of one tag into tokens. It fails by panicking with a *syntaxError.
type lexer struct {
	src    string
	pos    int
	base   int             // offset of src in the template
	vars   map[string]bool // local variables seen so far; shared by the tags of a template
	tokens []token
	depth  int
	// document is where the here document ends whose text is read already; 0 for none.
	document int
}

type syntaxError struct {
	at      int
	what    string
	instead string
}

func (l *lexer) fail(at int, what, instead string) {
	panic(&syntaxError{l.base + at, what, instead})
}

// run reads until the end, or inside an interpolation until its closing brace.
func (l *lexer) run(inner bool) []token {
	braces := 0
	for {
		space := l.skipBlank()
		if l.pos >= len(l.src) {
			return l.tokens
		}
		if inner && l.src[l.pos] == '}' && braces == 0 {
			return l.tokens
		}
		switch l.src[l.pos] {
		case '{':
			braces++
		case '}':
			braces--
		}
		l.next(space)
	}
}

// skipBlank skips white space and comments, except line ends that end a statement.
func (l *lexer) skipBlank() bool {
	start := l.pos
	for l.pos < len(l.src) {
		switch c := l.src[l.pos]; {
		case c == ' ' || c == '\t' || c == '\r':
			l.pos++
		case c == '#':
			l.skipLine()
		default:
			return l.pos > start
		}
	}
	return l.pos > start
}

func (l *lexer) skipLine() {
	if i := strings.IndexByte(l.src[l.pos:], '\n'); i >= 0 {
		l.pos += i
	} else {
		l.pos = len(l.src)
	}
}

func (l *lexer) last() token {
	if len(l.tokens) == 0 {
		return token{kind: tNewline}
	}
	return l.tokens[len(l.tokens)-1]
}

func (l *lexer) add(start int, space bool, t token) {
	t.at, t.space = l.base+start, space
	t.tight = l.pos < len(l.src) && !strings.ContainsRune(" \t\r\n", rune(l.src[l.pos]))
	l.tokens = append(l.tokens, t)
}

func (l *lexer) next(space bool) {
	start, c := l.pos, l.src[l.pos]
	switch {
	case c == '\n':
		l.newline()
	case c == ';':
		l.pos++
		l.add(start, space, token{kind: tNewline})
	case isDigit(c), c == '-' && l.negative(space):
		l.number(space)
	case isLetter(c):
		l.word(space)
	case c == '@' || c == '$':
		l.group(space)
	case l.literal(space):
	default:
		l.operator(space)
	}
}

// newline ends a statement, unless the next line goes on with a method call.
func (l *lexer) newline() {
	start := l.pos
	l.pos++
	if l.document > 0 {
		l.pos, l.document = l.document, 0
		l.add(start, true, token{kind: tNewline})
		return
	}
	rest := l.src[l.pos:]
	for {
		rest = strings.TrimLeft(rest, " \t\r\n")
		if !strings.HasPrefix(rest, "#") {
			break
		}
		_, rest, _ = strings.Cut(rest, "\n")
	}
	chained := strings.HasPrefix(rest, "&.") || strings.HasPrefix(rest, ".") && !strings.HasPrefix(rest, "..")
	if chained {
		l.pos = len(l.src) - len(rest)
		return
	}
	l.add(start, true, token{kind: tNewline})
}

// negative tells whether the minus sign here belongs to a number.
func (l *lexer) negative(space bool) bool {
	return l.pos+1 < len(l.src) && isDigit(l.src[l.pos+1]) && l.valueBegins(space)
}

func (l *lexer) number(space bool) {
	start := l.pos
	kind := tInt
	l.pos += len("-") * strings.Count(l.src[start:start+1], "-")
	l.digits()
	if l.pos+1 < len(l.src) && l.src[l.pos] == '.' && isDigit(l.src[l.pos+1]) {
		kind = tFloat
		l.pos++
		l.digits()
	}
	text := strings.ReplaceAll(l.src[start:l.pos], "_", "")
	if digits := strings.TrimPrefix(text, "-"); len(digits) > 1 && digits[0] == '0' && kind == tInt || l.pos < len(l.src) && isLetter(l.src[l.pos]) {
		l.fail(start, "this form of number is not supported", "write the number with decimal digits only")
	}
	l.add(start, space, token{kind: kind, text: text})
}

func (l *lexer) digits() {
	for l.pos < len(l.src) && (isDigit(l.src[l.pos]) || l.src[l.pos] == '_') {
		l.pos++
	}
}

func (l *lexer) name() string {
	start := l.pos
	for l.pos < len(l.src) && (isLetter(l.src[l.pos]) || isDigit(l.src[l.pos])) {
		l.pos++
	}
	return l.src[start:l.pos]
}

func (l *lexer) word(space bool) {
	start := l.pos
	text := l.name()
	if l.pos < len(l.src) && strings.IndexByte("?!", l.src[l.pos]) >= 0 {
		rest := l.src[l.pos+1:]
		if !strings.HasPrefix(rest, "=") || strings.HasPrefix(rest, "==") || strings.HasPrefix(rest, "=~") {
			text += l.src[l.pos : l.pos+1]
			l.pos++
		}
	}
	method := l.last().is(tOperator, ".", "&.")
	kind := tIdent
	switch {
	case l.isLabel() && !l.last().is(tOperator, "?"):
		l.pos++
		kind = tLabel
	case method:
	case slices.Contains(keywords, text), slices.Contains(otherKeywords, text):
		kind = tKeyword
	case isUpper(text[0]):
		kind = tConst
		for rest := l.src[l.pos:]; len(rest) > 2 && rest[:2] == "::" && isUpper(rest[2]); rest = l.src[l.pos:] {
			l.pos += len("::")
			text += "::" + l.name()
		}
	}
	l.add(start, space, token{kind: kind, text: text})
}

func (l *lexer) isLabel() bool {
	rest := l.src[l.pos:]
	return strings.HasPrefix(rest, ":") && !strings.HasPrefix(rest, "::")
}

// group reads $1 to $9.
func (l *lexer) group(space bool) {
	start := l.pos
	name := l.src[start:min(start+2, len(l.src))]
	if name < "$1" || name > "$9" || start+2 < len(l.src) && isDigit(l.src[start+2]) {
		l.fail(start, "this variable is not supported", "use a local variable")
	}
	l.pos += len(name)
	l.add(start, space, token{kind: tGroup, text: name[1:]})
}

var operators = []string{
	"**=", "<=>", "===", "...", "<<=", ">>=", "&&=", "||=",
	"&.", "**", "==", "!=", ">=", "<=", "&&", "||", "=~", "!~", "<<", ">>", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=",
	"..", "::", "->", "=>",
	"+", "-", "*", "/", "%", "=", "<", ">", "!", "&", "|", "^", "~", "?", ":", ",", ".", "(", ")", "[", "]", "{", "}",
}

func (l *lexer) operator(space bool) {
	start := l.pos
	for _, op := range operators {
		if strings.HasPrefix(l.src[start:], op) {
			l.pos += len(op)
			l.noteVariable(op)
			l.add(start, space, token{kind: tOperator, text: op})
			return
		}
	}
	l.fail(start, "the character "+quoteRune(l.src[start:])+" is not understood here", "")
}

// noteVariable remembers what is assigned to, because "x /2" divides only when x is a variable.
func (l *lexer) noteVariable(op string) {
	if last := l.last(); last.kind == tIdent && (strings.HasSuffix(op, "=") || op == "|" || op == ",") {
		l.vars[last.text] = true
	}
}

func isDigit(c byte) bool {
	return c >= '0' && c <= '9'
}

func isLetter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
}

func isUpper(c byte) bool {
	return c >= 'A' && c <= 'Z'
}
