package config

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// Spec is a configuration written in Go: what its file would hold, by key.
//
//	config.Spec{
//		"service": "shop",
//		"image":   "acme/shop",
//		"servers": map[string]any{"web": []string{"192.0.2.1"}, "job": map[string]any{"hosts": hosts, "cmd": "bin/jobs"}},
//	}
//
// Values are text, numbers, booleans, nil, and maps and slices of them, of any such
// Go types: a [Host] or a [time.Duration] of whole seconds will do. Maps have no order:
// their keys are taken by name, but for [Pairs], which keep theirs.
type Spec map[string]any

// Build makes a configuration of a Spec instead of files. It is checked as they are,
// with the same errors, which name the path of the key in place of file and line. As
// with [Parse], nothing is taken from the process.
func Build(ctx context.Context, spec Spec, opts Options) (*Config, error) {
	r, err := newReader(opts)
	if err != nil {
		return nil, err
	}
	r.opts.File = ""
	tree := r.tree(reflect.ValueOf(map[string]any(spec)), "", 0)
	r.files = []*yaml11.Node{tree}
	odd := r.problems
	r.problems = nil
	c, err := r.finish(ctx, tree)
	if len(odd) == 0 {
		return c, err
	}
	others, _ := errors.AsType[Problems](err)
	return nil, append(odd, others.beside(odd)...)
}

// beside gives the problems that are about other keys than some others are.
func (p Problems) beside(others Problems) Problems {
	return slices.DeleteFunc(slices.Clone(p), func(e *FieldError) bool {
		return slices.ContainsFunc(others, func(o *FieldError) bool { return o.Path == e.Path })
	})
}

// mostDepth is how deep a Spec may go: one that holds itself has no end.
const mostDepth = 100

var (
	durationType = reflect.TypeFor[time.Duration]()
	secretType   = reflect.TypeFor[Secret]()
	pairsType    = reflect.TypeFor[Pairs]()
)

// tree gives a value as if it had been read. What can't stand in a file is a problem.
func (r *reader) tree(v reflect.Value, path string, depth int) *yaml11.Node {
	for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return &yaml11.Node{}
		}
		v = v.Elem()
		depth++
		if depth > mostDepth {
			break
		}
	}
	switch {
	case depth > mostDepth:
		r.failAt(yaml11.Position{}, path, "%s is nested too deeply", cmpPath(path))
	case !v.IsValid():
	case v.Type() == durationType:
		return r.wholeSeconds(time.Duration(v.Int()), path)
	case v.Type() == secretType:
		r.failAt(yaml11.Position{}, path, "%s is a secret itself", path).suggest("write its name here, and the secret into Options.Environ")
	case v.Type() == pairsType:
		n := &yaml11.Node{Kind: yaml11.Map}
		for _, p := range v.Interface().(Pairs) {
			n.Map = append(n.Map, yaml11.Pair{Key: p.Name, Value: r.text(p.Value, join(path, p.Name))})
		}
		return n
	case v.Kind() == reflect.Map && v.Type().Key().Kind() == reflect.String:
		return r.table(v, path, depth)
	case v.Kind() == reflect.Slice, v.Kind() == reflect.Array:
		n := &yaml11.Node{Kind: yaml11.List}
		for i := range v.Len() {
			n.List = append(n.List, r.tree(v.Index(i), join(path, strconv.Itoa(i)), depth+1))
		}
		return n
	default:
		return r.scalar(v, path)
	}
	return &yaml11.Node{}
}

func (r *reader) table(v reflect.Value, path string, depth int) *yaml11.Node {
	n := &yaml11.Node{Kind: yaml11.Map}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
	for _, k := range keys {
		n.Map = append(n.Map, yaml11.Pair{Key: k.String(), Value: r.tree(v.MapIndex(k), join(path, k.String()), depth+1)})
	}
	return n
}

func (r *reader) wholeSeconds(d time.Duration, path string) *yaml11.Node {
	if d%time.Second != 0 {
		r.failAt(yaml11.Position{}, path, "%s must be whole seconds, not %s", path, d)
	}
	return plainScalar(strconv.FormatInt(int64(d/time.Second), 10))
}

func (r *reader) scalar(v reflect.Value, path string) *yaml11.Node {
	switch {
	case v.Kind() == reflect.String:
		return r.text(v.String(), path)
	case v.Kind() == reflect.Bool:
		return plainScalar(strconv.FormatBool(v.Bool()))
	case v.CanInt():
		return plainScalar(strconv.FormatInt(v.Int(), 10))
	case v.CanUint():
		return plainScalar(strconv.FormatUint(v.Uint(), 10))
	case v.CanFloat():
		return plainScalar(decimal(v.Float()))
	}
	r.failAt(yaml11.Position{}, path, "%s holds a %s of Go, which no file could hold", cmpPath(path), v.Type())
	return &yaml11.Node{}
}

func (r *reader) text(s, path string) *yaml11.Node {
	if !utf8.ValidString(s) {
		r.failAt(yaml11.Position{}, path, "%s is no UTF-8", path)
	}
	return &yaml11.Node{Kind: yaml11.String, Text: s, Raw: s, Quoted: true}
}

// plainScalar reads a number or a boolean as a file's.
func plainScalar(text string) *yaml11.Node {
	doc, err := yaml11.Parse("", []byte(text))
	if err != nil {
		return &yaml11.Node{Kind: yaml11.String, Text: text, Raw: text}
	}
	doc.Root.Pos = yaml11.Position{}
	return doc.Root
}

// decimal writes a number as YAML does.
func decimal(f float64) string {
	text := strconv.FormatFloat(f, 'f', -1, 64)
	if strings.Trim(text, "-0123456789") == "" {
		text += ".0"
	}
	return text
}
