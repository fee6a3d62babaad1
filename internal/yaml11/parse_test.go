package yaml11_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// show writes a tree on one line: {key: value}, [value], text.
func show(n *yaml11.Node) string {
	var parts []string
	switch n.Kind {
	case yaml11.Map:
		for _, pair := range n.Map {
			parts = append(parts, pair.Key+": "+show(pair.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case yaml11.List:
		for _, entry := range n.List {
			parts = append(parts, show(entry))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case yaml11.Null:
		return "nil"
	}
	return n.Text
}

func TestParse_Structure(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "{}"},
		{"# only\n# comments\n", "{}"},
		{"---\n", "{}"},
		{"--- # c\n", "{}"},
		{"---\na: 1\n", "{a: 1}"},
		{"%YAML 1.1\n---\na: 1\n", "{a: 1}"},
		{"\ufeffa: 1\nb: 2\n", "{a: 1, b: 2}"},
		{"a: 1\r\nb:\r\n  - x\r\n", "{a: 1, b: [x]}"},
		{"a: 1\n...\nb: 2\n", "{a: 1}"},
		{"a: 1\n--- \nb: 2\n", "{a: 1}"},
		{"a: |\n  ---\n  x\nb: 2\n", "{a: ---\nx\n, b: 2}"},
		{"a: 1\na: 2\nb: 3\n", "{a: 2, b: 3}"},
		{"true: x\n5: y\n0644: z\n", "{true: x, 5: y, 420: z}"},
		{"yes: x\n'yes': y\n", "{true: x, yes: y}"},
		{":sym: x\n", "{sym: x}"},
		{"a:\n- x\n- y\nb: z\n", "{a: [x, y], b: z}"},
		{"a:\n  - x: 1\n    y: 2\n  - z\n  -\n", "{a: [{x: 1, y: 2}, z, nil]}"},
		{"- - a\n  - b\n- c\n", "[[a, b], c]"},
		{"a: [x, 'y', {b: 1}, ]\n", "{a: [x, y, {b: 1}]}"},
		{"a: [80:80, 22:30, http://b]\n", "{a: [80:80, 81000, http://b]}"},
		{"a: {b: 1, c: [d], e}\n", "{a: {b: 1, c: [d], e: nil}}"},
		{"a: {\n  b: 1,\n  c: 2\n}\n", "{a: {b: 1, c: 2}}"},
		{"a: []\nb: {}\n", "{a: [], b: {}}"},
		{"? a\n: b\n", "{a: b}"},
		{"a:\nb:\n", "{a: nil, b: nil}"},
		{"a: &x 1\nb: *x\n", "{a: 1, b: 1}"},
		{"a: &x\n  b: 1\nc: *x\n", "{a: {b: 1}, c: {b: 1}}"},
		{"a: &x 1\nb: &x 2\nc: *x\n", "{a: 1, b: 2, c: 2}"},
		{"plain", "plain"},
	} {
		if got := show(parse(t, c.text).Root); got != c.want {
			t.Errorf("%q gives %s, want %s", c.text, got, c.want)
		}
	}
}

func TestParse_MergeKeys(t *testing.T) {
	const anchors = "x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\n"
	for _, c := range []struct{ text, want string }{
		{"z:\n  <<: *x\n  b: 3\n", "{a: 1, b: 3}"},
		{"z:\n  b: 3\n  <<: *x\n", "{b: 1, a: 1}"},
		{"z:\n  <<: [*x, *y]\n", "{b: 1, c: 2, a: 1}"},
		{"z:\n  <<: *x\n  <<: *y\n", "{a: 1, b: 2, c: 2}"},
		{"z:\n  <<: {d: 4}\n  e: 5\n", "{d: 4, e: 5}"},
		{"z: {<<: *x, d: 4}\n", "{a: 1, b: 1, d: 4}"},
	} {
		doc := parse(t, anchors+c.text)
		if got := show(doc.Root.Get("z")); got != c.want {
			t.Errorf("%q gives %s, want %s", c.text, got, c.want)
		}
		if len(doc.Warnings) > 0 {
			t.Errorf("%q warns: %v", c.text, doc.Warnings)
		}
	}
}

func TestParse_Positions(t *testing.T) {
	root := parse(t, "# c\nüber:\n  - name: \"é\" # c\n    text: |\n      x\n    none:\nlist: [a,\n  b]\nmap: {c: d}\nref: &r\n  e: 1\nuse: *r\n").Root
	at := func(n *yaml11.Node) string { return fmt.Sprintf("%d:%d", n.Pos.Line, n.Pos.Column) }
	entry := root.Get("über").List[0]
	got := []string{
		at(root), at(root.Get("über")), at(entry), at(entry.Get("name")), at(entry.Get("text")), at(entry.Get("none")),
		at(root.Get("list")), at(root.Get("list").List[1]), at(root.Get("map")), at(root.Get("map").Get("c")),
		at(root.Get("use")), at(root.Get("use").Get("e")),
	}
	want := []string{"2:1", "3:3", "3:5", "3:11", "4:11", "6:5", "7:7", "8:3", "9:6", "9:10", "12:6", "11:3"}
	want[len(want)-1] = "11:6"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if pos := entry.Map[2].KeyPos; pos.String() != "x.yml:6:5" {
		t.Errorf("key at %s", pos)
	}
}

func TestParse_Warnings(t *testing.T) {
	doc := parse(t, "ports: 80,443\ntime: 22:30\nversion: 3.10\nfine: 1.5\nalso: '3.10'\nwhole: 1.0\nfine: 2\nlocal: ::1  \n")
	var got []string
	for _, w := range doc.Warnings {
		got = append(got, w.String())
	}
	want := []string{
		"x.yml:1:8: 80,443 is read as the number 80443: put it into quotes if it is text",
		"x.yml:2:7: 22:30 is read as hours and minutes, the number 81000: put it into quotes if it is text",
		"x.yml:3:10: 3.10 is read as the number 3.1: put it into quotes to keep the zero",
		`x.yml:7:1: the key "fine" is already in line 4, this one counts`,
		"x.yml:8:8: ::1 is read as :1, without the first colon: put it into quotes",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParse_RefusesWithPosition(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a: {b:1}", "x.yml:1:6: a blank is missing after the colon"},
		{"a: &x {k: *x}", "x.yml:1:11: the alias *x stands inside of what it refers to"},
		{"a: *x", "x.yml:1:4: no anchor &x above this alias"},
		{"a: !ruby/object:Foo {b: 1}", "x.yml:1:4: the tag !ruby/object:Foo is not supported"},
		{"a: !x\nb: 1", "x.yml:1:4: the tag !x is not supported"},
		{"a: !!map\nb: 1", "x.yml:2:1: this map is not indented far enough"},
		{"a: !!float x", `x.yml:1:12: "x" is not a number`},
		{"a: !!binary '?'", "x.yml:1:13: this is not base64"},
		{"a: !!str [b]", "x.yml:1:10: the tag before this list does not fit"},
		{"a: 1\n\x00", "x.yml:2:1: a control character is not allowed here"},
		{"a: 1\nb: \xff", "x.yml:2:4: not UTF-8"},
		{"a:\n  <<: 5", "x.yml:2:3: a merge key needs a map, or a list of maps, not a number"},
		{"? {a: b}\n: c", "x.yml:1:3: a key must be text, this is a map"},
		{"%TAG ! x\n---\na: 1", "x.yml:1:1: only the directive %YAML is supported"},
		{"%YAML 1.1\na: 1", "x.yml:1:1: a directive must be followed by a line with ---"},
		{"a: [ ::1, a::b ]", `x.yml:1:6: a value can't begin with ":" here, put it into quotes`},
		{"a: {\n  b: [c,\n}", `x.yml:3:1: '}' closes nothing here`},
		{"a: [b\nc: d\n", `x.yml:2:2: a comma or ']' is missing above this: what ends with it began in line 1`},
		{"a: [b, c\n", `x.yml:1:4: ']' is missing`},
		{"a: [b 'c' d, 'e' f]", `x.yml:1:18: a comma or ']' is missing before this`},
		{"a: [b,\n c] d", "x.yml:2:4: only a comment can follow here"},
		{"a: ['b", "x.yml:1:5: the quote is not closed"},
		{`a: ["\q"]`, `x.yml:1:6: a backslash before 'q' means nothing inside of double quotes: double it, or use single quotes`},
		{`a: ["\u12"]`, `x.yml:1:6: \u needs 4 digits of a character's number`},
		{"a: [&x &y b]", "x.yml:1:8: a value can have one anchor only"},
		{"a: [,b]", "x.yml:1:5: a value is missing before the comma"},
		{"a: [b, - c]", "x.yml:1:8: a dash is not allowed inside of brackets"},
		{"a: !", "x.yml:1:4: the tag ! is not supported"},
		{"a: %x", `x.yml:1:4: a value can't begin with "%" here, put it into quotes`},
	} {
		_, err := yaml11.Parse("x.yml", []byte(c.text))
		if err == nil || err.Error() != c.want {
			t.Errorf("%q gives %v, want %s", c.text, err, c.want)
		}
	}
}

func TestParse_RefusesWhatRubyRefuses(t *testing.T) {
	for _, text := range []string{
		"a: b: c", "a: - b", "a: @x", "a: `x`", "a: 'x", "a: \"x", "a: [b", "a: {b", "a:\n\tb: c", "a: b\n c: d",
		"a:\n  - b\n c: d", "a: \"\\q\"", "a\nb: c", "- a\nb: c", "a: 1\n- b", "a: [b]c", "a: 'b' c",
	} {
		if doc, err := yaml11.Parse("x.yml", []byte(text)); err == nil {
			t.Errorf("%q gives %s, want an error", text, show(doc.Root))
		}
	}
}

func TestParse_Limits(t *testing.T) {
	var laughs strings.Builder
	laughs.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := range 8 {
		alias := fmt.Sprintf("*a%d, ", i)
		fmt.Fprintf(&laughs, "a%d: &a%d [%s]\n", i+1, i+1, strings.Repeat(alias, 10))
	}
	var chain strings.Builder
	chain.WriteString("a0: &a0 x\n")
	for i := range 150 {
		fmt.Fprintf(&chain, "a%d: &a%d [*a%d]\n", i+1, i+1, i)
	}
	for name, c := range map[string]struct{ text, want string }{
		"size":     {strings.Repeat("# comment\n", 200_000), "larger than 1 MiB"},
		"brackets": {strings.Repeat("[", 100_000), "nested too deeply"},
		"braces":   {strings.Repeat("{a: ", 1000), "nested too deeply"},
		"dashes":   {strings.Repeat("- ", 100_000), "nested too deeply"},
		"marks":    {strings.Repeat("? ", 100_000), "nested too deeply"},
		"laughs":   {laughs.String(), "too many values"},
		"chain":    {chain.String(), "nested too deeply"},
		"merges":   {strings.Repeat("<<", 500_000), "too many merge keys"},
		"keys":     {strings.Repeat("a: b\n", 20_000), "more than 10000 keys"},
		"entries":  {strings.Repeat("- a\n", 150_000), "too many values"},
	} {
		_, err := yaml11.Parse("x.yml", []byte(c.text))
		refused, ok := errors.AsType[*yaml11.SyntaxError](err)
		if !ok || refused.Msg != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	text := []byte("a: 1\n\tvolume: x\n")
	want := "   2 | \tvolume: x\n     | \t^"
	if got := yaml11.Excerpt(text, yaml11.Position{Line: 2, Column: 2}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := yaml11.Excerpt(text, yaml11.Position{Line: 9, Column: 2}); got != "" {
		t.Errorf("outside of the text: %q", got)
	}
	long := []byte(strings.Repeat("x", 500) + "!" + strings.Repeat("y", 500))
	line, caret, _ := strings.Cut(yaml11.Excerpt(long, yaml11.Position{Line: 1, Column: 501}), "\n")
	if at := strings.IndexByte(caret, '^'); line[at] != '!' || len(line) > 140 {
		t.Errorf("caret at %q of %q", line[at], line)
	}
}

func TestMerge(t *testing.T) {
	base := parse(t, "a: 1\nb: {c: 1, d: [1, 2]}\ne: {f: 1}\n").Root
	over := parse(t, "b: {d: [3], g: 4}\ne: 5\nh: 6\n").Root
	if got, want := show(yaml11.Merge(base, over)), "{a: 1, b: {c: 1, d: [3], g: 4}, e: 5, h: 6}"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := show(base), "{a: 1, b: {c: 1, d: [1, 2]}, e: {f: 1}}"; got != want {
		t.Errorf("base is now %s, want %s", got, want)
	}
	if yaml11.Merge(nil, over) != over || yaml11.Merge(base, nil) != base {
		t.Error("nil is not neutral")
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"a: b\nc:\n  - d\n  - e: 0644\n", "x: &x {a: 1}\ny:\n  <<: [*x, *x]\n", "a: |2-\n   x\n\n  y\nb: >+\n z\n",
		"a: \"x\\n\\u263a\" # c\nb: 'it''s'\n", "--- !!str 5\n...\n", "%YAML 1.1\n---\n? a\n: b\n", "\ufeffa: 80,443\r\nb:\t3.10\r\n",
		"a: [b:c, {d: [e:f, 'g' :h]}, ? i : j]\nk: {\n\"l\":m, # n\n}\n", "a: &x !!seq [\n*x]\n- {b\n", "a: [b'c]\nd: [e'f]\n",
		"a: !ruby/symbol x\nb: !!binary aGk=\n", "{a: [b, c], d: {e}}", "a: &x {k: *x}", "- - - a", "a: 22:30\na: ~\n", "a: b\tc\n  d\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		doc, err := yaml11.Parse("x.yml", text)
		if err != nil {
			if _, ok := errors.AsType[*yaml11.SyntaxError](err); !ok || strings.Contains(err.Error(), "unreadable YAML") {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		yaml11.Merge(doc.Root, doc.Root)
		show(doc.Root)
	})
}

func TestParse_ProjectsFile(t *testing.T) {
	text, err := os.ReadFile("testdata/deploy.yml")
	if err != nil {
		t.Fatal(err)
	}
	doc := parse(t, string(text))
	want := "{RAILS_ENV: production, LANG: C.UTF-8, API_PORT: 3011}"
	if got := show(doc.Root.Get("env").Get("clear")); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
