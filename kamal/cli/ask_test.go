package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/kamal-go/kamal/internal/screen"
)

func TestQuestion_IsAskedUntilItIsAnswered(t *testing.T) {
	for _, c := range []struct {
		typed      string
		yes, ended bool
		times      int
	}{
		{"y\n", true, false, 1},
		{"Y\n", true, false, 1},
		{"n\n", false, false, 1},
		{"\n", false, false, 1},
		{"what\nyes\ny\n", true, false, 3},
		{"what\n", false, true, 2},
		{"", false, true, 1},
	} {
		var said bytes.Buffer
		p := &Session{in: invocation{stdin: strings.NewReader(c.typed), stderr: &said}}
		yes, err := p.ask(t.Context(), "Sure?")
		if yes != c.yes || errors.Is(err, io.EOF) != c.ended || strings.Count(said.String(), "Sure? [y/N] ") != c.times {
			t.Errorf("%q: got %t, %v after %q", c.typed, yes, err, said.String())
		}
	}
}

func TestQuestion_EndsWithAnInterruption(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	interrupt := errors.New("interrupt")
	cancel(interrupt)
	waiting, never := io.Pipe()
	defer never.Close()
	p := &Session{in: invocation{stdin: waiting, stderr: io.Discard}}
	if yes, err := p.ask(ctx, "Sure?"); yes || !errors.Is(err, interrupt) {
		t.Errorf("got %t, %v", yes, err)
	}
}

// TestQuestion_WithoutATerminalIsAnErrorBeforeAnythingHappens goes through all
// commands that ask. Reading the configuration would run a command.
func TestQuestion_WithoutATerminalIsAnErrorBeforeAnythingHappens(t *testing.T) {
	asking := 0
	for _, command := range testReader(t).Root.Leaves(false) {
		if !slices.ContainsFunc(command.Flags, func(f *kong.Flag) bool { return f.Name == confirmedName }) {
			continue
		}
		asking++
		dir := t.TempDir()
		if err := os.MkdirAll(filepath.Join(dir, "config"), 0o755); err != nil {
			t.Fatal(err)
		}
		text := "# <%= `touch read` %>\nservice: shop\n"
		if err := os.WriteFile(filepath.Join(dir, "config", "deploy.yml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		args := strings.Fields(command.Path())
		if len(command.Positional) > 0 {
			args = append(args, "db")
		}
		var said bytes.Buffer
		status := Program{}.run(t.Context(), invocation{
			args: args, stdin: strings.NewReader("y\n"), stdout: &said, stderr: &said, dir: dir, environ: os.Environ(),
		})
		if status != codeUsage || !strings.Contains(said.String(), "add -y") {
			t.Errorf("%q: got status %d, want %d; it said\n%s", args, status, codeUsage, said.String())
		}
		if _, err := os.Stat(filepath.Join(dir, "read")); err == nil {
			t.Errorf("%q read the configuration", args)
		}
	}
	if asking < 9 {
		t.Errorf("only %d commands ask", asking)
	}
}

func TestInit_AsksUntilTheAnswerCanBeTaken(t *testing.T) {
	var said bytes.Buffer
	s := &Session{in: invocation{stdin: strings.NewReader("-x\n\n192.0.2.1\nn\nada@192.0.2.2\ny\n"), stderr: &said}}
	s.screen = screen.New(screen.Options{Stdout: io.Discard, Stderr: io.Discard, Getenv: func(string) string { return "" }})
	n := &newProject{Session: s, ctx: t.Context()}
	err := n.askUntil("Server: ", "", n.setHosts, func() []string { return []string{n.answers.Hosts[0] + " is not there"} })
	if err != nil || !slices.Equal(n.answers.Hosts, []string{"192.0.2.2"}) || n.answers.User != "ada" {
		t.Errorf("got %q of %q, %v", n.answers.Hosts, n.answers.User, err)
	}
	for _, want := range []string{`"-x" is no name or address of a server`, "a server is needed", "192.0.2.1 is not there\nTake it all the same? [y/N] "} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("%q is not said:\n%s", want, said.String())
		}
	}
	if got := strings.Count(said.String(), "Server: "); got != 4 {
		t.Errorf("it asked %d times", got)
	}
}

func TestInit_NobodyAnswers(t *testing.T) {
	s := &Session{in: invocation{stdin: strings.NewReader(""), stderr: io.Discard}}
	s.screen = screen.New(screen.Options{Stdout: io.Discard, Stderr: io.Discard, Getenv: func(string) string { return "" }})
	n := &newProject{Session: s, ctx: t.Context()}
	if err := n.askHosts(); !isUsage(err) || !strings.Contains(err.Error(), "nothing was created") {
		t.Errorf("got %v", err)
	}
}

// lineByLine gives a line a read, as a terminal does, and counts them.
type lineByLine struct {
	lines []string
	reads int
}

func (a *lineByLine) Read(p []byte) (int, error) {
	a.reads++
	if a.reads > len(a.lines) {
		return 0, io.EOF
	}
	return copy(p, a.lines[a.reads-1]), nil
}

func TestQuestion_LeavesWhatIsTypedLaterToOthers(t *testing.T) {
	in := &lineByLine{lines: []string{"y\n", "passphrase\n"}}
	s := &Session{in: invocation{stdin: in, stderr: io.Discard}}
	if yes, err := s.ask(t.Context(), "Go on?"); !yes || err != nil {
		t.Errorf("got %v, %v", yes, err)
	}
	if in.reads != 1 {
		t.Errorf("%d lines were read for one answer", in.reads)
	}
}

func TestInit_AllServersHaveOneUser(t *testing.T) {
	n := &newProject{Session: &Session{}}
	if err := n.setHosts("ada@192.0.2.1, bob@192.0.2.2"); err == nil || !strings.Contains(err.Error(), "ada and bob") {
		t.Errorf("got %v", err)
	}
	if err := n.setHosts("ada@192.0.2.1,192.0.2.2,ada@192.0.2.3"); err != nil || n.answers.User != "ada" {
		t.Errorf("got %q, %v", n.answers.User, err)
	}
}
