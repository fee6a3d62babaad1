//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// signalledProject is a project with a host, and a hook that runs while the lock
// is held: it tells the test when it begins, and when it was interrupted.
type signalledProject struct {
	*kamaltest.Fleet
	dir string
}

func newSignalledProject(t *testing.T) signalledProject {
	t.Helper()
	p := signalledProject{dir: t.TempDir()}
	var err error
	if p.Fleet, err = kamaltest.NewFleet(p.dir, []string{"app1"}, kamaltest.FleetOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	for _, fifo := range []string{"began", "interrupted", "go-on"} {
		if err := syscall.Mkfifo(filepath.Join(p.dir, fifo), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{
		"config/deploy.yml": fmt.Sprintf("service: shop\nimage: shop\nservers: [app1]\n"+
			"registry: {server: registry.example.com, username: dev, password: [PASSWORD]}\n"+
			"builder: {arch: amd64, context: .}\nproxy: {host: shop.example.com}\nssh: {config: [%q]}\n", p.ConfigFile()),
		".kamal/hooks/pre-deploy": "#!/bin/sh\ntrap 'echo > interrupted; cat go-on; exit 1' INT\necho > began\n" +
			"while :; do sleep 0.01; done\n",
	} {
		path := filepath.Join(p.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// await waits until the hook writes to a named pipe.
func (p signalledProject) await(t *testing.T, fifo string) {
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
			cmd := exec.Command("kamal", "deploy", "--skip-push", "--version=1")
			var said bytes.Buffer
			cmd.Dir, cmd.Stdout, cmd.Stderr = p.dir, &said, &said
			cmd.Env = append(os.Environ(), "PASSWORD=secret", "HOME="+p.dir, "KAMAL_LOCK=", "KAMAL_DESTINATION=")
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
