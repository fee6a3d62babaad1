package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// code is what stands between backticks, and has no links.
var code = regexp.MustCompile("`[^`\n]+`")

var link = regexp.MustCompile(`\]\(([^)]+)\)`)

// headings gives the names by which the headings of a document are linked to.
func headings(text string) map[string]bool {
	names := map[string]bool{}
	for line := range strings.Lines(text) {
		if title, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && strings.HasPrefix(line, "#") {
			names[strings.ReplaceAll(strings.ToLower(strings.TrimSpace(title)), " ", "-")] = true
		}
	}
	return names
}

func TestLinks_LeadSomewhere(t *testing.T) {
	documents, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, document := range append(documents, "../README.md", "../CONTRIBUTING.md", "../SECURITY.md") {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(code.ReplaceAllString(string(text), ""), -1) {
			path, heading, _ := strings.Cut(m[1], "#")
			switch {
			case strings.Contains(path, "://"):
			case path == "":
				if !headings(string(text))[heading] {
					t.Errorf("%s: there is no heading %q", document, heading)
				}
			default:
				if _, err := os.Stat(filepath.Join(filepath.Dir(document), path)); err != nil {
					t.Errorf("%s: %v", document, err)
				}
			}
		}
	}
}
