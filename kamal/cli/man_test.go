package cli

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/golden"
)

func TestManual_HasAPageForEachCommand(t *testing.T) {
	parser, err := newParser(&cli{})
	if err != nil {
		t.Fatal(err)
	}
	pages := manual{version: "v1.2.3", date: "2026-01-02"}.pages(parser.Model.Node)
	for _, command := range parser.Model.Leaves(true) {
		page := pages[pageName(command)+".1"]
		if page == "" {
			t.Errorf("%s has no page", cmdline.Path(command))
		}
		shown := slices.DeleteFunc(slices.Clone(command.Flags), func(f *kong.Flag) bool { return f.Hidden })
		for _, option := range flagNames(shown) {
			if !strings.Contains(page, strings.ReplaceAll(option, "-", `\-`)) {
				t.Errorf("the page of %s does not tell of %s", cmdline.Path(command), option)
			}
		}
	}
	golden.Read(t, "testdata/man.txtar").Compare(t, "kamal-lock-acquire.1", pages["kamal-lock-acquire.1"])
}

// Programs that show pages are asked, where they are here, what they make of them.
func TestManual_IsShownWithoutAWarning(t *testing.T) {
	parser, err := newParser(&cli{})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if _, err := (manual{version: "v1.2.3", date: "2026-01-02"}).write(folder, parser.Model.Node); err != nil {
		t.Fatal(err)
	}
	for _, check := range []struct {
		program string
		pages   string
		args    []string
	}{
		{"man", "kamal-con*", []string{"--warnings", "-E", "UTF-8", "-l", "-Tutf8"}},
		{"mandoc", "*", []string{"-T", "lint", "-W", "warning"}},
	} {
		t.Run(check.program, func(t *testing.T) {
			path, err := exec.LookPath(check.program)
			if err != nil {
				t.Skip("it is not here")
			}
			// Other programs of that name know other options.
			if version, _ := exec.CommandContext(t.Context(), path, "--version").CombinedOutput(); check.program == "man" && !strings.HasPrefix(string(version), "man 2.") {
				t.Skipf("it is another one: %s", version)
			}
			pages, err := filepath.Glob(filepath.Join(folder, check.pages))
			if err != nil || len(pages) == 0 {
				t.Fatalf("no page is %s: %v", check.pages, err)
			}
			trouble, err := complaints(t, path, append(check.args, pages...)...)
			if err != nil || trouble != "" {
				first, _, _ := strings.Cut(trouble, "\n")
				t.Errorf("%v: %s ...", err, first)
			}
		})
	}
}

// complaints gives what a program says besides showing pages.
func complaints(t *testing.T, program string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Env = append(cmd.Environ(), "MANPAGER=cat", "MANWIDTH=80", "LC_ALL=C.UTF-8")
	var trouble strings.Builder
	cmd.Stderr = &trouble
	out, err := cmd.Output()
	if strings.Contains(strings.Join(args, " "), "lint") {
		trouble.Write(out)
	}
	return trouble.String(), err
}
