package cli

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/kamal"
)

// testReader reads lines by the grammar.
func testReader(t *testing.T) cmdline.Reader {
	t.Helper()
	parser, err := newParser(&cli{})
	if err != nil {
		t.Fatal(err)
	}
	return cmdline.Reader{Root: parser.Model.Node}
}

// TestLine_EverySwitchTakesTrueOrFalse goes through the whole grammar.
func TestLine_EverySwitchTakesTrueOrFalse(t *testing.T) {
	r, count := testReader(t), 0
	for _, command := range r.Root.Leaves(false) {
		if command.Name == planName || command.Tag.Get("words") == "rest" {
			continue
		}
		for _, f := range slices.Concat(command.AllFlags(false)...) {
			if !f.IsBool() {
				continue
			}
			count++
			words := strings.Fields(command.Path())
			forms := []string{"--" + f.Name, "--" + strings.ReplaceAll(f.Name, "-", "_"), "--no-" + f.Name, "--skip-" + f.Name}
			if f.Short != 0 {
				forms = append(forms, "-"+string(f.Short))
			}
			for _, form := range forms {
				for said, value := range map[string]string{"true": "true", "FALSE": "false"} {
					behind, before := append(slices.Clone(words), form, said), append([]string{form, said}, words...)
					for _, args := range [][]string{behind, before} {
						l, err := r.Read(args)
						if err != nil || l.Command != command || len(l.Words) > 0 || !slices.Contains(l.Args(), "--"+f.Name+"="+value) {
							t.Errorf("%q: got %q, %v", args, l.Args(), err)
						}
					}
				}
			}
		}
	}
	if count < 500 {
		t.Errorf("there are %d switches only", count)
	}
}

// What a command of a family does is the method of its family in the API, by the same
// words.
func TestGrammar_HasTheWordsOfTheAPI(t *testing.T) {
	families := map[string]reflect.Type{
		"accessory": reflect.TypeFor[kamal.Accessory](), "app": reflect.TypeFor[kamal.App](), "build": reflect.TypeFor[kamal.Build](),
		"env": reflect.TypeFor[kamal.Env](), "lock": reflect.TypeFor[kamal.Lock](), "proxy": reflect.TypeFor[kamal.Proxy](),
		"prune": reflect.TypeFor[kamal.Prune](), "registry": reflect.TypeFor[kamal.Registry](), "server": reflect.TypeFor[kamal.Server](),
		"traefik": reflect.TypeFor[kamal.Proxy](),
	}
	for _, command := range testReader(t).Root.Leaves(false) {
		family, rest, _ := strings.Cut(strings.TrimPrefix(command.FullPath(), "kamal "), " ")
		typ, ok := families[family]
		if !ok {
			continue
		}
		name := strings.ReplaceAll(strings.ReplaceAll(rest, "_", ""), " ", "")
		found := false
		for m := range typ.Methods() {
			found = found || strings.EqualFold(m.Name, name)
		}
		if !found {
			t.Errorf("kamal %s %s is no method of %s", family, rest, typ)
		}
	}
}
