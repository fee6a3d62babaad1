package config

import (
	"bytes"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// compiled is the schema as an editor takes it.
func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("deploy.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("deploy.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asJSON gives a value as the validator takes it: dates are texts to an editor.
func asJSON(n *yaml11.Node) any {
	switch n.Kind {
	case yaml11.Null:
		return nil
	case yaml11.Bool:
		return n.Bool
	case yaml11.Int:
		return n.Int
	case yaml11.Float:
		return n.Float
	case yaml11.List:
		all := []any{}
		for _, item := range n.List {
			all = append(all, asJSON(item))
		}
		return all
	case yaml11.Map:
		all := map[string]any{}
		for _, p := range n.Map {
			all[p.Key] = asJSON(p.Value)
		}
		return all
	default:
		return n.Text
	}
}

// ownFiles are all configurations in the golden files of this module, with those of
// destinations laid over them, by file and name.
func ownFiles(t *testing.T) map[string]*yaml11.Node {
	t.Helper()
	all := map[string]*yaml11.Node{}
	find := func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".txtar" {
			return err
		}
		archive, err := txtar.ParseFile(path)
		if err != nil {
			return err
		}
		var tree *yaml11.Node
		for _, f := range archive.Files {
			base := filepath.Base(f.Name)
			if !strings.HasPrefix(base, "deploy.") || filepath.Ext(base) != ".yml" || bytes.Contains(f.Data, []byte("<%")) {
				continue
			}
			if doc, err := yaml11.Parse(f.Name, f.Data); err == nil && doc.Root.Kind == yaml11.Map {
				tree = root.lay(tree, doc.Root)
				all[path+" "+f.Name] = tree
			}
		}
		return nil
	}
	for _, folder := range []string{"testdata", "../testdata", "../commands/testdata", "../cli/testdata"} {
		if err := filepath.WalkDir(folder, find); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// shapeProblems are what the table alone says of a tree.
func shapeProblems(n *yaml11.Node) Problems {
	top := value{node: n, field: root}
	r := &reader{kind: fleetOf(top)}
	if r.kind == FleetProxy {
		r.kind = FleetMixed // whether keys are Kamal 1's is not a question of shape
	}
	r.check(top)
	return r.problems
}

// What the table accepts the schema accepts, and what it refuses the schema refuses.
func TestSchema_AgreesWithTheChecks(t *testing.T) {
	schema := compiled(t)
	right, wrong := 0, 0
	for name, n := range ownFiles(t) {
		if agree(t, schema, name, n) {
			right++
		} else {
			wrong++
		}
		if !strings.HasPrefix(name, "testdata/") {
			continue
		}
		mutate(n, func(what string, changed *yaml11.Node) { agree(t, schema, name+": "+what, changed) })
	}
	if right < 50 || wrong < 10 {
		t.Errorf("only %d were right and %d wrong", right, wrong)
	}
}

// agree compares what the schema and the table say, and gives what the table does.
func agree(t *testing.T, schema *jsonschema.Schema, name string, n *yaml11.Node) bool {
	t.Helper()
	problems := shapeProblems(n)
	if err := schema.Validate(asJSON(n)); (err == nil) != (len(problems) == 0) {
		t.Errorf("%s: the schema says %v, the checks say %v", name, err, problems)
	}
	return len(problems) == 0
}

// mutants are what is put in the place of each value.
var mutants = []string{"~", "text", "''", "1", "-1", "100000", "1.5", "true", "[]", "[ text ]", "[ ~ ]", "[ [ text ] ]", "{}", "{ unknown: text }", "{ unknown: { text: 1 } }"}

// mutate gives a tree with each of its values replaced by each mutant.
func mutate(n *yaml11.Node, give func(what string, changed *yaml11.Node)) {
	for i, p := range n.Map {
		swap := func(what string, value *yaml11.Node) {
			c := *n
			c.Map = slices.Clone(n.Map)
			c.Map[i].Value = value
			give(p.Key+what, &c)
		}
		for _, text := range mutants {
			if doc, err := yaml11.Parse("", []byte(text)); err == nil {
				swap(": "+text, doc.Root)
			}
		}
		mutate(p.Value, func(what string, changed *yaml11.Node) { swap("/"+what, changed) })
	}
	for i, item := range n.List {
		mutate(item, func(what string, changed *yaml11.Node) {
			c := *n
			c.List = slices.Clone(n.List)
			c.List[i] = changed
			give("0/"+what, &c)
		})
	}
}
