package golden

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Table compares a table, in Markdown, with the first one below a heading of a
// document. With the flag -update it takes that one's place.
func Table(tb testing.TB, path, heading, got string) {
	tb.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	lines := slices.Collect(strings.Lines(string(text)))
	first, end := tableBelow(lines, heading)
	if first < 0 {
		tb.Fatalf("%s has no table below %q", path, heading)
	}
	if diff := cmp.Diff(strings.Join(lines[first:end], ""), got); diff == "" {
		return
	} else if !*update {
		tb.Errorf("%s: the table below %q (-want +got):\n%s", path, heading, diff)
		return
	}
	lines = slices.Replace(lines, first, end, got)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o644); err != nil {
		tb.Fatal(err)
	}
}

// tableBelow finds the lines of a table; first is negative where there is none.
func tableBelow(lines []string, heading string) (first, end int) {
	at := slices.Index(lines, heading+"\n")
	if at < 0 {
		return -1, -1
	}
	first = slices.IndexFunc(lines[at+1:], func(l string) bool { return l[0] == '|' || l[0] == '#' })
	if first < 0 || lines[at+1+first][0] == '#' {
		return -1, -1
	}
	first += at + 1
	for end = first; end < len(lines) && lines[end][0] == '|'; end++ {
	}
	return first, end
}
