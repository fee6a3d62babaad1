package commands_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal/commands"
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
		if got := commands.Quote(in); got != want {
			t.Errorf("Quote(%q) is %s, want %s", in, got, want)
		}
	}
}

func TestQuote_EveryByteArrivesInEveryShell(t *testing.T) {
	var all strings.Builder
	var words []string
	for b := 1; b < 256; b++ {
		all.WriteByte(byte(b))
		words = append(words, string([]byte{byte(b)}), string([]byte{byte(b), byte(b)}))
	}
	words = append(words, all.String(), "--", "-n", "!", "{a,b}", "*", "%1", "a=~", "~root", `\`, `\\`, "'", `"`, "", "if")
	for _, shell := range shells(t) {
		if diff := cmp.Diff(words, told(t, shell, program(t).Arg(words...))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", shell, diff)
		}
	}
}

func FuzzQuote(f *testing.F) {
	for _, s := range []string{"", "plain", "it's", "$HOME", "a b", "\n", "=x", "~", "\\", "\xff\xfe", "-e", "ſ", "\x00", "\r\n", "`"} {
		f.Add(s, "x")
	}
	known := shells(f)
	f.Fuzz(func(t *testing.T, a, b string) {
		want := []string{strings.ReplaceAll(a, "\x00", ""), strings.ReplaceAll(b, "\x00", ""), strings.ReplaceAll(a+b, "\x00", "")}
		both := commands.Concat(commands.Text(a), commands.Secret(b))
		for _, shell := range known {
			if diff := cmp.Diff(want, told(t, shell, program(t).Arg(a, b).Word(both))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", shell, diff)
			}
		}
	})
}
