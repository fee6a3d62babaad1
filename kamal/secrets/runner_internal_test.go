package secrets

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
)

type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestRun_EndsTheProgramWithTheContext(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no sh here")
	}
	ctx, cancel := context.WithCancel(t.Context())
	local := &Fetcher{Stderr: writerFunc(func(p []byte) (int, error) {
		cancel()
		return len(p), nil
	})}
	if _, err := local.run(ctx, []string{"sh", "-c", "echo waiting >&2; exec sleep 300"}, nil); err == nil {
		t.Error("no error from a program that was ended")
	}
}

func TestRun_TellsAMissingProgram(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := new(Fetcher).run(t.Context(), []string{"op"}, nil)
	if !errors.Is(err, exec.ErrNotFound) {
		t.Errorf("want exec.ErrNotFound, got %v", err)
	}
}

func TestRun_GivesTheProgramItsSurroundings(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no sh here")
	}
	var complaints bytes.Buffer
	folder := t.TempDir()
	local := &Fetcher{Dir: folder, Environ: []string{"A=1", "B=2"}, Stdin: strings.NewReader("typed\n"), Stderr: &complaints}
	script := `read -r answer; echo "$answer $A $B"; test "$(pwd -P)" = "$(cd "$0" && pwd -P)" || exit 4; echo "asking" >&2; exit 3`
	out, err := local.run(t.Context(), []string{"sh", "-c", script, folder}, []string{"B=3"})
	if got := string(out); got != "typed 1 3\n" {
		t.Errorf("want the output of a failing program, got %q", got)
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 3 {
		t.Errorf("want exit status 3, got %v", err)
	}
	if got := complaints.String(); got != "asking\n" {
		t.Errorf("want standard error, got %q", got)
	}
}
