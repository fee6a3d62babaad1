package yaml11

import (
	"encoding/base64"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// quote writes text as a scalar, in the style that Ruby chooses: plain where that is read back as the
// same text; double quotes around what begins with a sign; single ones around what looks like a
// number, a boolean, nothing or a date; a block for several lines, indented as given.
func quote(text string, indent int) string {
	switch {
	case !utf8.ValidString(text):
		return "!binary " + base64.StdEncoding.EncodeToString([]byte(text))
	case strings.ContainsFunc(text, needsEscape):
		return doubleQuoted(text)
	case fitsBlock(text):
		return block(text, indent)
	case strings.Contains(text, "\n"):
		return doubleQuoted(text)
	}
	return quoteLine(text)
}

func quoteLine(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	switch {
	case len(text) == 1 && strings.Contains("yYnN", text):
		return doubleQuoted(text)
	case text != "" && !wordRune(first) && !strings.Contains(text, `"`):
		return doubleQuoted(text)
	case !plainAllowed(text):
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return text
}

// quoteKey writes a key, which is always on one line.
func quoteKey(f Field) string {
	if f.Symbol {
		if f.Key != "" && !strings.ContainsFunc(f.Key, func(r rune) bool { return !wordRune(r) && r != '-' }) {
			return ":" + f.Key
		}
		return "!ruby/symbol " + doubleQuoted(f.Key)
	}
	if f.Key == mergeKey {
		return "!!str " + doubleQuoted(f.Key)
	}
	if strings.Contains(f.Key, "\n") {
		return doubleQuoted(f.Key)
	}
	return quote(f.Key, 0)
}

func wordRune(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// plainAllowed says whether a line without quotes is read back as the same text. It begins with a
// letter or digit, or holds a double quote.
func plainAllowed(text string) bool {
	n := Node{Raw: text}
	resolve(&n)
	first, _ := utf8.DecodeRuneInString(text)
	return n.Kind == String && wordRune(first) && text == strings.TrimSpace(text) &&
		!strings.Contains(text, ": ") && !strings.HasSuffix(text, ":") && !strings.Contains(text, " #") &&
		!strings.Contains(text, "\t") && !strings.Contains(text, mergeKey)
}

// needsEscape tells characters that only double quotes can hold.
func needsEscape(r rune) bool {
	return r != '\n' && r != '\t' && (!unicode.IsPrint(r) || r == '\ufeff')
}

func fitsBlock(text string) bool {
	return strings.Contains(strings.TrimRight(text, "\n"), "\n") && !strings.ContainsAny(text[:1], " \t\n") &&
		!strings.Contains(text, " \n") && !strings.Contains(text, "\t\n") && !strings.HasSuffix(text, " ")
}

func block(text string, indent int) string {
	head := "|"
	body := strings.TrimSuffix(text, "\n")
	switch {
	case body == text:
		head = "|-"
	case strings.HasSuffix(body, "\n"):
		head = "|+"
	}
	var out strings.Builder
	out.WriteString(head)
	for line := range strings.SplitSeq(body, "\n") {
		out.WriteByte('\n')
		if line != "" {
			out.WriteString(strings.Repeat(" ", indent) + line)
		}
	}
	return out.String()
}

func doubleQuoted(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range text {
		out.WriteString(escaped(r))
	}
	out.WriteByte('"')
	return out.String()
}

func escaped(r rune) string {
	switch {
	case r == '"' || r == '\\':
		return `\` + string(r)
	case r == '\n':
		return `\n`
	case r == '\t':
		return `\t`
	case !needsEscape(r):
		return string(r)
	case r < 0x100:
		return fmt.Sprintf(`\x%02X`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04X`, r)
	}
	return fmt.Sprintf(`\U%08X`, r)
}
