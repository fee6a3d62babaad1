package golden

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestTable_IsTheFirstBelowAHeading(t *testing.T) {
	const text = "# Top\n\n| a |\n\n## Speed\n\nAbout it.\n\n| b |\n| --- |\n\nMore.\n\n| c |\n"
	path := filepath.Join(t.TempDir(), "a.md")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	Table(t, path, "## Speed", "| b |\n| --- |\n")

	defer func(before bool) { *update = before }(*update)
	*update = true
	Table(t, path, "## Speed", "| B |\n| --- |\n| 1 |\n")
	*update = false
	got, err := os.ReadFile(path)
	if want := "# Top\n\n| a |\n\n## Speed\n\nAbout it.\n\n| B |\n| --- |\n| 1 |\n\nMore.\n\n| c |\n"; err != nil || string(got) != want {
		t.Errorf("it is %q, %v", got, err)
	}
	Table(t, path, "## Speed", "| B |\n| --- |\n| 1 |\n")
}

func TestTable_OfOtherHeadingsDoesNotCount(t *testing.T) {
	for text, found := range map[string]bool{
		"## Speed\n| b |\n": true, "## Speed\n\n| b |": true, "## Speed\n\n## More\n\n| b |\n": false, "## Speed\n": false, "| b |\n": false,
	} {
		lines := slices.Collect(strings.Lines(text))
		if first, end := tableBelow(lines, "## Speed"); (first >= 0 && end == len(lines)) != found {
			t.Errorf("%q: from %d to %d", text, first, end)
		}
	}
}
