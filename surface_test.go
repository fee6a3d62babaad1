package module_test

import (
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/sources"
)

// surface is how many names each public package may export: types, functions, methods,
// constants and variables. A name is public because the command line, an example or a
// documented use needs it. These numbers only go down.
var surface = map[string]int{
	"kamal":           237,
	"kamal/config":    96,
	"kamal/commands":  98,
	"kamal/sshx":      27,
	"kamal/kamaltest": 46,
	"kamal/cli":       8,
	"kamal/project":   23,
	"kamal/secrets":   16,
}

// shared are the types that bear one name in several packages, and why that helps: they
// are one thing, once in the configuration, once as what builds its commands, and once
// as what works on it; or each is its package's only one of the kind.
var shared = map[string]string{
	"Accessory": "a section, its commands, its family", "App": "commands and family", "Proxy": "a section, its commands, its family",
	"Registry":     "a section, its commands, its family",
	"Builder":      "a section and its commands",
	"Env":          "a section and its family",
	"BuildOptions": "of a builder and of its operation", "ExecOptions": "of a builder and of its operation",
	"LogOptions": "of a builder and of its operation", "Options": "of each package that is opened",
	"Executor": "the interface and what implements it over SSH",
	"Host":     "its name, and a simulated one", "Fleet": "which proxies hosts run, and simulated hosts",
	"Warning": "of a configuration and of an operation",
}

func TestSurface_DoesNotGrow(t *testing.T) {
	owners := map[string][]string{}
	for _, pkg := range slices.Sorted(maps.Keys(surface)) {
		names, types := exported(t, pkg)
		if len(names) > surface[pkg] {
			t.Errorf("package %s exports %d names, %d are allowed", pkg, len(names), surface[pkg])
		}
		for _, name := range types {
			owners[name] = append(owners[name], pkg)
		}
	}
	for name, pkgs := range owners {
		if len(pkgs) > 1 && shared[name] == "" {
			t.Errorf("type %s is in %s: give each a name of its own", name, strings.Join(pkgs, " and "))
		}
		if len(pkgs) == 1 && shared[name] != "" {
			t.Errorf("type %s is in one package only: it needs no exception", name)
		}
	}
}

// exported gives the names that the documentation of a package lists, and those of them
// that are types.
func exported(t *testing.T, pkg string) (names, types []string) {
	t.Helper()
	for name, file := range sources.Parse(t, token.NewFileSet(), pkg) {
		platform := strings.HasSuffix(name, "_windows.go") || strings.HasSuffix(name, "_other.go") || strings.HasSuffix(name, "_darwin.go")
		for _, d := range file.Decls {
			if !platform {
				n, ty := exportedBy(d)
				names, types = append(names, n...), append(types, ty...)
			}
		}
	}
	return names, types
}

func exportedBy(d ast.Decl) (names, types []string) {
	if f, ok := d.(*ast.FuncDecl); ok {
		if f.Name.IsExported() && (f.Recv == nil || ast.IsExported(receiver(f.Recv.List[0].Type))) {
			names = append(names, f.Name.Name)
		}
		return names, nil
	}
	g, ok := d.(*ast.GenDecl)
	if !ok {
		return nil, nil
	}
	for _, s := range g.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() {
				names, types = append(names, s.Name.Name), append(types, s.Name.Name)
			}
		case *ast.ValueSpec:
			for _, n := range s.Names {
				if n.IsExported() {
					names = append(names, n.Name)
				}
			}
		}
	}
	return names, types
}

func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}
