//go:build unix

package regular_test

import (
	"bytes"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/kamal-go/kamal/internal/regular"
)

func TestReadFile_RefusesAllButRegularFilesAtOnce(t *testing.T) {
	const dir, pipe, socket, link = ".", "pipe", "socket", "link"
	t.Chdir(t.TempDir()) // the path of a socket must be short
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if err := os.Symlink(pipe, link); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		dir: "folder", pipe: "pipe", link: "pipe", socket: "socket", "/dev/zero": "device", "/dev/null": "device",
	} {
		_, err := regular.ReadFile(name, regular.MaxText)
		var path *fs.PathError
		if !errors.As(err, &path) || !errors.Is(err, regular.ErrKind) || !strings.HasSuffix(err.Error(), "not a regular file but a "+want) {
			t.Errorf("%s: got %v, want a %s to be refused", name, err, want)
		}
	}
}

func TestReadFile_KeepsToTheLimit(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, bytes.Repeat([]byte("x"), 10), 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := regular.ReadFile(name, 10); err != nil || string(text) != "xxxxxxxxxx" {
		t.Errorf("got %q, %v", text, err)
	}
	_, err := regular.ReadFile(name, 9)
	if !errors.Is(err, regular.ErrTooLarge) || !strings.HasSuffix(err.Error(), "too large: it may have 9 bytes") {
		t.Errorf("got %v", err)
	}
}

func TestReadFile_ReadsNothingOfAHugeFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "huge")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, 1<<40); err != nil {
		t.Skip("no sparse files here:", err)
	}
	_, err := regular.ReadFile(name, regular.MaxText)
	if !errors.Is(err, regular.ErrTooLarge) || !strings.HasSuffix(err.Error(), "it may have 4 MiB") {
		t.Errorf("got %v", err)
	}
}

func TestReadFile_SaysThatAFileIsMissing(t *testing.T) {
	if _, err := regular.ReadFile(filepath.Join(t.TempDir(), "none"), 1); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestReadFile_BoundsWhatHasNoSize(t *testing.T) {
	if _, err := os.Stat("/proc/self/maps"); err != nil {
		t.Skip("no such files here")
	}
	if _, err := regular.ReadFile("/proc/self/maps", 10); !errors.Is(err, regular.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}
