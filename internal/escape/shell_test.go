package escape_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kballard/go-shellquote"
)

func TestShell_PutsABackslashBeforeAllButPlainCharacters(t *testing.T) {
	tests := []struct{ in, want string }{
		{`{"A/B":"x y"}`, `\{\"A/B\":\"x\ y\"\}`},
		{"azAZ09_-.,:+/@", "azAZ09_-.,:+/@"},
		{"é$`\\'=~#", "\\é\\$\\`\\\\\\'\\=\\~\\#"},
		{"a\nb", "a'\n'b"},
		{"", "''"},
	}
	for _, test := range tests {
		if got := escape.Shell(test.in); got != test.want {
			t.Errorf("escaping %q: want %q, got %q", test.in, test.want, got)
		}
	}
}

func FuzzShell_IsOneWord(f *testing.F) {
	f.Add("{\"A\":\"b c\"}\n\t\\'\"`$!*\xff é")
	sh, _ := exec.LookPath("sh")
	f.Fuzz(func(t *testing.T, in string) {
		words, err := shellquote.Split(escape.Shell(in))
		if err != nil {
			t.Fatalf("splitting: %v", err)
		}
		if diff := cmp.Diff([]string{in}, words); diff != "" {
			t.Errorf("words (-want +got):\n%s", diff)
		}
		if sh == "" || strings.Contains(in, "\x00") {
			return
		}
		out, err := exec.CommandContext(t.Context(), sh, "-c", "printf '[%s]' "+escape.Shell(in)).Output()
		if diff := cmp.Diff("["+in+"]", string(out)); diff != "" || err != nil {
			t.Errorf("through sh: %v (-want +got):\n%s", err, diff)
		}
	})
}
