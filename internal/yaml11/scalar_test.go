package yaml11_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/yaml11"
)

func parse(t *testing.T, text string) *yaml11.Document {
	t.Helper()
	doc, err := yaml11.Parse("x.yml", []byte(text))
	if err != nil {
		t.Fatalf("parsing %q: %v", text, err)
	}
	return doc
}

func TestParse_PlainScalarsAsRubyReadsThem(t *testing.T) {
	for _, c := range []struct {
		written string
		kind    yaml11.Kind
		text    string
	}{
		{"yes", yaml11.Bool, "true"},
		{"No", yaml11.Bool, "false"},
		{"OFF", yaml11.Bool, "false"},
		{"on", yaml11.Bool, "true"},
		{"true", yaml11.Bool, "true"},
		{"y", yaml11.String, "y"},
		{"N", yaml11.String, "N"},
		{"~", yaml11.Null, ""},
		{"NULL", yaml11.Null, ""},
		{"", yaml11.Null, ""},
		{"5432", yaml11.Int, "5432"},
		{"+5", yaml11.Int, "5"},
		{"-1", yaml11.Int, "-1"},
		{"0", yaml11.Int, "0"},
		{"-0", yaml11.Int, "0"},
		{"0644", yaml11.Int, "420"},
		{"-0644", yaml11.Int, "-420"},
		{"0899", yaml11.String, "0899"},
		{"08", yaml11.String, "08"},
		{"0o755", yaml11.String, "0o755"},
		{"0x1F", yaml11.Int, "31"},
		{"0x63616c", yaml11.Int, "6513004"},
		{"0b101", yaml11.Int, "5"},
		{"0b_", yaml11.String, "0b_"},
		{"10_000_000", yaml11.Int, "10000000"},
		{"80,443", yaml11.Int, "80443"},
		{"1__0", yaml11.String, "1__0"},
		{"1_", yaml11.String, "1_"},
		{"123456789012345678901234567890", yaml11.Int, "123456789012345678901234567890"},
		{"3.10", yaml11.Float, "3.1"},
		{"0.10", yaml11.Float, "0.1"},
		{".5", yaml11.Float, "0.5"},
		{"5.", yaml11.Float, "5.0"},
		{"-1.50", yaml11.Float, "-1.5"},
		{"3.4.10", yaml11.String, "3.4.10"},
		{"1e3", yaml11.String, "1e3"},
		{"1.5e3", yaml11.String, "1.5e3"},
		{"1.5e+3", yaml11.Float, "1500.0"},
		{"1.0e+16", yaml11.Float, "1.0e+16"},
		{"1.0e-5", yaml11.Float, "1.0e-05"},
		{"1_000.25", yaml11.Float, "1000.25"},
		{".", yaml11.String, "."},
		{".e+3", yaml11.String, ".e+3"},
		{".inf", yaml11.Float, "Infinity"},
		{"-.INF", yaml11.Float, "-Infinity"},
		{".nan", yaml11.Float, "NaN"},
		{"22:30", yaml11.Int, "81000"},
		{"12:30:45", yaml11.Int, "45045"},
		{"2222:22", yaml11.Int, "8000520"},
		{"1:30.5", yaml11.Float, "5430.0"},
		{"5432:5432", yaml11.String, "5432:5432"},
		{"80:80", yaml11.String, "80:80"},
		{"2026-01-14", yaml11.Date, "2026-01-14"},
		{"2026-1-4", yaml11.Date, "2026-01-04"},
		{"2026-02-30", yaml11.String, "2026-02-30"},
		{"2026-01-14-C", yaml11.String, "2026-01-14-C"},
		{"2026-01-14 10:00:00 +01:00", yaml11.Date, "2026-01-14 10:00:00 +01:00"},
		{"2026-01-14T10:00:00Z", yaml11.Date, "2026-01-14T10:00:00Z"},
		{"2026-01-14T99:00:00Z", yaml11.String, "2026-01-14T99:00:00Z"},
		{":verbose", yaml11.Symbol, "verbose"},
		{`:"a b"`, yaml11.Symbol, "a b"},
		{`:'a b'`, yaml11.Symbol, "a b"},
		{":8500", yaml11.Symbol, "8500"},
		{`":8500"`, yaml11.String, ":8500"},
		{`"true"`, yaml11.String, "true"},
		{"'5'", yaml11.String, "5"},
		{"'it''s'", yaml11.String, "it's"},
		{"a#b", yaml11.String, "a#b"},
		{"a #b", yaml11.String, "a"},
		{"b\tc", yaml11.String, "b\tc"},
		{"b \t c", yaml11.String, "b \t c"},
		{"\tb", yaml11.String, "b"},
		{"redis://192.0.2.9:6379/0", yaml11.String, "redis://192.0.2.9:6379/0"},
		{"${hostname}", yaml11.String, "${hostname}"},
		{"Host(`a.example.com`)", yaml11.String, "Host(`a.example.com`)"},
		{`'["a","b"]'`, yaml11.String, `["a","b"]`},
		{`"tab\tnewline\nend"`, yaml11.String, "tab\tnewline\nend"},
		{`"\x41\u263a\U0001F600\e\/"`, yaml11.String, "A\u263a\U0001F600\x1b/"},
		{"Grüße ✓ 日本", yaml11.String, "Grüße ✓ 日本"},
		{"one\n  two\n\n  three", yaml11.String, "one two\nthree"},
		{"\n  below", yaml11.String, "below"},
		{"# comment\n  below", yaml11.String, "below"},
		{"\"one\n  two\n\n  three\"", yaml11.String, "one two\nthree"},
		{"\"one \\\n  two\"", yaml11.String, "one two"},
		{"'one\n  two\n\n  three'", yaml11.String, "one two\nthree"},
		{"|\n  line 1\n    line 2\n", yaml11.String, "line 1\n  line 2\n"},
		{"|-\n  a\n\n  b\n\n", yaml11.String, "a\n\nb"},
		{"|+\n  a\n\n", yaml11.String, "a\n\n"},
		{"|2\n   a\n  b\n", yaml11.String, " a\nb\n"},
		{"|\n  a\tb  \n  # no comment\n", yaml11.String, "a\tb  \n# no comment\n"},
		{">-\n  folded\n  text\n\n  para\n", yaml11.String, "folded text\npara"},
		{">\n  a\n    more\n  b\n", yaml11.String, "a\n  more\nb\n"},
		{"|\n  x", yaml11.String, "x"},
		{"!!str", yaml11.String, ""},
		{"!!str 5", yaml11.String, "5"},
		{`!!int "5"`, yaml11.Int, "5"},
		{"!!float 5", yaml11.Float, "5.0"},
		{"!!binary aGk=", yaml11.String, "hi"},
		{"!ruby/symbol foo", yaml11.Symbol, "foo"},
	} {
		node := parse(t, "a: "+c.written).Root.Get("a")
		if node.Kind != c.kind || node.Text != c.text {
			t.Errorf("%q is %s %q, want %s %q", c.written, node.Kind, node.Text, c.kind, c.text)
		}
	}
}

func TestParse_KeepsRawAndTypedValues(t *testing.T) {
	root := parse(t, "i: 0644\nf: 3.10\nb: yes\nq: 'x'\nbig: 99999999999999999999\n").Root
	type facts struct {
		Raw    string
		Quoted bool
		Bool   bool
		Int    int64
		Float  float64
	}
	got := map[string]facts{}
	for _, pair := range root.Map {
		v := pair.Value
		got[pair.Key] = facts{v.Raw, v.Quoted, v.Bool, v.Int, v.Float}
	}
	want := map[string]facts{
		"i":   {Raw: "0644", Int: 420, Float: 420},
		"f":   {Raw: "3.10", Float: 3.1},
		"b":   {Raw: "yes", Bool: true},
		"q":   {Raw: "x", Quoted: true},
		"big": {Raw: "99999999999999999999", Int: 1<<63 - 1, Float: 1e20},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
