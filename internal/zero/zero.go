// Package zero checks that a package's types can be used as they come: whoever makes a
// value without anything in it gets an error, or is told what is missing, and never a
// nil pointer's panic.
package zero

import (
	"context"
	"fmt"
	"go/ast"
	"go/token"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/sources"
)

// Check calls all methods of the zero values of types with zero arguments, and fails for
// each that panics without saying what it needs: a text that begins with the package's name. Types that the package in the current folder
// exports and that are not among them are failures too.
func Check(t *testing.T, types ...reflect.Type) {
	t.Helper()
	var known []string
	for _, typ := range types {
		known = append(known, typ.Name())
		if typ.Kind() == reflect.Interface {
			continue
		}
		pkg, _, _ := strings.Cut(typ.String(), ".")
		pointer := reflect.PointerTo(typ)
		for m := range pointer.Methods() {
			if p := call(m.Func, reflect.New(typ)); p != nil && !strings.HasPrefix(fmt.Sprint(p), pkg+": ") {
				t.Errorf("%s.%s of nothing panics: %v", typ, m.Name, p)
			}
		}
	}
	for _, name := range exported(t) {
		if !slices.Contains(known, name) {
			t.Errorf("type %s is not checked", name)
		}
	}
}

// call calls a function with some arguments and zero ones for the rest, and gives what
// it panics with.
func call(fn reflect.Value, args ...reflect.Value) (panicked any) {
	defer func() { panicked = recover() }()
	typ := fn.Type()
	for i := len(args); i < typ.NumIn(); i++ {
		arg := reflect.Zero(typ.In(i))
		switch {
		case typ.In(i) == reflect.TypeFor[context.Context]():
			arg = reflect.ValueOf(context.Background())
		case arg.Kind() == reflect.Interface && arg.Type().Name() != "error":
			return nil // whoever implements an interface gives something
		}
		args = append(args, arg)
	}
	if typ.IsVariadic() {
		fn.CallSlice(args)
	} else {
		fn.Call(args)
	}
	return nil
}

// exported are the types that the package in the current folder exports.
func exported(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, file := range sources.Parse(t, token.NewFileSet(), ".") {
		for _, d := range file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, s := range g.Specs {
				if spec, ok := s.(*ast.TypeSpec); ok && spec.Name.IsExported() {
					names = append(names, spec.Name.Name)
				}
			}
		}
	}
	return names
}
