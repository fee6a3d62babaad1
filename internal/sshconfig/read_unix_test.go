//go:build unix

package sshconfig

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestReadFile_RefusesWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	pipe, main := filepath.Join(dir, "pipe"), filepath.Join(dir, "config")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(main, []byte("Include "+pipe+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const want = "not a regular file but a pipe"
	r := reader{files: new(Files)}
	if err := r.readFile(pipe, dir, true); err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("got %v", err)
	}
	if err := r.readFile(main, dir, false); err != nil || len(r.notes) != 1 || !strings.HasSuffix(r.notes[0], want) {
		t.Errorf("got %v, notes %q", err, r.notes)
	}
}
