package kamal

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/sources"
)

// A family is had through a field only: nothing else makes one or is handed one. So
// the fields in families.go say all of what may be called, and who is below whom.
func TestFamilies_AreReachedThroughFieldsOnly(t *testing.T) {
	fset, files, info := source(t)
	made := map[string]bool{"families.go": true, "kamal.go": true}                                   // where they are made and given out
	embeds := map[string]string{"app_boot.go": "App", "checks.go": "checks", "lock_hold.go": "Lock"} // what is a part of a family
	receivers := receiversIn(files)
	families := 0
	for id, used := range info.Uses {
		file := filepath.Base(fset.Position(id.Pos()).Filename)
		name := strings.TrimPrefix(used.Name(), "new")
		if !isFamily(fset, used) {
			continue
		}
		families++
		if !made[file] && !receivers[id] && embeds[file] != name {
			t.Errorf("%s: %s is had without a field", fset.Position(id.Pos()), used.Name())
		}
	}
	if families < 100 {
		t.Errorf("saw families %d times only", families)
	}
}

// Fields point down: a family uses those that stand above it in families.go.
func TestFamilies_UseOnlyThoseBelowThem(t *testing.T) {
	_, files, _ := source(t)
	var below []string
	for _, d := range files["families.go"].Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.TYPE {
			continue
		}
		spec := g.Specs[0].(*ast.TypeSpec)
		for _, f := range spec.Type.(*ast.StructType).Fields.List {
			id, ok := f.Type.(*ast.Ident)
			if ok && id.Name != "string" && !slices.Contains(below, id.Name) {
				t.Errorf("%s uses %s, which is not below it", spec.Name, id.Name)
			}
		}
		below = append(below, spec.Name.Name)
	}
	if len(below) < 14 {
		t.Errorf("found the families %v only", below)
	}
}

// isFamily reports whether a name is a family's type, or a function that makes one.
func isFamily(fset *token.FileSet, o types.Object) bool {
	if o.Name() == "Deployer" || o.Pkg() == nil || o.Parent() != o.Pkg().Scope() {
		return false
	}
	return filepath.Base(fset.Position(o.Pos()).Filename) == "families.go"
}

func receiversIn(files map[string]*ast.File) map[*ast.Ident]bool {
	found := map[*ast.Ident]bool{}
	for _, f := range files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil {
				if id, ok := fn.Recv.List[0].Type.(*ast.Ident); ok {
					found[id] = true
				}
			}
		}
	}
	return found
}

// source reads the package without its tests, and says what its names stand for.
// What is imported is left unknown: families are all here.
func source(t *testing.T) (*token.FileSet, map[string]*ast.File, *types.Info) {
	t.Helper()
	fset := token.NewFileSet()
	files := sources.Parse(t, fset, ".")
	list := slices.Collect(maps.Values(files))
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}
	conf := types.Config{Importer: unknown{}, Error: func(error) {}}
	_, _ = conf.Check("kamal", fset, list, info) // it complains of what is unknown
	return fset, files, info
}

type unknown struct{}

// Import implements [types.Importer].
func (unknown) Import(path string) (*types.Package, error) {
	p := types.NewPackage(path, filepath.Base(path))
	p.MarkComplete()
	return p, nil
}
