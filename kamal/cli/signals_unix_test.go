//go:build unix

package cli

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// newSignalledProject is a project with a hook that runs while the lock is held:
// it tells the test when it begins, and when it was interrupted.
func newSignalledProject(t *testing.T) fleetProject {
	t.Helper()
	p := newFleetProject(t)
	for _, fifo := range []string{"began", "interrupted", "go-on"} {
		if err := syscall.Mkfifo(filepath.Join(p.dir, fifo), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p.write(t, ".kamal/hooks/pre-deploy", "#!/bin/sh\ntrap 'echo > interrupted; read go < go-on; exit 1' INT\necho > began\n"+
		"while :; do sleep 0.01; done\n")
	return p
}

// pipe opens a named pipe in both directions, which waits for nobody.
func (p fleetProject) pipe(t *testing.T, fifo string) *os.File {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(p.dir, fifo), os.O_RDWR|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// await waits until the hook writes to a named pipe, but not for ever: it may
// never have been run.
func (p fleetProject) await(t *testing.T, fifo string) {
	t.Helper()
	f := p.pipe(t, fifo)
	if err := f.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
}

func TestEnding_TwoSignalsLeaveNoLock(t *testing.T) {
	hearHangups(t)
	for _, signals := range [][2]syscall.Signal{
		{syscall.SIGTERM, syscall.SIGTERM},
		{syscall.SIGHUP, syscall.SIGHUP},
		{syscall.SIGINT, syscall.SIGINT},
		{syscall.SIGHUP, syscall.SIGTERM},
	} {
		t.Run(fmt.Sprintf("%v, %v", signals[0], signals[1]), func(t *testing.T) {
			t.Parallel()
			p := newSignalledProject(t)
			cmd, _, said := p.command("deploy", "--skip-push", "--version=1")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			p.await(t, "began")
			_ = cmd.Process.Signal(signals[0])
			p.await(t, "interrupted")
			_ = cmd.Process.Signal(signals[1])
			if _, err := p.pipe(t, "go-on").WriteString("\n"); err != nil {
				t.Fatal(err)
			}
			err := cmd.Wait()
			if e, ok := errors.AsType[*exec.ExitError](err); !ok || e.ExitCode() != codeInterrupted {
				t.Errorf("%v, want status %d; it said\n%s", err, codeInterrupted, said.String())
			}
			if _, locked := p.Host("app1").File(".kamal/lock-shop/details"); locked {
				t.Errorf("the lock is left behind; it said\n%s", said.String())
			}
		})
	}
}

func TestTimeline_OfADeployThatIsInterrupted(t *testing.T) {
	p := newSignalledProject(t)
	cmd, _, said := p.command("deploy", "--skip-push", "--version=1", "--timeline=deploy.html")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.await(t, "began")
	_ = cmd.Process.Signal(syscall.SIGINT)
	p.await(t, "interrupted")
	if _, err := p.pipe(t, "go-on").WriteString("\n"); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	text, err := os.ReadFile(filepath.Join(p.dir, "deploy.html"))
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	for _, want := range []string{"interrupted after", `class="bar hook unfinished"`, `data-note="interrupted"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("it lacks %q", want)
		}
	}
}
