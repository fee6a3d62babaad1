//go:build unix

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
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
	p.write(t, ".kamal/hooks/pre-deploy", "#!/bin/sh\ntrap 'echo > interrupted; cat go-on; exit 1' INT\necho > began\n"+
		"while :; do sleep 0.01; done\n")
	return p
}

// await waits until the hook writes to a named pipe.
func (p fleetProject) await(t *testing.T, fifo string) {
	t.Helper()
	if _, err := os.ReadFile(filepath.Join(p.dir, fifo)); err != nil {
		t.Fatal(err)
	}
}

func TestEnding_TwoSignalsLeaveNoLock(t *testing.T) {
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
			if err := os.WriteFile(filepath.Join(p.dir, "go-on"), nil, 0); err != nil {
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
