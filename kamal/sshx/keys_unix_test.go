//go:build unix

package sshx

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestKeyRing_RefusesWhatIsNoFile(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "id_ed25519")
	for _, name := range []string{pipe, pipe + ".pub"} {
		if err := syscall.Mkfifo(name, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var ring keyRing
	if k := ring.file(pipe); k.err == nil || !strings.HasSuffix(k.err.Error(), "not a regular file but a pipe") || k.public != nil {
		t.Errorf("got %v", k.err)
	}
	if certificate(pipe+".pub") != nil {
		t.Error("a pipe is taken for a certificate")
	}
}
