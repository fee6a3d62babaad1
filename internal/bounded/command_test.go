//go:build unix

package bounded_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/bounded"
)

func run(ctx context.Context, line string) ([]byte, error) {
	return bounded.Command{Args: bounded.Shell(line), Limit: bounded.MaxOutput}.Output(ctx)
}

func TestOutput_GivesWhatACommandWrote(t *testing.T) {
	out, err := run(t.Context(), "echo out; echo no >&2; exit 3")
	exit, ok := errors.AsType[*exec.ExitError](err)
	if string(out) != "out\n" || !ok || exit.ExitCode() != 3 {
		t.Errorf("got %q, %v", out, err)
	}
}

func TestOutput_KeepsToTheLimit(t *testing.T) {
	c := bounded.Command{Args: bounded.Shell("printf 12345"), Limit: 5}
	if out, err := c.Output(t.Context()); err != nil || string(out) != "12345" {
		t.Errorf("got %q, %v", out, err)
	}
	c.Limit = 4
	out, err := c.Output(t.Context())
	if !errors.Is(err, bounded.ErrTooMuch) || out != nil || err.Error() != "it wrote too much: more than 4 bytes" {
		t.Errorf("got %q, %v", out, err)
	}
}

func TestOutput_EndlessOutputTakesNoMemory(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := run(t.Context(), "yes")
	runtime.ReadMemStats(&after)
	if !errors.Is(err, bounded.ErrTooMuch) {
		t.Errorf("got %v", err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
		t.Errorf("it took %d bytes of memory", used)
	}
}

// TestOutput_EndsTheWholeGroup looks whether what a command left behind still runs. A terminal keeps a command in
// its own group.
func TestOutput_EndsTheWholeGroup(t *testing.T) {
	if tty, err := os.Open("/dev/tty"); err == nil {
		tty.Close()
		t.Skip("on a terminal, only the command is ended")
	}
	pids := filepath.Join(t.TempDir(), "pids")
	for _, tt := range []struct{ name, line string }{
		{"limit", "sleep 300 & echo $! >" + pids + "; yes"},
		{"context", "trap '' TERM; (trap '' TERM; exec sleep 300) & echo $! >" + pids + "; echo $! >&2; wait"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			stderr := writerFunc(func() { cancel(errors.New("told to end")) })
			c := bounded.Command{Args: bounded.Shell(tt.line), Limit: 1000, Stderr: stderr}
			began := time.Now()
			_, err := c.Output(ctx)
			if took := time.Since(began); err == nil || took > 30*time.Second {
				t.Errorf("got %v after %v", err, took)
			}
			if tt.name == "context" && err.Error() != "told to end" {
				t.Errorf("got %v", err)
			}
			text, err := os.ReadFile(pids)
			if err != nil {
				t.Fatal(err)
			}
			awaitEnd(t, strings.TrimSpace(string(text)))
		})
	}
}

// writerFunc is called for everything that is written.
type writerFunc func()

func (f writerFunc) Write(p []byte) (int, error) { f(); return len(p), nil }

// awaitEnd waits until a process has ended, or is only to be collected.
func awaitEnd(t *testing.T, pid string) {
	t.Helper()
	for range 1000 {
		out, err := exec.Command("ps", "-o", "stat=", "-p", pid).Output()
		if err != nil || strings.HasPrefix(string(bytes.TrimSpace(out)), "Z") {
			return
		}
	}
	t.Errorf("process %s still runs", pid)
}

func TestOutput_InterruptIsHeardAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	began := time.Now()
	c := bounded.Command{Args: bounded.Shell("echo now >&2; sleep 300; echo on"), Stderr: writerFunc(cancel), Limit: 10}
	_, err := c.Output(ctx)
	if took := time.Since(began); !errors.Is(err, context.Canceled) || took > 20*time.Second {
		t.Errorf("got %v after %v", err, took)
	}
}

func TestTail_KeepsTheLast(t *testing.T) {
	var tail bounded.Tail
	for range 1000 {
		if _, err := tail.Write(bytes.Repeat([]byte("a"), 100)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := tail.Write([]byte(strings.Repeat("b", 9000) + "end\n")); err != nil {
		t.Fatal(err)
	}
	if got := tail.String(); len(got) != 4095 || !strings.HasSuffix(got, "bend") || strings.Contains(got, "a") {
		t.Errorf("got %d bytes: %.10q", len(got), got)
	}
}
