package yaml11_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// refused is what a text is that can't be read.
const refused = "error"

// read gives a text in the notation of show, as testdata/read.rb does.
func read(text string) (string, error) {
	doc, err := yaml11.Parse("x.yml", []byte(text))
	if err != nil {
		return refused, err
	}
	return show(doc.Root), nil
}

// asRuby gives what texts are to Ruby; nil without one.
func asRuby(t *testing.T, texts []string) []string {
	t.Helper()
	ruby, err := exec.LookPath("ruby")
	if err != nil {
		return nil
	}
	var in bytes.Buffer
	encoder := json.NewEncoder(&in)
	for _, text := range texts {
		if err := encoder.Encode(text); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(ruby, "testdata/read.rb")
	cmd.Stdin, cmd.Env = &in, append(os.Environ(), "LANG=C.UTF-8", "RUBYOPT=")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("running ruby: %v", err)
	}
	var results []string
	for line := range strings.Lines(string(out)) {
		var result []string
		if err := json.Unmarshal([]byte(line), &result); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		results = append(results, result...)
	}
	if len(results) != len(texts) {
		t.Fatalf("ruby gave %d results for %d texts", len(results), len(texts))
	}
	return results
}

// table reads a file of pairs: a text, and what it is to Ruby.
func table(t *testing.T, name string) (texts, wants []string) {
	t.Helper()
	file, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(file)) {
		var pair [2]string
		if err := json.Unmarshal([]byte(line), &pair); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		texts, wants = append(texts, pair[0]), append(wants, pair[1])
	}
	return texts, wants
}

// stricter are refusals of what Ruby reads as something that nobody means.
var stricter = []string{
	"a blank is missing after the colon", "is not supported", "no anchor", "inside of what it refers to", "a merge key needs a map",
	`a value can't begin with ":" here`, "unexpected scalar value", "undefined anchor value",
	"a value is missing before the comma", "a key must be text",
}

func isStricter(err error) bool {
	for _, msg := range stricter {
		if err != nil && strings.Contains(err.Error(), msg) {
			return true
		}
	}
	return false
}

func TestFlow_IsReadAsRubyDoes(t *testing.T) {
	texts, wants := table(t, "testdata/flow.jsonl")
	for i, text := range texts {
		if got, err := read(text); got != wants[i] && !isStricter(err) {
			t.Errorf("%q gives %s, want %s (%v)", text, got, wants[i], err)
		}
	}
}
