package mask

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// The least lengths of what is looked for. Shorter texts would blot out ordinary
// words.
const (
	shortest     = fewest // a secret
	shortestLine = 8      // one line of a secret of several
	shortestCode = 6      // what a secret leaves in every base64 text that holds it
)

// form is one way in which a secret may be written.
type form struct {
	text string
	// broken says that lines may be broken anywhere in it, as base64 and xxd do.
	broken bool
}

// forms are all ways in which a secret gives itself away: as it is, each of its
// lines, and both in the usual encodings.
func forms(secret string) []form {
	var all []form
	for _, text := range parts(secret) {
		all = append(all, plain(text)...)
		all = append(all, coded(text)...)
	}
	return all
}

// parts are a secret and its lines, for output comes line by line.
func parts(secret string) []string {
	var texts []string
	if len(secret) >= shortest {
		texts = append(texts, secret)
	}
	trimmed := strings.TrimSpace(secret)
	if trimmed != secret && len(trimmed) >= shortest {
		texts = append(texts, trimmed)
	}
	if !strings.Contains(trimmed, "\n") {
		return texts
	}
	for line := range strings.Lines(trimmed) {
		if line = strings.TrimSpace(line); len(line) >= shortestLine {
			texts = append(texts, line)
		}
	}
	return texts
}

// plain are the forms that a reader still recognises: escaped for URLs, JSON,
// HTML and shells.
func plain(text string) []form {
	texts := []string{
		text,
		url.QueryEscape(text), lowerHex(url.QueryEscape(text)),
		url.PathEscape(text), lowerHex(url.PathEscape(text)), url.UserPassword("", text).String()[1:],
		html.EscapeString(text),
		strings.ReplaceAll(text, "'", `'\''`), strings.ReplaceAll(text, "'", `'"'"'`),
		escapeEach(text, "\\\"$`"), escapeEach(text, "\\\"$`!"), escapeOdd(text),
		inside(strconv.Quote(text)), inside(strconv.QuoteToASCII(text)),
	}
	for _, escapeHTML := range []bool{true, false} {
		j := inside(encodeJSON(text, escapeHTML))
		texts = append(texts, j, strings.ReplaceAll(j, "/", `\/`), ascii(j))
	}
	var all []form
	for _, t := range texts {
		all = append(all, form{text: t})
	}
	return all
}

// coded are the forms in base64 and in hexadecimal digits. Of base64 it is what
// every text has that holds the secret, wherever it begins in it.
func coded(text string) []form {
	b := []byte(text)
	digits := hex.EncodeToString(b)
	texts := []string{digits, strings.ToUpper(digits)}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for offset := range 3 {
			if core := core64(encoding, b, offset); len(core) >= shortestCode {
				texts = append(texts, core)
			}
		}
		texts = append(texts, encoding.EncodeToString(b))
	}
	var all []form
	for _, t := range texts {
		all = append(all, form{t, true})
		// Where the line breaks after a character or three, the rest is recognised.
		for cut := 1; cut < fewest; cut++ {
			if len(t)-cut >= 2*shortestCode {
				all = append(all, form{t[cut:], true})
			}
		}
	}
	return all
}

// core64 gives those characters of the base64 text that depend on b alone, when
// offset bytes stand before it in its group of three.
func core64(encoding *base64.Encoding, b []byte, offset int) string {
	text := encoding.EncodeToString(slices.Concat(make([]byte, offset), b))
	from := []int{0, 2, 3}[offset] // characters that hold bits of what stands before
	to := len(text)
	if (offset+len(b))%3 != 0 {
		to-- // the last one holds bits of what follows
	}
	if from >= to {
		return ""
	}
	return text[from:to]
}

// inside takes the quotes away.
func inside(quoted string) string { return quoted[1 : len(quoted)-1] }

func encodeJSON(text string, escapeHTML bool) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(escapeHTML)
	_ = e.Encode(text) // a string can be encoded, and a Builder takes it
	return strings.TrimSuffix(b.String(), "\n")
}

// ascii writes all other characters as JSON's escapes.
func ascii(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r < unicode.MaxASCII:
			b.WriteRune(r)
		case r > 0xffff:
			r -= 0x10000
			b.WriteString(`\u` + strconv.FormatInt(0xd800+int64(r>>10), 16) + `\u` + strconv.FormatInt(0xdc00+int64(r&0x3ff), 16))
		default:
			b.WriteString(`\u` + strings.Repeat("0", 4-len(strconv.FormatInt(int64(r), 16))) + strconv.FormatInt(int64(r), 16))
		}
	}
	return b.String()
}

// escapeEach puts a backslash before some characters, as within double quotes.
func escapeEach(text, chars string) string {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune(chars, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// escapeOdd puts a backslash before everything that a shell might take for its
// own, as printf %q does.
func escapeOdd(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < unicode.MaxASCII && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_-./:=@%+,", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// lowerHex writes the digits of %XX in lower case.
func lowerHex(escaped string) string {
	b := []byte(escaped)
	for i := range b {
		if b[i] == '%' && i+2 < len(b) {
			copy(b[i+1:i+3], strings.ToLower(string(b[i+1:i+3])))
		}
	}
	return string(b)
}
