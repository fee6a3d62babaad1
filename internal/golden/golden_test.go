package golden_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/kamal-go/kamal/internal/golden"
)

const archive = `about
-- in --
one
-- folder/want --
two
`

func read(t *testing.T) *golden.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "case.txtar")
	if err := os.WriteFile(path, []byte(archive), 0o644); err != nil {
		t.Fatal(err)
	}
	return golden.Read(t, path)
}

// deaf is a test that only notes that it failed.
type deaf struct {
	testing.TB
	failed bool
}

func (d *deaf) Helper()               {}
func (d *deaf) Errorf(string, ...any) { d.failed = true }

func TestFile_HoldsSections(t *testing.T) {
	file := read(t)
	if file.Comment() != "about\n" || file.Text("in") != "one\n" || !file.Has("in") || file.Has("out") || file.Text("out") != "" {
		t.Errorf("got %q, %q", file.Comment(), file.Text("in"))
	}
}

func TestCompare_FailsForAnotherText(t *testing.T) {
	for text, fails := range map[string]bool{"two": false, "two\n": false, "three": true, "": true} {
		d := &deaf{TB: t}
		if read(t).Compare(d, "folder/want", text); d.failed != fails {
			t.Errorf("comparing with %q failed: %v", text, d.failed)
		}
	}
}

func TestDrop_FailsForASectionThatIsThere(t *testing.T) {
	for name, fails := range map[string]bool{"in": true, "out": false} {
		d := &deaf{TB: t}
		if read(t).Drop(d, name); d.failed != fails {
			t.Errorf("dropping %q failed: %v", name, d.failed)
		}
	}
}

func TestUnpack_WritesSectionsAsFiles(t *testing.T) {
	dir := t.TempDir()
	read(t).Unpack(t, dir)
	if text, err := os.ReadFile(filepath.Join(dir, "folder", "want")); string(text) != "two\n" || err != nil {
		t.Errorf("got %q, %v", text, err)
	}
}
