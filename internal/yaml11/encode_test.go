package yaml11_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/yaml11"
)

func encode(t *testing.T, v yaml11.Value) string {
	t.Helper()
	var out bytes.Buffer
	if err := yaml11.Encode(&out, v); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestEncode_LaysOutAsRubyDoes(t *testing.T) {
	got := encode(t, yaml11.Mapping{
		{Key: "hosts", Symbol: true, Value: yaml11.Sequence{"192.0.2.1", "b.example.com"}},
		{Key: "ssh_options", Symbol: true, Value: yaml11.Mapping{{Key: "port", Symbol: true, Value: 22}, {Key: "keys_only", Symbol: true, Value: true}}},
		{Key: "env", Value: yaml11.Mapping{{Key: "A", Value: nil}, {Key: "B", Value: "3.10"}, {Key: "C", Value: "a\nb\n"}}},
		{Key: "nested", Value: yaml11.Sequence{yaml11.Mapping{{Key: "x", Value: 1}, {Key: "z", Value: yaml11.Sequence{2.5}}}, yaml11.Sequence{"a", nil}, yaml11.Mapping{}}},
		{Key: "none", Value: yaml11.Sequence{}},
	})
	want := `---
:hosts:
- 192.0.2.1
- b.example.com
:ssh_options:
  :port: 22
  :keys_only: true
env:
  A:
  B: '3.10'
  C: |
    a
    b
nested:
- x: 1
  z:
  - 2.5
- - a
  -
- {}
none: []
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEncode_QuotesAsRubyDoes(t *testing.T) {
	for text, want := range map[string]string{
		"plain text": "plain text", "a#b": "a#b", "a:b": "a:b", "it's": "it's", `say "hi"`: `say "hi"`, "Grüße": "Grüße", "1e3": "1e3", "80:80": "80:80",
		"": "''", "true": "'true'", "No": "'No'", "null": "'null'", "5": "'5'", "0644": "'0644'", "3.10": "'3.10'", "22:30": "'22:30'", "2026-01-14": "'2026-01-14'", "80,443": "'80,443'",
		"a: b": "'a: b'", "a #b": "'a #b'", "a:": "'a:'", "a ": "'a '", `{"a": 1}`: `'{"a": 1}'`, `'x' "y"`: `'''x'' "y"'`,
		"y": `"y"`, "N": `"N"`, "/up": `"/up"`, "-x": `"-x"`, "*": `"*"`, ":sym": `":sym"`, "~": `"~"`, " a": `" a"`, "#x": `"#x"`, "<<": `"<<"`, "---": `"---"`,
		"a\x1b": `"a\x1B"`, "a\u200b": `"a\u200B"`, "\n": `"\n"`, "a \nb": `"a \nb"`, "a\nb": "|-\n  a\n  b", "a\nb\n\n": "|+\n  a\n  b\n",
		"\xff": "!binary /w==",
	} {
		if got := encode(t, text); got != "--- "+want+"\n" {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
		checkRoundTrip(t, text)
	}
}

func checkRoundTrip(t *testing.T, text string) {
	t.Helper()
	written := encode(t, yaml11.Mapping{
		{Key: "m", Symbol: true, Value: yaml11.Mapping{{Key: "v", Value: text}, {Key: "after", Value: 1}}},
		{Key: "l", Value: yaml11.Sequence{text, yaml11.Sequence{text}, "after"}},
		{Key: "k", Value: yaml11.Mapping{{Key: text, Value: "x"}}},
		{Key: "s", Value: yaml11.Mapping{{Key: text, Symbol: true, Value: "x"}}},
		{Key: "last", Value: text},
	})
	root := parse(t, written).Root
	values := []*yaml11.Node{root.Get("m").Get("v"), root.Get("l").List[0], root.Get("l").List[1].List[0], root.Get("last")}
	for i, node := range values {
		if node.Kind != yaml11.String || node.Text != text {
			t.Errorf("%d: %q comes back as %s %q from\n%s", i, text, node.Kind, node.Text, written)
		}
	}
	if strings.ToValidUTF8(text, "") == text && (root.Get("k").Map[0].Key != text || root.Get("s").Map[0].Key != text) {
		t.Errorf("the key %q comes back as %q and %q from\n%s", text, root.Get("k").Map[0].Key, root.Get("s").Map[0].Key, written)
	}
}

func TestEncode_Numbers(t *testing.T) {
	for value, want := range map[yaml11.Value]string{
		7: "7", int64(-7): "-7", 3.1: "3.1", 1500.0: "1500.0", 1e16: "1.0e+16", math.Inf(1): ".inf", math.Inf(-1): "-.inf", false: "false",
	} {
		if got := encode(t, value); got != "--- "+want+"\n" {
			t.Errorf("%v is written %q", value, got)
		}
	}
	if got := encode(t, math.NaN()); got != "--- .nan\n" {
		t.Errorf("NaN is written %q", got)
	}
}

func TestEncode_WritesNothingForAnotherType(t *testing.T) {
	var out bytes.Buffer
	if err := yaml11.Encode(&out, yaml11.Sequence{"x", []string{"y"}}); err == nil || out.Len() > 0 {
		t.Errorf("got %v and %q", err, out.String())
	}
}

func FuzzEncode(f *testing.F) {
	for _, seed := range []string{"", "a", "a: b", "a #b", "'", "\"", "\\", "- a", "? a", "a\n b\n", "\na", "a\r\nb", "a\n---\nb", "...", "\t", "a\tb", "!x", "&a", "*a", "%", "@", "`", "|", ">", "[", "{", "a,b", "<<", "é", "a\u0085b", "\ufeff", "0x1", "f<<", "a\n\n\n", "a\n#b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkRoundTrip(t, text)
	})
}
