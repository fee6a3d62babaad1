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

// Check calls all methods of the zero values of types with bad arguments. It fails for
// each that panics without saying what it needs, in a text that begins with the package's
// name, and for each that panics though it could give an error. Types that the package in
// the current folder exports and that are not among them are failures too.
func Check(t *testing.T, types ...reflect.Type) {
	t.Helper()
	var known []string
	for _, typ := range types {
		name, _, _ := strings.Cut(typ.Name(), "[")
		known = append(known, name)
		if typ.Kind() == reflect.Interface {
			continue
		}
		pointer := reflect.PointerTo(typ)
		for m := range pointer.Methods() {
			Call(t, fmt.Sprintf("%s.%s of nothing", typ, m.Name), m.Func, reflect.New(typ))
		}
	}
	for _, name := range exported(t) {
		if !slices.Contains(known, name) {
			t.Errorf("type %s is not checked", name)
		}
	}
}

// CheckNil calls all methods of nil pointers, as [Check] calls those of zero values.
func CheckNil(t *testing.T, pointers ...reflect.Type) {
	t.Helper()
	for _, pointer := range pointers {
		for m := range pointer.Methods() {
			Call(t, fmt.Sprintf("%s.%s of nil", pointer, m.Name), m.Func, reflect.Zero(pointer))
		}
	}
}

// Call calls a function with some arguments and zero ones for the rest, and then with
// words and negative numbers for the rest; it fails as [Check] does. What is the
// function's package, a dot and more.
func Call(t *testing.T, what string, fn reflect.Value, args ...reflect.Value) {
	t.Helper()
	for _, plain := range []bool{true, false} {
		check(t, what, fn, call(fn, plain, args...))
	}
}

func check(t *testing.T, what string, fn reflect.Value, panicked any) {
	t.Helper()
	if panicked == nil {
		return
	}
	pkg, _, _ := strings.Cut(strings.TrimPrefix(what, "*"), ".")
	if !strings.HasPrefix(fmt.Sprint(panicked), pkg+": ") {
		t.Errorf("%s panics: %v", what, panicked)
	} else if n := fn.Type().NumOut(); n > 0 && fn.Type().Out(n-1) == reflect.TypeFor[error]() {
		t.Errorf("%s could give an error, and panics: %v", what, panicked)
	}
}

// call calls a function with some arguments and zero ones for the rest, or if they are
// not to be plain with other bad ones, and gives what it panics with.
func call(fn reflect.Value, plain bool, args ...reflect.Value) (panicked any) {
	defer func() { panicked = recover() }()
	typ := fn.Type()
	for i := len(args); i < typ.NumIn(); i++ {
		arg := reflect.New(typ.In(i)).Elem()
		switch {
		case typ.In(i) == reflect.TypeFor[fmt.State]():
			return nil // a method for package fmt alone
		case typ.In(i) == reflect.TypeFor[context.Context]():
			arg = reflect.ValueOf(context.Background())
		case !plain && arg.Kind() == reflect.String:
			arg.SetString("word")
		case !plain && arg.CanInt():
			arg.SetInt(-1)
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
