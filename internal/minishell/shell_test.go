package minishell_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/minishell"
)

type files map[string]string

func (f files) Read(path string) ([]byte, error) {
	text, ok := f[path]
	if !ok {
		return nil, minishell.ErrNotFound
	}
	return []byte(text), nil
}

func (f files) Write(path string, data []byte, add bool) error {
	if add {
		data = append([]byte(f[path]), data...)
	}
	f[path] = string(data)
	return nil
}

// words prints its arguments in brackets, as the function of that name in run
// by a real shell does.
func program(f files) func(context.Context, minishell.Call) int {
	return func(_ context.Context, c minishell.Call) int {
		switch c.Args[0] {
		case "words":
			for _, a := range c.Args[1:] {
				fmt.Fprintf(c.Stdout, "[%s]", a)
			}
			fmt.Fprintln(c.Stdout)
		case "oops":
			fmt.Fprintln(c.Stderr, "oops")
			return 3
		case "cat":
			if len(c.Args) > 1 {
				text, _ := f.Read(c.Shell.Path(c.Args[1]))
				fmt.Fprintf(c.Stdout, "%s", text)
				return 0
			}
			var b bytes.Buffer
			_, _ = b.ReadFrom(c.Stdin)
			_, _ = c.Stdout.Write(b.Bytes())
		case "true":
		case "false":
			return 1
		}
		return 0
	}
}

func run(t *testing.T, line string) (string, int) {
	t.Helper()
	f := files{}
	var out bytes.Buffer
	s := &minishell.Shell{Program: program(f), Files: f, Dir: "/home", Vars: map[string]string{"NAME": "a b", "HOME": "/home"}}
	status := s.Run(t.Context(), line, minishell.Call{Stdin: strings.NewReader("input\n"), Stdout: &out, Stderr: &out})
	return out.String(), status
}

// Lines of all kinds give what the system's own shell gives.
func TestRun_DoesAsTheSystemsShell(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh here")
	}
	const functions = `words() { for a in "$@"; do printf '[%s]' "$a"; done; echo; }; oops() { echo oops >&2; return 3; }; NAME='a b'; HOME=/home; `
	for _, line := range []string{
		`words a 'b c' "d e" f\ g ''`,
		`words 'it'\''s' "a\"b" "a\$b" "a\nb" $NAME "$NAME" x$NAME"y"`,
		`words "$(words a b)" $(words a b) "$( ( words a ) | cat)"`,
		`words ${NONE:-other} "${NONE:-two words}" ${NAME:-no} "${NONE-$(words deep)}"`,
		`true && words yes || words no`,
		`false && words yes || words no`,
		`false || { words a; words b; } && words c`,
		`( NAME=x; words $NAME ); words $NAME`,
		`oops; words $?`,
		`oops 2>/dev/null || words failed`,
		`{ oops; words a; } >/dev/null 2>&1; words b`,
		`words a | cat | cat`,
		`cat; words done`,
		`words ~/x '~/x' a~`,
		`NAME=y words "$NAME"; NAME=z; words $NAME`,
		"words a\nwords b # not this\nwords c",
		`words a;`,
		`words "$(oops 2>&1)"`,
		`words -x=1 --y="$NAME"/z`,
		`oops && words no`,
		`words $NONE "$NONE" a`,
		`words $ "a$"`,
		`false; words $?`,
		`(words a; false) || words b`,
		`(exit 3); words $?; exit 4; words no`,
		`IFS= read -r line && words "$line"; cat; IFS= read -r line || words $? "[$line]"`,
		`( ( oops ) </dev/null; s=$?; words $s; exit $s ) || words $? "$s"`,
		`cat </dev/null; cat`,
	} {
		cmd := exec.Command(sh, "-c", functions+line)
		cmd.Stdin = strings.NewReader("input\n")
		cmd.Dir = "/"
		cmd.Env = append(os.Environ(), "LC_ALL=C")
		want, _ := cmd.CombinedOutput()
		got, status := run(t, line)
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-sh +got):\n%s", line, diff)
		}
		if want := cmd.ProcessState.ExitCode(); status != want {
			t.Errorf("%s: status %d, sh has %d", line, status, want)
		}
	}
}

func TestRun_RedirectsToFiles(t *testing.T) {
	got, _ := run(t, `words a > f && words b >> f && cat f`)
	if want := "[a]\n[b]\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRun_RefusesWhatItCannotRead(t *testing.T) {
	for _, line := range []string{`words 'a`, `words "a`, `( words a`, `words a )`, `&& a`, `a &&`, `a | | b`, `{ a; `, `words "$((words a) | cat)"`} {
		if _, status := run(t, line); status != 2 {
			t.Errorf("%s: status %d, want 2", line, status)
		}
	}
}

func FuzzRun(f *testing.F) {
	f.Add(`words a && { words "b $(words c)" | cat; } || ( words 'd' >/dev/null 2>&1 ); words ${X:-y}`)
	f.Fuzz(func(t *testing.T, line string) { run(t, line) })
}
