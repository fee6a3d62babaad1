package kamal_test

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/kamal"
)

// What hosts get by each method of a family is in a golden file, found by its words on
// the command line.
func TestOperations_AreNamedAsOnTheCommandLineAndHaveATranscript(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, file := range files {
		for line := range strings.Lines(golden.Read(t, file).Text("script")) {
			name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
			named[name] = true
		}
	}
	for family, typ := range map[string]reflect.Type{
		"accessory": reflect.TypeFor[kamal.Accessory](), "app": reflect.TypeFor[kamal.App](), "build": reflect.TypeFor[kamal.Build](),
		"env": reflect.TypeFor[kamal.Env](), "lock": reflect.TypeFor[kamal.Lock](), "proxy": reflect.TypeFor[kamal.Proxy](),
		"prune": reflect.TypeFor[kamal.Prune](), "registry": reflect.TypeFor[kamal.Registry](), "server": reflect.TypeFor[kamal.Server](),
	} {
		for m := range typ.Methods() {
			name := dashed(m.Name)
			if !named[family+name] && !(family == "proxy" && named["traefik"+name]) {
				t.Errorf("%s.%s is in no script as %s%s", typ, m.Name, family, name)
			}
		}
	}
}

// dashed gives the words of a name: -pull-image for PullImage.
func dashed(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
