package config_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/internal/yaml11"
	"github.com/kamal-go/kamal/kamal/config"
)

func ExampleBuild() {
	cfg, err := config.Build(context.Background(), config.Spec{
		"service":  "shop",
		"image":    "acme/shop",
		"registry": map[string]any{"server": "registry.example.com", "username": "me", "password": []string{"REGISTRY_PASSWORD"}},
		"builder":  map[string]any{"arch": "amd64"},
		"servers": map[string]any{
			"web":  []config.Host{"192.0.2.1", "192.0.2.2"},
			"jobs": map[string]any{"hosts": []string{"192.0.2.3"}, "cmd": "bin/jobs"},
		},
		"deploy_timeout": time.Minute,
	}, config.Options{Version: "v1", Environ: []string{"REGISTRY_PASSWORD=secret"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, role := range cfg.Roles {
		fmt.Println(role.ContainerName("v1"), role.Hosts)
	}
	// Output:
	// shop-jobs-v1 [192.0.2.3]
	// shop-web-v1 [192.0.2.1 192.0.2.2]
}

func ExampleBuild_problems() {
	_, err := config.Build(context.Background(), config.Spec{
		"service": "shop", "image": "acme/shop", "builder": map[string]any{"arch": "amd64"}, "servers": []string{"192.0.2.1"},
		"registry": map[string]any{"username": "me", "password": config.NewSecret("hunter2")},
		"boot":     map[string]any{"limit": "none", "wait": 1500 * time.Millisecond},
		"volume":   []string{"data:/data"},
	}, config.Options{})
	fmt.Println(err)
	// Output:
	// boot/wait must be whole seconds, not 1.5s
	// registry/password is a secret itself (write its name here, and the secret into Options.Environ)
	// boot/limit must be a number of hosts of at least 1, or a share such as 25%, not "none"
	// volume: unknown key "volume" (did you mean "volumes"?)
}

// asGo gives what was read as Go values, and whether they can say all of it.
func asGo(n *yaml11.Node) (any, bool) {
	switch n.Kind {
	case yaml11.Null:
		return nil, true
	case yaml11.Bool:
		return n.Bool, true
	case yaml11.Int:
		return n.Int, fmt.Sprint(n.Int) == n.Raw
	case yaml11.Float:
		return n.Float, fmt.Sprint(n.Float) == n.Raw
	case yaml11.String:
		return n.Text, true
	case yaml11.List:
		var all []any
		ok := true
		for _, item := range n.List {
			v, whole := asGo(item)
			all, ok = append(all, v), ok && whole
		}
		return append([]any{}, all...), ok
	case yaml11.Map:
		return mapAsGo(n)
	}
	return nil, false
}

// mapAsGo gives a map in order where it holds texts alone.
func mapAsGo(n *yaml11.Node) (any, bool) {
	if len(n.Map) > 0 && !slices.ContainsFunc(n.Map, func(p yaml11.Pair) bool { return p.Value.Kind != yaml11.String }) {
		var pairs config.Pairs
		for _, p := range n.Map {
			pairs = append(pairs, config.Pair{Name: p.Key, Value: p.Value.Text})
		}
		return pairs, true
	}
	all, ok := map[string]any{}, true
	for _, p := range n.Map {
		v, whole := asGo(p.Value)
		all[p.Key], ok = v, ok && whole
	}
	return all, ok
}

// A Spec that says what a file does is the same configuration, or has the same problems.
func TestBuild_DoesAsParse(t *testing.T) {
	built := 0
	golden.Each(t, "testdata/*.txtar", func(t *testing.T, file *golden.File) {
		text := file.Text("config/deploy.yml")
		doc, err := yaml11.Parse("", []byte(text))
		if err != nil || doc.Root.Kind != yaml11.Map || strings.Contains(text, "<%") {
			t.Skip("no file without template")
		}
		spec, ok := asGo(doc.Root)
		table, isMap := spec.(map[string]any)
		if !ok || !isMap {
			t.Skip("it holds what Go writes otherwise")
		}
		built++
		opts := project(t, file)
		opts.WorkDir = "/src"
		parsed, parseErr := config.Parse(t.Context(), text, opts)
		got, buildErr := config.Build(t.Context(), table, opts)
		if diff := cmp.Diff(plainProblems(parseErr), plainProblems(buildErr)); diff != "" {
			t.Errorf("problems (-parsed +built):\n%s", diff)
		}
		if parseErr == nil && buildErr == nil {
			if diff := cmp.Diff(plainFacts(parsed), plainFacts(got)); diff != "" {
				t.Errorf("configuration (-parsed +built):\n%s", diff)
			}
		}
	})
	if all, _ := filepath.Glob("testdata/*.txtar"); built < len(all)/2 {
		t.Errorf("of %d files %d could be built", len(all), built)
	}
}

// plainProblems are problems without where they are in a file.
func plainProblems(err error) []string {
	var all []string
	problems, _ := errors.AsType[config.Problems](err)
	for _, e := range problems {
		all = append(all, e.Path+": "+e.Message+" ("+e.Suggestion+")")
	}
	if err != nil && problems == nil {
		all = append(all, err.Error())
	}
	slices.Sort(all)
	return all
}

func plainFacts(c *config.Config) []string {
	var all []string
	for _, f := range flatten(c) {
		value := strings.FieldsFunc(f.value, func(r rune) bool { return strings.ContainsRune("[]{}", r) })
		if strings.HasSuffix(f.path, "/Options") { // maps of Go have no order
			slices.Sort(value)
		}
		all = append(all, f.path+" = "+strings.Join(value, " "))
	}
	slices.Sort(all)
	return all
}

func TestBuild_RefusesWhatNoFileCouldHold(t *testing.T) {
	endless := map[string]any{}
	endless["env"] = endless
	loop := new(any)
	*loop = loop
	for want, value := range map[string]any{
		"x is nested too deeply":                               endless,
		"x is nested too deep":                                 loop,
		"x holds a func() of Go, which no file could hold":     func() {},
		"x holds a struct {} of Go, which no file could hold":  struct{}{},
		"x/0 is no UTF-8":                                      []string{"\xff"},
		"x/a holds a chan int of Go, which no file could hold": map[string]any{"a": make(chan int)},
		"x holds a map[int]string of Go, which no file could ": map[int]string{1: "a"},
	} {
		_, err := config.Build(t.Context(), config.Spec{"x": value}, config.Options{})
		if err == nil || !strings.Contains(err.Error(), strings.TrimPrefix(want, "x")) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestBuild_TakesAnyKindOfGo(t *testing.T) {
	limit, none := uint8(2), (*int)(nil)
	c, err := config.Build(t.Context(), config.Spec{
		"service": "shop", "image": "acme/shop", "servers": [1]config.Host{"192.0.2.1"}, "builder": map[string]string{"arch": "amd64"},
		"registry": map[string]any{"server": "localhost:5000"}, "boot": map[string]*uint8{"limit": &limit},
		"env": map[string]any{"clear": config.Pairs{{Name: "B", Value: "yes"}, {Name: "A", Value: "012"}}}, "x-note": none,
	}, config.Options{Version: "v1"})
	if err != nil {
		t.Fatal(err)
	}
	if want := (config.Pairs{{Name: "B", Value: "yes"}, {Name: "A", Value: "012"}}); c.Boot.Limit != 2 || !slices.Equal(c.Env.Clear, want) {
		t.Errorf("got %d and %v", c.Boot.Limit, c.Env.Clear)
	}
	if _, err := c.YAML(); err != nil {
		t.Error(err)
	}
}

func TestBuild_AdvisesToNameASecret(t *testing.T) {
	spec := config.Spec{
		"service": "shop", "image": "acme/shop", "servers": []string{"192.0.2.1"}, "builder": map[string]string{"arch": "amd64"},
		"registry": map[string]any{"server": "r.example.com", "username": "me", "password": config.NewSecret("hunter2")},
	}
	_, err := config.Build(t.Context(), spec, config.Options{})
	if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "write its name here, and the secret into Options.Environ") {
		t.Errorf("got %v", err)
	}
	spec["registry"].(map[string]any)["password"] = []string{"PASSWORD"}
	c, err := config.Build(t.Context(), spec, config.Options{Environ: []string{"PASSWORD=hunter2"}})
	if err != nil {
		t.Fatal(err)
	}
	if secret, err := c.Secrets.Lookup(t.Context(), "PASSWORD"); err != nil || secret.Reveal() != "hunter2" {
		t.Errorf("got %v", err)
	}
}

func TestBuild_OfNothingNamesWhatIsMissing(t *testing.T) {
	_, err := config.Build(t.Context(), nil, config.Options{})
	if err == nil || !strings.Contains(err.Error(), "configuration: service is missing") {
		t.Errorf("got %v", err)
	}
}
