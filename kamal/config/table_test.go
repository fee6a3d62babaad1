package config

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// eachField goes through the whole table.
func eachField(f *field, path string, visit func(path string, f *field)) {
	for _, sub := range f.fields {
		visit(join(path, sub.name), sub)
		eachField(sub, join(path, sub.name), visit)
	}
	for name, sub := range map[string]*field{"NAME": f.values, "0": f.items} {
		if sub != nil {
			eachField(sub, join(path, name), visit)
		}
	}
}

func TestTable_SaysWhatEachKeyMeans(t *testing.T) {
	eachField(root, "", func(path string, f *field) {
		if f.about == "" || !strings.HasSuffix(f.about, ".") {
			t.Errorf("%s: about is %q, want a sentence", path, f.about)
		}
		if f.shape == 0 {
			t.Errorf("%s has no shape", path)
		}
	})
}

// A problem of an example, on its own, is a problem of the table.
func TestTable_ExamplesPassTheChecks(t *testing.T) {
	eachField(root, "", func(path string, f *field) {
		for _, example := range []string{f.example, f.or, f.preset, briefs[path]} {
			if example == "" {
				continue
			}
			doc, err := yaml11.Parse("example", []byte("key:"+strings.ReplaceAll(" "+example, "\n", "\n  ")+"\n"))
			if err != nil {
				t.Errorf("%s: %v", path, err)
				continue
			}
			r := &reader{kind: FleetTraefik}
			r.check(value{node: doc.Root.Get("key"), field: f, path: path})
			if len(r.problems) > 0 {
				t.Errorf("%s: %v", path, r.problems)
			}
		}
	})
}

func TestTable_NamesNoKeyTwice(t *testing.T) {
	eachField(&field{fields: []*field{{name: "", fields: root.fields}}}, "", func(path string, f *field) {
		names := map[string]bool{}
		for _, sub := range f.fields {
			for _, name := range append([]string{sub.name}, sub.formerly...) {
				if names[name] {
					t.Errorf("%s: %s is there twice", path, name)
				}
				names[name] = true
			}
		}
	})
}

func TestSchema_HasEveryKey(t *testing.T) {
	var schema map[string]any
	if err := json.Unmarshal(Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	var want, got []string
	eachField(root, "", func(path string, _ *field) { want = append(want, path) })
	collect(schema, "", &got)
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("keys of the table and the schema differ (-want +got):\n%s", diff)
	}
}

func collect(schema map[string]any, path string, got *[]string) {
	if properties, ok := schema["properties"].(map[string]any); ok {
		for name, sub := range properties {
			*got = append(*got, join(path, name))
			collect(sub.(map[string]any), join(path, name), got)
		}
	}
	for name, key := range map[string]string{"NAME": "additionalProperties", "0": "items"} {
		if sub, ok := schema[key].(map[string]any); ok {
			collect(sub, join(path, name), got)
		}
	}
}

func TestReference_ShowsEveryKey(t *testing.T) {
	var texts []string
	for _, name := range append([]string{""}, Sections()...) {
		text, ok := Reference(strings.ToUpper(name))
		if !ok {
			t.Fatalf("no reference of %q", name)
		}
		for line := range strings.Lines(text) {
			if strings.Contains(line, "\t") || strings.TrimRight(line, " \n") != strings.TrimRight(line, "\n") {
				t.Errorf("%s: blanks at the end, or tabs: %q", name, line)
			}
		}
		texts = append(texts, text)
	}
	all := strings.Join(texts, "")
	eachField(root, "", func(path string, f *field) {
		if !strings.Contains(all, " "+f.name+":") && !strings.Contains(all, "\n"+f.name+":") {
			t.Errorf("%s is nowhere in the reference", path)
		}
	})
}

func TestReference_RefusesUnknownSections(t *testing.T) {
	if text, ok := Reference("nonsense"); ok || text != "" {
		t.Errorf("got %q", text)
	}
}

const smallest = `
service: shop
image: acme/shop
registry: { server: registry.example.com, username: deployer, password: [ REGISTRY_PASSWORD ] }
builder: { arch: amd64 }
servers: [ 192.0.2.1 ]
`

func TestReference_CanBeCopied(t *testing.T) {
	for _, name := range append([]string{""}, Sections()...) {
		text, _ := Reference(name)
		text = strings.ReplaceAll(text, "<%= ENV", "<%%= ENV")
		base, err := yaml11.Parse("smallest", []byte(smallest))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := yaml11.Parse(name, []byte(text))
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		if len(doc.Warnings) > 0 {
			t.Errorf("%q: %v", name, doc.Warnings)
		}
		r := &reader{opts: Options{Git: func(context.Context, string) (Git, error) { return Git{}, nil }}}
		if _, err := r.finish(t.Context(), yaml11.Merge(without(base.Root, overridden(doc.Root)...), doc.Root)); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// overridden are the servers of the base if a section has some of its own.
func overridden(n *yaml11.Node) []string {
	if n.Get("servers") != nil {
		return []string{"servers"}
	}
	return nil
}
