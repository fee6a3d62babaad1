package escape_test

import (
	"testing"

	"github.com/kamal-go/kamal/internal/escape"
)

func TestQuote(t *testing.T) {
	for in, want := range map[string]string{
		"plain":        "plain",
		"/a/b-c_d.e":   "/a/b-c_d.e",
		"K=v,w":        "K=v,w",
		"":             "''",
		"two words":    "'two words'",
		"it's":         `'it'\''s'`,
		"$HOME `id`":   "'$HOME `id`'",
		"~":            "'~'",
		"=ls":          "'=ls'",
		"line\nbreak":  "'line\nbreak'",
		"a\x00b":       "ab",
		"\x00":         "''",
		"smörgås":      "'smörgås'",
		"{{.Names}}":   "'{{.Names}}'",
		"\xff":         "'\xff'",
		"a;b&c|d>e<f#": "'a;b&c|d>e<f#'",
	} {
		if got := escape.Quote(in); got != want {
			t.Errorf("Quote(%q) is %s, want %s", in, got, want)
		}
	}
}
