// Package golden compares what a test produces with a section of a txtar file.
//
//	file := golden.Read(t, "testdata/roles.txtar")
//	got := render(file.Text("config/deploy.yml"))
//	file.Compare(t, "want.yaml", got)
//
// With the flag -update a test writes what it produced into the file instead.
package golden

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = new(bool)

// Only test binaries have the flag: other programs may import this package too.
func init() {
	if testing.Testing() {
		flag.BoolVar(update, "update", false, "write golden files anew")
	}
}

// Updating reports whether golden files are to be written anew.
func Updating() bool { return *update }

// File is a txtar file of a test.
type File struct {
	path    string
	archive *txtar.Archive
}

// Read reads a file; one that is not there is empty with -update, else the test fails.
func Read(tb testing.TB, path string) *File {
	tb.Helper()
	archive, err := txtar.ParseFile(path)
	switch {
	case os.IsNotExist(err) && *update:
		archive = &txtar.Archive{}
	case os.IsNotExist(err):
		tb.Fatalf("%v: go test -update makes it", err)
	case err != nil:
		tb.Fatal(err)
	}
	return &File{path: path, archive: archive}
}

// Each runs a subtest for every file that matches a pattern, and fails if none does.
func Each(t *testing.T, pattern string, test func(*testing.T, *File)) {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no golden file matches %q (%v)", pattern, err)
	}
	for _, path := range paths {
		name := filepath.Base(path)
		t.Run(name[:len(name)-len(filepath.Ext(name))], func(t *testing.T) { test(t, Read(t, path)) })
	}
}

// Comment is the text before the first section.
func (f *File) Comment() string { return string(f.archive.Comment) }

// Has reports whether there is such a section.
func (f *File) Has(name string) bool { return f.index(name) >= 0 }

// Text is a section, or empty where there is none.
func (f *File) Text(name string) string {
	if i := f.index(name); i >= 0 {
		return string(f.archive.Files[i].Data)
	}
	return ""
}

// Unpack writes all sections into a folder as files.
func (f *File) Unpack(tb testing.TB, folder string) {
	tb.Helper()
	for _, section := range f.archive.Files {
		path := filepath.Join(folder, filepath.FromSlash(section.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(path, section.Data, 0o644); err != nil {
			tb.Fatal(err)
		}
	}
}

// Compare fails the test if a section is not what it got. With -update it is
// made so.
func (f *File) Compare(tb testing.TB, name, got string) {
	tb.Helper()
	if got != "" && got[len(got)-1] != '\n' {
		got += "\n"
	}
	if diff := cmp.Diff(f.Text(name), got); diff == "" {
		return
	} else if !*update {
		tb.Errorf("%s: %s (-want +got):\n%s", f.path, name, diff)
		return
	}
	f.set(name, got)
	err := os.MkdirAll(filepath.Dir(f.path), 0o755)
	if err == nil {
		err = os.WriteFile(f.path, txtar.Format(f.archive), 0o644)
	}
	if err != nil {
		tb.Fatal(err)
	}
}

// Drop removes a section with -update; else the test fails if there is one.
func (f *File) Drop(tb testing.TB, name string) {
	tb.Helper()
	i := f.index(name)
	switch {
	case i < 0:
		return
	case !*update:
		tb.Errorf("%s: nothing is there for %s", f.path, name)
		return
	}
	f.archive.Files = slices.Delete(f.archive.Files, i, i+1)
	if err := os.WriteFile(f.path, txtar.Format(f.archive), 0o644); err != nil {
		tb.Fatal(err)
	}
}

func (f *File) set(name, text string) {
	i := f.index(name)
	if i < 0 {
		i = len(f.archive.Files)
		f.archive.Files = append(f.archive.Files, txtar.File{Name: name})
	}
	f.archive.Files[i].Data = []byte(text)
}

func (f *File) index(name string) int {
	return slices.IndexFunc(f.archive.Files, func(s txtar.File) bool { return s.Name == name })
}

// Seed adds a section of every file that matches a pattern to a fuzz test.
func Seed(f *testing.F, pattern, name string) {
	f.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		f.Fatalf("no golden file matches %q (%v)", pattern, err)
	}
	for _, path := range paths {
		f.Add(Read(f, path).Text(name))
	}
}
