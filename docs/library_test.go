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

	"github.com/kamal-go/kamal/kamal/kamaltest"
)

var (
	goBlock = regexp.MustCompile("(?s)\n```go\n(package (\\w+)\n.*?)\n```\n")
	goFence = regexp.MustCompile("\n```go\n")
)

// extract writes the Go code of a document to a folder of this module that no
// pattern such as ./... matches, and gives it. A package and its test become one
// folder below it, and each program one of its own: main0, main1.
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
	programs := 0
	for i, block := range blocks {
		pkg, name := string(block[2]), fmt.Sprintf("file%d.go", i)
		if pkg == "main" {
			pkg = fmt.Sprintf("main%d", programs)
			programs++
		}
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

// narrated is a test of the executor in the document: around one that forwards
// ports, it lets hosts reach a registry of this machine.
const narrated = `package deploys

import (
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

func TestNarrating_LetsHostsReachALocalRegistry(t *testing.T) {
	cfg, err := config.Parse(t.Context(), "service: shop\nimage: shop\nservers: [app1]\nregistry: {server: \"localhost:5000\"}\nbuilder: {arch: amd64}", config.Options{Version: "v1"})
	if err != nil {
		t.Fatal(err)
	}
	r := kamaltest.NewRecorder(t)
	d := kamal.New(cfg, Narrating{Executor: r}, r.Options()...)
	if err := d.Deploy(t.Context(), kamal.DeployOptions{SkipPush: true}); err != nil {
		t.Error(err) // an executor that can't forward is refused
	}
}
`

func TestLibrary_CodeIsRightAndItsTestPasses(t *testing.T) {
	dir := extract(t, "library.md")
	if err := os.WriteFile(filepath.Join(dir, "deploys", "narrated_test.go"), []byte(narrated), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"vet"}, {"test", "-vet=off"}, {"tool", "-modfile=../tools/go.mod", "gofumpt", "-l"}} {
		for _, pkg := range []string{"main0", "main1", "deploys"} {
			run := append(args, "./"+filepath.ToSlash(filepath.Join(dir, pkg)))
			out, errs, err := goTool(t, run...)
			if err != nil || args[0] == "tool" && out != "" {
				t.Errorf("go %v: %v\n%s%s", run, err, out, errs)
			}
		}
	}
}

func TestLibrary_OwnCommandRuns(t *testing.T) {
	dir, project := extract(t, "library.md"), t.TempDir()
	fleet, err := kamaltest.NewRecorder(t, kamaltest.Reply{Line: "uptime", Stdout: "up 3 days\n"}).Serve(project, []string{"app1"}, kamaltest.FleetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer fleet.Close()
	file := filepath.Join(project, "deploy.yml")
	text := fmt.Sprintf("service: shop\nimage: shop\nservers: [app1]\nregistry: {server: \"localhost:5000\"}\nbuilder: {arch: amd64}\nssh: {config: [%q]}\n", fleet.ConfigFile())
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	out, errs, err := goTool(t, "run", "./"+filepath.ToSlash(filepath.Join(dir, "main1")), "uptime", "-q", "-c", file)
	if err != nil || out != "app1 up 3 days\n" {
		t.Errorf("got %q, %v, %s", out, err, errs)
	}
}

// preamble makes a program of the README's code, which is a part of one.
const preamble = `package main

import (
	"context"
	"log"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/project"
)

func main() {
	ctx := context.Background()
`

func TestReadme_CodeIsRight(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, code, found := strings.Cut(string(text), "\n```go\n")
	code, _, ended := strings.Cut(code, "\n```\n")
	if !found || !ended {
		t.Fatal("there is no code")
	}
	dir, err := os.MkdirTemp(".", "_code")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(preamble+code+"\n}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, errs, err := goTool(t, "vet", "./"+filepath.ToSlash(dir)); err != nil {
		t.Errorf("%v\n%s%s", err, out, errs)
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
