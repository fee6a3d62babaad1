package visible_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/kamal-go/kamal/internal/visible"
)

func TestText_ShowsWhatSteersATerminal(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"plain, ünïcode, 日本 👩‍👧\n\ttext\n", "plain, ünïcode, 日本 👩‍👧\n\ttext\n"},
		{"\x1b]52;c;cm0gLXJm\a", `\x1b]52;c;cm0gLXJm\x07`},
		{"\x1b]0;title\x1b\\", `\x1b]0;title\x1b\`},
		{"a\x1b[2Jb\x1b[31mc", `a\x1b[2Jb\x1b[31mc`},
		{"safe\rrm -rf", `safe\rrm -rf`},
		{"one\r\ntwo\r\n", "one\ntwo\n"},
		{"\x00\b\v\f\x7f", `\x00\x08\x0b\x0c\x7f`},
		{"\u009b2J \u0085", `\u009b2J \u0085`},
		{"\x9b2J \xff", `\x9b2J \xff`},
		{"a\u202eb\u2066\u200f", `a\u202eb\u2066\u200f`},
		{"a\u2028b\U000e0041", `a\u2028b\U000e0041`},
		{"\ufffd", "\ufffd"},
	} {
		if got := visible.Text(c.text); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestColoured_KeepsColoursAndEndsThem(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"\x1b[31mred\x1b[0m", "\x1b[31mred\x1b[0m"},
		{"\x1b[1;38:5:4mred", "\x1b[1;38:5:4mred\x1b[0m"},
		{"\x1b[31mred\x1b[m", "\x1b[31mred\x1b[m"},
		{"\x1b[31", `\x1b[31`},
		{"\x1b[?25l\x1b[31mx", "\\x1b[?25l\x1b[31mx\x1b[0m"},
		{"\x1b[>4m", `\x1b[>4m`},
	} {
		if got := visible.Coloured(c.text); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestJSON_MeansTheSame(t *testing.T) {
	const text = "\x1b\x7f\u009b\u202e\U000e0041é"
	plain, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	safe := visible.JSON(plain)
	check(t, text, string(safe))
	var got string
	if err := json.Unmarshal(safe, &got); err != nil || got != text {
		t.Errorf("%s became %q, %v", safe, got, err)
	}
}

func FuzzText(f *testing.F) {
	f.Add("\x1b[31m\x1b[2J\u009b\xc2\x9b\r\n\u202e")
	f.Add("text\n\ttext")
	f.Add("\xc2\x1b[0m\x9b\r")
	colour := regexp.MustCompile("\x1b\\[[0-9;:]*m")
	f.Fuzz(func(t *testing.T, text string) {
		shown := visible.Text(text)
		check(t, text, shown)
		if again := visible.Text(shown); again != shown {
			t.Errorf("%q became %q, and that %q", text, shown, again)
		}
		check(t, text, colour.ReplaceAllString(visible.Coloured(text), ""))
	})
}

// check refuses a text with a character that is not allowed.
func check(t *testing.T, text, shown string) {
	t.Helper()
	if !utf8.ValidString(shown) {
		t.Errorf("%q became %q, which is no UTF-8", text, shown)
	}
	if i := strings.IndexFunc(shown, func(r rune) bool {
		return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r))
	}); i >= 0 {
		t.Errorf("%q became %q, which holds a control character at %d", text, shown, i)
	}
}

func BenchmarkText_Harmless(b *testing.B) {
	text := strings.Repeat("a line of output that is as usual\n", 1<<15)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		visible.Text(text)
	}
}
