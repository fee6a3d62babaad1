package escape_test

import (
	"errors"
	"os/exec"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/escape"
)

// loginShells are shells that people log in with, each with what comes before a
// line. Those that are not installed are left out.
func loginShells(t testing.TB) map[string][]string {
	found := map[string][]string{}
	for _, words := range [][]string{
		{"sh", "-c"},
		{"dash", "-c"},
		{"bash", "-c"},
		{"zsh", "-c"},
		{"mksh", "-c"},
		{"busybox", "sh", "-c"},
		{"fish", "-c"},
		{"csh", "-c"},
		{"bsd-csh", "-c"},
		{"tcsh", "-c"},
	} {
		if path, err := exec.LookPath(words[0]); err == nil {
			found[words[0]] = append([]string{path}, words[1:]...)
		} else {
			t.Logf("%s is not here", words[0])
		}
	}
	return found
}

// logIn runs a line as sshd would with that login shell.
func logIn(t testing.TB, shell []string, line string) (stdout string, status int) {
	cmd := exec.Command(shell[0], append(shell[1:len(shell):len(shell)], line)...)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		return string(out) + errs.String(), e.ExitCode()
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(out) + errs.String(), 0
}

func TestLoginLine_MeansTheSameToEveryShell(t *testing.T) {
	t.Setenv("NAME", "it's mine")
	nasty := "'\\!\"$`*?~#&|;<>(){}[]^%=@ \t\x01\x7f\xff\r äöü € 😀 !! !x ^a^b \\' \\\\ \\n %s"
	for _, c := range []struct{ line, want string }{
		{"true", ""},
		{"echo $NAME", "it's mine\n"},
		{`echo "$NAME"; echo ${NONE:-default}`, "it's mine\ndefault\n"},
		{"{ echo a && echo b; } | cat", "a\nb\n"},
		{"( cd / && pwd )", "/\n"},
		{"export A=1 && echo $A", "1\n"},
		{"printf %s " + escape.Quote(nasty), nasty},
		{"printf %s " + escape.Quote(nasty+"\n"+nasty), nasty + "\n" + nasty},
		{"{ echo a # comment\n}\necho $# $0", "a\n0 sh\n"},
		{"cat <<'X'\na\\b\n$NAME\nX\n", "a\\b\n$NAME\n"},
		{"a='x\ny'; echo \"$a\" \\\n z", "x\ny z\n"},
		{"printf %s " + escape.Quote(strings.Repeat(nasty, 200)), strings.Repeat(nasty, 200)},
		{"printf %s " + strings.Repeat("x", 60_000), strings.Repeat("x", 60_000)},
		{"echo " + strings.Repeat("€", 1000), strings.Repeat("€", 1000) + "\n"},
		{": " + strings.Repeat("x", 2000) + "; echo $#", "0\n"},
		{"", ""},
	} {
		for name, shell := range loginShells(t) {
			if got, status := logIn(t, shell, escape.LoginLine(c.line)); got != c.want || status != 0 {
				t.Errorf("%s, %.80q: got %.200q, status %d, want %.200q", name, c.line, got, status, c.want)
			}
		}
	}
}

func TestLoginLine_KeepsTheStatus(t *testing.T) {
	for name, shell := range loginShells(t) {
		for line, want := range map[string]int{"exit 3": 3, "false\n": 1, "no-such-program 2>/dev/null": 127} {
			if _, status := logIn(t, shell, "sh -c 'echo before >&2'; "+escape.LoginLine(line)); status != want {
				t.Errorf("%s, %q: got status %d, want %d", name, line, status, want)
			}
		}
	}
}

// FuzzLoginLine_GivesShTheLine starts processes: it is slow, and worth it.
func FuzzLoginLine_GivesShTheLine(f *testing.F) {
	for _, s := range []string{"", "a b", "it's", "\\", "!", "\\!'\n", "é\xff", "%b\\c\\0101", strings.Repeat("\\", 1499) + "\n'"} {
		f.Add(s)
	}
	shells := loginShells(f)
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ReplaceAll(s, "\x00", "")
		for name, shell := range shells {
			got, status := logIn(t, shell, escape.LoginLine("printf %s "+escape.Quote(s)))
			if got != s || status != 0 {
				t.Errorf("%s: got %q, status %d, want %q", name, got, status, s)
			}
		}
	})
}
