package cli

import (
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestVersion_IsThatOfTheLinker(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the program")
	}
	program := filepath.Join(t.TempDir(), "kamal")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-ldflags=-X github.com/kamal-go/kamal/kamal/cli.release=v1.2.3", "-o", program, "../../cmd/kamal")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	out, err := exec.CommandContext(t.Context(), program, "version").Output()
	if got := strings.TrimSpace(string(out)); err != nil || got != "v1.2.3" {
		t.Errorf("got %q, %v, want v1.2.3", got, err)
	}
}
