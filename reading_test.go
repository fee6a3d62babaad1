package module_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// unbounded finds what reads a file, or anything else, whatever it is and however large.
var unbounded = regexp.MustCompile(`\b(os\.ReadFile|os\.Open|ioutil\.\w+)\(|io\.ReadAll\((\w|\.)+\)`)

// ownReaders are the places that may read so: what they read is not the user's.
var ownReaders = []string{"examples/", "internal/bench/", "internal/golden/", "internal/site/", "internal/playground/", "internal/shelltest/", "internal/simhost/", "kamal/lock_process_linux.go"}

func TestFiles_AreReadByWayOfRegular(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		skip := slices.ContainsFunc(ownReaders, func(own string) bool { return strings.HasPrefix(filepath.ToSlash(path), own) })
		if err != nil || entry.IsDir() || skip || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if found := unbounded.Find(text); found != nil {
			t.Errorf("%s: %s... may wait for ever or take all memory; use internal/regular, or a limit", path, found)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
