package commands_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kamal-go/kamal/internal/shelltest"
	"github.com/kamal-go/kamal/kamal/commands"
)

// shellWords reads a line as every POSIX shell does, but takes nothing that one
// of them might see something else in: outside of quotes a character stands for
// itself only when no shell has a meaning for it. An expansion in double quotes
// stays as it is written, and has to end within them.
func shellWords(line string) ([]string, error) {
	var words []string
	for len(line) > 0 {
		word, rest, err := shellWord(line)
		if err != nil {
			return words, err
		}
		words = append(words, word)
		var blank bool
		if line, blank = strings.CutPrefix(rest, " "); blank != (rest != "") || blank && line == "" {
			return words, fmt.Errorf("no word begins at %q", rest)
		}
	}
	return words, nil
}

func shellWord(line string) (word, rest string, err error) {
	var b strings.Builder
	begin := line
	for line != "" && line[0] != ' ' {
		switch c := line[0]; {
		case c == '\'':
			text, after, closed := strings.Cut(line[1:], "'")
			if !closed {
				return "", "", fmt.Errorf("nothing ends the quotes of %q", line)
			}
			b.WriteString(text)
			line = after
		case c == '"':
			text, after, err := doubleQuoted(line[1:])
			if err != nil {
				return "", "", err
			}
			b.WriteString(text)
			line = after
		case c == '\\' && len(line) > 1 && line[1] != '\n':
			b.WriteByte(line[1])
			line = line[2:]
		case isPlain(c) && !(c == '=' && b.Len() == 0):
			b.WriteByte(c)
			line = line[1:]
		default:
			return "", "", fmt.Errorf("%q is not quoted in %q", c, begin)
		}
	}
	if line == begin {
		return "", "", fmt.Errorf("a word is missing before %q", line)
	}
	return b.String(), line, nil
}

func isPlain(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("_-./:=@%+,", c) >= 0
}

// doubleQuoted reads up to the closing quote.
func doubleQuoted(line string) (text, rest string, err error) {
	var b strings.Builder
	var open []int // how many single quotes there were where each expansion begins
	quotes := 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && i+1 < len(line) && strings.IndexByte("$`\"\\", line[i+1]) >= 0:
			i++
			b.WriteByte(line[i])
			continue
		case c == '"' && len(open) > 0:
			return "", "", fmt.Errorf("an expansion does not end within the quotes of %q", line)
		case c == '"':
			return b.String(), line[i+1:], nil
		case c == '`', c == '$' && !strings.HasPrefix(line[i:], "${"):
			return "", "", fmt.Errorf("%q is live in %q", c, line)
		case c == '$':
			open = append(open, quotes)
		case c == '\'':
			quotes++
		case c == '}' && len(open) > 0:
			if (quotes-open[len(open)-1])%2 != 0 {
				return "", "", fmt.Errorf("an expansion leaves a quote open in %q", line)
			}
			open = open[:len(open)-1]
		}
		b.WriteByte(line[i])
	}
	return "", "", fmt.Errorf("nothing ends the quotes of %q", line)
}

// readBack gives the arguments of a command that a shell would give its program.
func readBack(t *testing.T, cmd commands.Cmd) []string {
	t.Helper()
	words, err := shellWords(cmd.Shell())
	if err != nil {
		t.Fatalf("%s: %v", cmd.Shell(), err)
	}
	return words[1:]
}

// inOneShell runs all commands, whose program is "words", in one shell after the
// other, and gives the arguments that each got; fewer, where one ended the shell.
func inOneShell(tb testing.TB, shell string, cmds []commands.Cmd) [][]string {
	tb.Helper()
	var script strings.Builder
	script.WriteString("words() { printf '%s\\0' \"$#\" \"$@\"; }\nX=\nY=y\n")
	for _, cmd := range cmds {
		script.WriteString("eval " + escape.Quote(cmd.Shell()) + "\n")
	}
	out := runScript(tb, shell, script.String())
	var all [][]string
	for fields := strings.Split(out, "\x00"); len(fields) > 1; {
		n, err := strconv.Atoi(fields[0])
		if err != nil || n >= len(fields) {
			tb.Fatalf("%s: %q is no number of arguments", shell, fields[0])
		}
		all = append(all, fields[1:n+1])
		fields = fields[n+1:]
	}
	return all
}

func runScript(tb testing.TB, shell, script string) string {
	tb.Helper()
	file := filepath.Join(tb.TempDir(), "script")
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		tb.Fatal(err)
	}
	args := []string{file}
	if strings.HasSuffix(shell, "busybox") {
		args = []string{"sh", file}
	}
	cmd := exec.CommandContext(tb.Context(), shell, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	out, err := cmd.Output()
	if err != nil {
		tb.Logf("%s: %v", shell, err)
	}
	return string(out)
}

// random gives texts of the characters that matter, the same ones each time.
func random(pieces []string, number, length int) []string {
	source := rand.New(rand.NewPCG(1, 2))
	texts := make([]string, number)
	for i := range texts {
		for range source.IntN(length + 1) {
			texts[i] += pieces[source.IntN(len(pieces))]
		}
	}
	return texts
}

func TestShellWords_AreThoseOfShells(t *testing.T) {
	lines := []string{`a b`, `'a b' "c d" e`, `'it'\''s'`, `a"b"'c'`, `'' ""`, `"\$ \\ \" \x"`, `a\ b`}
	for _, shell := range shelltest.Shells(t) {
		var cmds []commands.Cmd
		var want [][]string
		for _, line := range lines {
			cmds = append(cmds, commands.Command("words").Word(commands.Raw(line)))
			words, err := shellWords(line)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, words)
		}
		if diff := cmp.Diff(want, inOneShell(t, shell, cmds)); diff != "" {
			t.Errorf("%s (-read +told):\n%s", shell, diff)
		}
	}
}

func TestShellWords_TakeNothingThatIsLive(t *testing.T) {
	for _, line := range []string{
		"a  b", " a", "a ", "*", "a?", "~", "{a}", "=a", "$x", `"$x"`, "\"`x`\"", `"${x"`, `"${x-'}"`, "'a", `"a`, "a;b", "a\nb", "a#", "!", "\\", "\xff",
	} {
		if words, err := shellWords(line); err == nil {
			t.Errorf("%q is read as %q", line, words)
		}
	}
}
