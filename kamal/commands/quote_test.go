package commands_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/shelltest"
	"github.com/kamal-go/kamal/kamal/commands"
)

func TestQuote_EveryByteArrivesInEveryShell(t *testing.T) {
	var all strings.Builder
	var words []string
	for b := 1; b < 256; b++ {
		all.WriteByte(byte(b))
		words = append(words, string([]byte{byte(b)}), string([]byte{byte(b), byte(b)}))
	}
	words = append(words, all.String(), "--", "-n", "!", "{a,b}", "*", "%1", "a=~", "~root", `\`, `\\`, "'", `"`, "", "if")
	for _, shell := range shelltest.Shells(t) {
		if diff := cmp.Diff(words, told(t, shell, program(t).Arg(words...))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", shell, diff)
		}
	}
}

// awkward are texts that have hurt some program that quotes for shells.
var awkward = []string{
	"", "plain", "it's", "'", "''", "'\\''", "$HOME", "${X}", "$(id)", "`id`", "a b", " ", "\n", "a\nb", "\r\n", "\t", "=x", "~", "~root", "\\", "\\'",
	"\xff\xfe", "-e", "--", "ſ", "smörgås", "\x00", "a\x00b", "!", "!!", "{a,b}", "*", "[a]", "?", "#", "a#", ";", "&", "|", "<", ">", "(", ")", "\"",
	"%s%n", "if", "A=b", "^", "\u200b", "\u2028", "\x7f", "\x1b[2J",
}

func FuzzQuote(f *testing.F) {
	for _, s := range awkward {
		f.Add(s, "x")
		f.Add("x", s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		want := []string{strings.ReplaceAll(a, "\x00", ""), strings.ReplaceAll(b, "\x00", ""), strings.ReplaceAll(a+b, "\x00", "")}
		both := commands.Concat(commands.Text(a), commands.Secret(b))
		if got := readBack(t, commands.Command("words").Arg(a, b).Word(both)); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestQuote_AwkwardTextsArriveInEveryShell(t *testing.T) {
	var cmds []commands.Cmd
	var want [][]string
	for _, s := range append(random(awkward, 300, 6), awkward...) {
		cmds = append(cmds, commands.Command("words").Arg(s, "end"))
		want = append(want, []string{strings.ReplaceAll(s, "\x00", ""), "end"})
	}
	for _, shell := range shelltest.Shells(t) {
		if diff := cmp.Diff(want, inOneShell(t, shell, cmds)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", shell, diff)
		}
	}
}
