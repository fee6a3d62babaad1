package sshx_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// cancelled runs a command, cancels it once it has printed something, and gives
// the error and all that was printed.
func cancelled(t *testing.T, x *sshx.Executor, host string, cmd commands.Cmd) (string, error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var printed safeBuffer
	cmd.Stdout = writerFunc(func(b []byte) (int, error) {
		cancel()
		return printed.Write(b)
	})
	err := x.Run(ctx, host, cmd)
	return printed.String(), err
}

type safeBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// gone waits until no process with this number is there any more.
func gone(t *testing.T, x *sshx.Executor, host, pid string) {
	t.Helper()
	line := "i=0; while kill -0 " + pid + " 2>/dev/null && ! grep -q '^State:.Z' /proc/" + pid + "/status 2>/dev/null; " +
		"do i=$((i+1)); [ $i -lt 600 ] || exit 9; sleep 0.1; done"
	if err := x.Run(context.WithoutCancel(t.Context()), host, sh(line)); err != nil {
		t.Errorf("the command is still there: %v", err)
	}
}

func TestCancel_EndsTheCommandAndItsChildren(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	pid, err := cancelled(t, x, s.Addr(), sh("sleep 300 & echo $!; wait"))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	gone(t, x, s.Addr(), strings.TrimSpace(pid))
}

func TestCancel_EndsACommandThatReadsInput(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	r, w := io.Pipe()
	defer w.Close()
	cmd := sh("echo $$; exec cat >/dev/null")
	cmd.Stdin = r
	pid, err := cancelled(t, x, s.Addr(), cmd)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	gone(t, x, s.Addr(), strings.TrimSpace(pid))
}

func TestCancel_KillsWhatIgnoresTERM(t *testing.T) {
	if testing.Short() {
		t.Skip("takes three seconds")
	}
	t.Parallel()
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	pid, err := cancelled(t, x, s.Addr(), sh("trap '' TERM; echo $$; while :; do sleep 1; done"))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	gone(t, x, s.Addr(), strings.TrimSpace(pid))
}

func TestCancel_WhereOnlyOneSessionIsAllowed(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{MaxSessions: 1})
	x := newUser(t).executor(sshx.Options{})
	pid, err := cancelled(t, x, s.Addr(), sh("echo $$; exec sleep 300"))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	gone(t, x, s.Addr(), strings.TrimSpace(pid))
}

func TestCancel_KeepsTheCause(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	why := errors.New("the deploy was stopped")
	ctx, cancel := context.WithCancelCause(t.Context())
	cmd := sh("echo x; sleep 300")
	cmd.Stdout = writerFunc(func(b []byte) (int, error) { cancel(why); return len(b), nil })
	if err := x.Run(ctx, s.Addr(), cmd); !errors.Is(err, context.Canceled) || !errors.Is(err, why) {
		t.Errorf("got %v", err)
	}
}

func TestCancel_LeavesFinishedCommandsChildrenAlone(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	pid, _, err := output(ctx, x, s.Addr(), sh("sleep 300 >/dev/null 2>&1 & echo $!"))
	cancel()
	if err != nil {
		t.Fatal(err)
	}
	mustRun(t, x, s.Addr(), "kill -0 "+pid)
	mustRun(t, x, s.Addr(), "kill "+pid)
}

func TestCancel_WaitsNoLongerThanTheCommand(t *testing.T) {
	seen := make(chan string, 1)
	opts := sshtest.Options{Handler: func(ctx context.Context, r sshtest.Request) int {
		seen <- r.Line
		io.WriteString(r.Stdout, "on")
		<-ctx.Done()
		return 143
	}}
	near(t, opts, func(t *testing.T, u *user, o sshx.Options, s *sshtest.Server) {
		x := u.executor(o)
		n := trips(func() {
			if _, err := cancelled(t, x, s.Addr(), commands.Command("docker", "pull")); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		})
		if line := <-seen; line != "docker pull" || n != 0 {
			t.Errorf("the handler saw %q, and the end took %v round trips", line, n)
		}
	})
}
