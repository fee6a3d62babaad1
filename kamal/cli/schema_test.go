package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/golden"
)

// What init writes names docs/schema.json for editors.
func TestSchema_IsTheOneInTheDocs(t *testing.T) {
	stdout, stderr, status := fleetProject{dir: t.TempDir()}.kamal(t, "config", "--schema")
	if status != codeDone {
		t.Fatal(stderr)
	}
	file := filepath.Join("..", "..", "docs", "schema.json")
	if golden.Updating() {
		if err := os.WriteFile(file, []byte(stdout), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || strings.TrimSpace(string(want)) != strings.TrimSpace(stdout) {
		t.Errorf("%s is not what config --schema prints: run make golden (%v)", file, err)
	}
}
