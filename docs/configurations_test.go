package docs_test

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal/config"
)

var (
	yamlBlock = regexp.MustCompile("(?s)```yaml\n(.*?)\n```")
	topKey    = regexp.MustCompile(`(?m)^[a-z_]+:`)
)

// needed is what every configuration has.
const needed = `service: shop
image: acme/shop
servers: [ 192.0.2.11 ]
builder: { arch: amd64 }
registry: { username: deployer, password: [ REGISTRY_PASSWORD ] }`

// otherFiles are those of CI, by their first lines.
var otherFiles = []string{"# .github/", "# .gitlab-ci.yml"}

func TestConfigurations_AreRight(t *testing.T) {
	documents, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, document := range documents {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		first := ""
		for _, m := range yamlBlock.FindAllStringSubmatch(string(text), -1) {
			if slices.ContainsFunc(otherFiles, func(first string) bool { return strings.HasPrefix(m[1], first) }) {
				continue
			}
			count++
			checkConfiguration(t, document, m[1], first)
			if first == "" && strings.HasPrefix(m[1], "service:") {
				first = m[1]
			}
		}
	}
	if count == 0 {
		t.Error("no document has a configuration")
	}
}

// sections are the parts of a configuration, by their keys.
func sections(text string) map[string]string {
	parts := map[string]string{}
	starts := topKey.FindAllStringIndex(text, -1)
	for i, start := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		parts[text[start[0]:start[1]]] = strings.TrimRight(text[start[0]:end], "\n") + "\n"
	}
	return parts
}

// checkConfiguration fails the test if a configuration is not accepted. A part of
// one gets what it lacks from the document's first whole one.
func checkConfiguration(t *testing.T, document, text, first string) {
	t.Helper()
	whole, have := text+"\n", sections(text)
	others := sections(first)
	for key, part := range sections(needed) {
		if _, ok := have[key]; !ok {
			whole += cmp.Or(others[key], part)
		}
	}
	warn := func(w config.Warning) {
		// Forms of Kamal 1 are shown for those who have them.
		if !strings.Contains(document, "kamal-1") {
			t.Errorf("%s: %s in\n%s", document, w.Message, whole)
		}
	}
	if _, err := config.Parse(t.Context(), whole, config.Options{Version: "v1", Warn: warn}); err != nil {
		t.Errorf("%s: %v in\n%s", document, err, whole)
	}
}
