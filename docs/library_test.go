// Package docs_test keeps the documents true.
package docs_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	goBlock = regexp.MustCompile("(?s)\n```go\n(package (\\w+)\n.*?)\n```\n")
	goFence = regexp.MustCompile("\n```go\n")
)

// extract writes the Go code of a document to a folder of this module that no
// pattern such as ./... matches, and gives it. A package and its test become one
// folder below it.
func extract(t *testing.T, document string) string {
	t.Helper()
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp(".", "_code")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	blocks := goBlock.FindAllSubmatch(text, -1)
	if len(blocks) == 0 || len(blocks) != len(goFence.FindAll(text, -1)) {
		t.Fatalf("%s: of %d blocks of Go %d are whole files", document, len(goFence.FindAll(text, -1)), len(blocks))
	}
	for i, block := range blocks {
		pkg, name := string(block[2]), fmt.Sprintf("file%d.go", i)
		if base, ok := strings.CutSuffix(pkg, "_test"); ok {
			pkg, name = base, fmt.Sprintf("file%d_test.go", i)
		}
		path := filepath.Join(dir, pkg, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(block[1], '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLibrary_CodeIsRightAndItsTestPasses(t *testing.T) {
	dir := extract(t, "library.md")
	for _, args := range [][]string{{"vet"}, {"test", "-vet=off"}, {"tool", "-modfile=../tools/go.mod", "gofumpt", "-l"}} {
		for _, pkg := range []string{"main", "deploys"} {
			run := append(args, "./"+filepath.ToSlash(filepath.Join(dir, pkg)))
			out, errs, err := goTool(t, run...)
			if err != nil || args[0] == "tool" && out != "" {
				t.Errorf("go %v: %v\n%s%s", run, err, out, errs)
			}
		}
	}
}

// goTool runs go. Findings are on its standard output; standard error has what
// it does besides too, such as downloading.
func goTool(t *testing.T, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	return out.String(), errs.String(), err
}
