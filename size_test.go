package module_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// No file is longer than one subject needs, and no function than a screen holds. Those
// of tests may be tables.
const longestFile, longestFunc = 400, 60

func TestFiles_AreShort(t *testing.T) {
	set := token.NewFileSet()
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		lines := func(n ast.Node) int { return set.Position(n.End()).Line - set.Position(n.Pos()).Line + 1 }
		if n := set.File(file.Pos()).LineCount(); n > longestFile+1 {
			t.Errorf("%s has %d lines: split it by subject", path, n)
		}
		for _, d := range file.Decls {
			if _, ok := d.(*ast.FuncDecl); ok && lines(d) > longestFunc && !strings.HasSuffix(path, "_test.go") {
				t.Errorf("%s: a function has %d lines", set.Position(d.Pos()), lines(d))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
