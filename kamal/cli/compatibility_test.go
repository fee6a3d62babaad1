package cli

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/kamal/config"
)

// table gives the rows of the table below a heading of docs/compatibility.md,
// each without its marks of code.
func table(t *testing.T, heading string) [][]string {
	t.Helper()
	text, err := os.ReadFile("../../docs/compatibility.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(text), "\n## "+heading+"\n")
	if !found {
		t.Fatalf("there is no section %q", heading)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var rows [][]string
	for line := range strings.Lines(section) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	return rows
}

var code = regexp.MustCompile("`([^`]+)`")

// coded gives what is marked as code in a cell, sorted.
func coded(cell string) []string {
	words := []string{}
	for _, m := range code.FindAllStringSubmatch(cell, -1) {
		words = append(words, m[1])
	}
	slices.Sort(words)
	return words
}

// flagNames gives the options as they are typed, sorted.
func flagNames(flags []*kong.Flag) []string {
	names := []string{}
	for _, f := range flags {
		names = append(names, "--"+f.Name)
		if f.Short != 0 {
			names = append(names, "-"+string(f.Short))
		}
	}
	slices.Sort(names)
	return names
}

// commandsBelow gives the options of each command that can be called, by its
// full name. What the completion scripts call is no command for people.
func commandsBelow(n *kong.Node, found map[string][]string) map[string][]string {
	for _, c := range n.Children {
		if !strings.HasPrefix(c.Name, "__") {
			commandsBelow(c, found)
		}
	}
	if n.Leaf() {
		found[cmdline.Path(n)] = flagNames(n.Flags)
	}
	return found
}

func TestCompatibility_HasEachCommandWithItsOptions(t *testing.T) {
	parser, err := newParser(&cli{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, row := range table(t, "Commands") {
		got[coded(row[0])[0]] = coded(row[1])
	}
	if diff := cmp.Diff(commandsBelow(parser.Model.Node, map[string][]string{}), got); diff != "" {
		t.Errorf("program (-), docs/compatibility.md (+):\n%s", diff)
	}
}

func TestCompatibility_HasEachOptionOfEveryCommand(t *testing.T) {
	parser, err := newParser(&cli{})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, row := range table(t, "Options of every command") {
		got = append(got, coded(row[0])...)
	}
	slices.Sort(got)
	if diff := cmp.Diff(flagNames(parser.Model.Node.Flags), got); diff != "" {
		t.Errorf("program (-), docs/compatibility.md (+):\n%s", diff)
	}
}

// schemaNode is a part of the JSON schema.
type schemaNode struct {
	Properties           map[string]*schemaNode
	AdditionalProperties json.RawMessage
	Items                *schemaNode
	AnyOf                []*schemaNode
}

// keysOf gives the paths of all keys below a path; NAME is a name of the user's
// own.
func (n *schemaNode) keysOf(t *testing.T, path string, keys map[string]bool) {
	t.Helper()
	for name, sub := range n.Properties {
		full := strings.TrimPrefix(path+"."+name, ".")
		keys[full] = true
		sub.keysOf(t, full, keys)
	}
	if strings.HasPrefix(string(n.AdditionalProperties), "{") {
		var sub schemaNode
		if err := json.Unmarshal(n.AdditionalProperties, &sub); err != nil {
			t.Fatal(err)
		}
		sub.keysOf(t, path+".NAME", keys)
	}
	if n.Items != nil {
		n.Items.keysOf(t, path, keys)
	}
	for _, sub := range n.AnyOf {
		sub.keysOf(t, path, keys)
	}
}

func schemaKeys(t *testing.T) map[string]bool {
	t.Helper()
	var top schemaNode
	if err := json.Unmarshal(config.Schema(), &top); err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	top.keysOf(t, "", keys)
	return keys
}

var as = regexp.MustCompile("^As `([^`]+)`")

func TestCompatibility_HasEachKeyOfTheConfiguration(t *testing.T) {
	keys := schemaKeys(t)
	rows := map[string]string{}
	for _, row := range table(t, "Configuration keys") {
		rows[coded(row[0])[0]] = row[1]
	}
	want := maps.Clone(keys)
	for path, text := range rows {
		m := as.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		// The row stands for all keys below it, which are those of another one.
		for key := range keys {
			below, ok := strings.CutPrefix(key, path+".")
			if !ok {
				continue
			}
			if !keys[m[1]+"."+below] {
				t.Errorf("%s is said to be as %s, which has no key %s", path, m[1], below)
			}
			delete(want, key)
		}
	}
	got := slices.Sorted(maps.Keys(rows))
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), got); diff != "" {
		t.Errorf("program (-), docs/compatibility.md (+):\n%s", diff)
	}
}

func TestCompatibility_SaysWhatBecomesOfEachRow(t *testing.T) {
	for _, heading := range []string{"Commands", "Options of every command", "Configuration keys"} {
		for _, row := range table(t, heading) {
			if text := row[len(row)-1]; text == "" || !strings.HasSuffix(text, ".") {
				t.Errorf("%s: %s: says %q", heading, row[0], text)
			}
		}
	}
}
