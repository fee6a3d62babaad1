package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
)

// rival is what is compared with: a program, and its source where that is known. The
// zero value is none.
type rival struct{ kamal, source string }

// newRival finds a program by its path, or builds that of a name that git knows.
func newRival(against string) (rival, error) {
	if against == "" {
		return rival{}, nil
	}
	if info, err := os.Stat(against); err == nil && info.Mode().IsRegular() {
		return rival{kamal: against}, nil
	}
	dir, err := os.MkdirTemp("", "bench-rival-")
	if err != nil {
		return rival{}, err
	}
	r := rival{kamal: filepath.Join(dir, "kamal"), source: filepath.Join(dir, "source")}
	if err := run(".", "git", "worktree", "add", "--quiet", "--detach", r.source, against); err != nil {
		return rival{}, errors.Join(fmt.Errorf("%q is no program, and git does not know it: %w", against, err), os.RemoveAll(dir))
	}
	log.Printf("building %s", against)
	if err := run(r.source, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", r.kamal, "./cmd/kamal"); err != nil {
		return rival{}, errors.Join(fmt.Errorf("building %q: %w", against, err), r.close())
	}
	return r, nil
}

// close removes what was made for it.
func (r rival) close() error {
	if r.source == "" {
		return nil
	}
	return errors.Join(run(".", "git", "worktree", "remove", "--force", r.source), os.RemoveAll(filepath.Dir(r.source)))
}

func run(dir, program string, args ...string) error {
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	return cmd.Run()
}
