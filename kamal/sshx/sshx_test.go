package sshx_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// user is the person at this machine: a home folder with one key, no
// ssh_config, and an environment without an agent.
type user struct {
	testing.TB
	home string
	key  ssh.PublicKey
	env  map[string]string
}

func newUser(tb testing.TB) *user {
	tb.Helper()
	u := &user{TB: tb, home: tb.TempDir(), env: map[string]string{}}
	if err := os.Mkdir(filepath.Join(u.home, ".ssh"), 0o700); err != nil {
		tb.Fatal(err)
	}
	u.key = sshtest.WriteKey(tb, u.file("id_ed25519"), "")
	return u
}

// file is the path of a file in the user's .ssh folder.
func (u *user) file(name string) string { return filepath.Join(u.home, ".ssh", name) }

func (u *user) write(name, text string) {
	u.Helper()
	if err := os.WriteFile(u.file(name), []byte(text), 0o600); err != nil {
		u.Fatal(err)
	}
}

func (u *user) read(name string) string {
	u.Helper()
	text, err := os.ReadFile(u.file(name))
	if err != nil {
		u.Fatal(err)
	}
	return string(text)
}

// config writes an ssh_config and gives options that use it.
func (u *user) config(format string, args ...any) sshx.Options {
	u.write("config", fmt.Sprintf(format, args...))
	return sshx.Options{ConfigFiles: []string{u.file("config")}}
}

func (u *user) executor(opts sshx.Options) *sshx.Executor {
	u.Helper()
	opts.Home = u.home
	opts.Getenv = func(name string) string { return u.env[name] }
	if opts.ConfigFiles == nil {
		opts.ConfigFiles = []string{}
	}
	x := sshx.New(opts)
	u.Cleanup(func() { x.Close() })
	return x
}

// sh is a command for the shell.
func sh(line string) commands.Cmd { return commands.Command("sh", "-c", line) }

// output runs a line and gives what it printed on each stream.
func output(ctx context.Context, x *sshx.Executor, host string, cmd commands.Cmd) (stdout, stderr string, err error) {
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = x.Run(ctx, host, cmd)
	return out.String(), errs.String(), err
}

func mustRun(t *testing.T, x *sshx.Executor, host, line string) string {
	t.Helper()
	out, _, err := output(t.Context(), x, host, sh(line))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRun_KeepsStreamsApart(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	out, errs, err := output(t.Context(), x, s.Addr(), sh("echo out; echo err >&2; printf end >&2"))
	if out != "out\n" || errs != "err\nend" || err != nil {
		t.Errorf("got %q, %q, %v", out, errs, err)
	}
}

func TestRun_OneWriterForBothStreams(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	var both bytes.Buffer
	cmd := sh("echo out; echo err >&2")
	cmd.Stdout, cmd.Stderr = &both, &both
	if err := x.Run(t.Context(), s.Addr(), cmd); err != nil {
		t.Fatal(err)
	}
	if got := both.String(); !strings.Contains(got, "out\n") || !strings.Contains(got, "err\n") || len(got) != 8 {
		t.Errorf("got %q", got)
	}
}

func TestRun_ReadsInput(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	text := strings.Repeat("0123456789", 300_000)
	cmd := sh("cat; echo done >&2")
	cmd.Stdin = strings.NewReader(text)
	out, errs, err := output(t.Context(), x, s.Addr(), cmd)
	if out != text || errs != "done\n" || err != nil {
		t.Errorf("got %d bytes, %q, %v", len(out), errs, err)
	}
}

func TestRun_WithoutInputReadsEOF(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	if out := mustRun(t, x, s.Addr(), "cat; echo end"); out != "end\n" {
		t.Errorf("got %q", out)
	}
}

func TestRun_ExitStatus(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	for line, want := range map[string]int{"exit 3": 3, "exit 255": 255, "no-such-command-here": 127} {
		err := x.Run(t.Context(), s.Addr(), sh(line))
		if e, ok := errors.AsType[*sshx.ExitError](err); !ok || e.ExitStatus() != want {
			t.Errorf("%q: %v, want status %d", line, err, want)
		}
	}
	err := x.Run(t.Context(), s.Addr(), commands.Command("kill", "-KILL", "0"))
	if e, ok := errors.AsType[*sshx.ExitError](err); !ok || e.ExitStatus() != 137 || e.Signal != "KILL" {
		t.Errorf("killed: %v, want signal KILL as 137", err)
	}
}

func TestRun_SendsTheLineBehindThePrefix(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	cmd := commands.Command("echo", "a b")
	if err := x.Run(t.Context(), s.Addr(), cmd); err != nil {
		t.Fatal(err)
	}
	if err := x.Run(context.WithoutCancel(t.Context()), s.Addr(), cmd); err != nil {
		t.Fatal(err)
	}
	lines := s.Lines()
	if line := escape.LoginLine(cmd.Shell()); !strings.HasSuffix(lines[0], "; "+line) || lines[1] != line {
		t.Errorf("sent %q", lines)
	}
}

func TestRun_RefusedCommand(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{RefuseExec: true})
	x := newUser(t).executor(sshx.Options{})
	if err := x.Run(t.Context(), s.Addr(), sh("true")); err == nil || !strings.Contains(err.Error(), "refused to run") {
		t.Errorf("got %v", err)
	}
}

func TestRun_InputThatBreaksOffEndsTheCommand(t *testing.T) {
	dir := t.TempDir()
	s := sshtest.Start(t, sshtest.Options{Dir: dir})
	x := newUser(t).executor(sshx.Options{})
	cmd := sh("cat >tmp && mv tmp complete")
	broken := errors.New("disk on fire")
	cmd.Stdin = io.MultiReader(strings.NewReader("half"), readerFunc(func([]byte) (int, error) { return 0, broken }))
	if err := x.Run(t.Context(), s.Addr(), cmd); !errors.Is(err, broken) {
		t.Errorf("got %v, want the reader's error", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "complete")); err == nil {
		t.Error("half of the input was taken for all of it")
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

func TestRun_WriterErrorEndsTheCommand(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	full := errors.New("nobody reads")
	cmd := sh("while :; do echo line; done")
	cmd.Stdout = writerFunc(func([]byte) (int, error) { return 0, full })
	if err := x.Run(t.Context(), s.Addr(), cmd); !errors.Is(err, full) {
		t.Errorf("got %v, want the writer's error", err)
	}
}

func TestRun_AfterClose(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	mustRun(t, x, s.Addr(), "true")
	x.Close()
	if err := x.Run(t.Context(), s.Addr(), sh("true")); !errors.Is(err, sshx.ErrClosed) {
		t.Errorf("got %v", err)
	}
}

func TestRun_RefusesLinesThatNoHostTakes(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{MaxSessions: 1})
	x := newUser(t).executor(sshx.Options{})
	err := x.Run(t.Context(), s.Addr(), commands.Command("echo", strings.Repeat("x", 128<<10)))
	if err == nil || !strings.Contains(err.Error(), "more than a host takes") {
		t.Errorf("got %v", err)
	}
	mustRun(t, x, s.Addr(), "true")
}

func TestRun_DoesNotWaitForInputThatNobodyReads(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	r, w := io.Pipe()
	defer w.Close()
	cmd := sh("echo done")
	cmd.Stdin = r
	if out, _, err := output(t.Context(), x, s.Addr(), cmd); out != "done\n" || err != nil {
		t.Errorf("got %q, %v", out, err)
	}
}
