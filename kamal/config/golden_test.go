package config_test

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/kamal/config"
)

const minimal = `
service: shop
image: acme/shop
registry:
  server: registry.example.com
  username: deployer
  password: [ REGISTRY_PASSWORD ]
builder:
  arch: amd64
servers:
  - 192.0.2.1
`

// Each file holds a project. Of a configuration that is accepted, the section
// want says in what it differs from the minimal one.
func TestLoad(t *testing.T) {
	baseline := flatten(parse(t, minimal, config.Options{}))
	golden.Each(t, "testdata/*.txtar", func(t *testing.T, file *golden.File) {
		c, err := config.Load(t.Context(), project(t, file))
		if err != nil {
			file.Compare(t, "want.err", strings.TrimSpace(err.Error()))
			return
		}
		file.Drop(t, "want.err")
		file.Compare(t, "want", differences(baseline, flatten(c)))
		file.Compare(t, "want.warnings", warnings(c))
		if file.Has("want.yaml") {
			text, err := c.YAML()
			if err != nil {
				t.Fatal(err)
			}
			file.Compare(t, "want.yaml", string(text))
		}
	})
}

// project unpacks a project. Lines of the file's comment such as
// "destination: staging" are options.
func project(t *testing.T, file *golden.File) config.Options {
	t.Helper()
	opts := config.Options{WorkDir: t.TempDir(), Environ: []string{"PATH=/usr/bin:/bin"}, NoRuby: true, Git: noGit}
	file.Unpack(t, opts.WorkDir)
	for line := range strings.Lines(file.Comment()) {
		key, v, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "destination":
			opts.Destination = v
		case "env":
			opts.Environ = append(opts.Environ, v)
		case "version":
			opts.Version = config.Version(v)
		case "reserved":
			opts.ReservedNames = strings.Fields(v)
		case "commit":
			opts.Git = gitOf(config.Git{Root: "/src/shop", Commit: v})
		}
	}
	return opts
}

func warnings(c *config.Config) string {
	var out strings.Builder
	for _, w := range c.Warnings {
		if w.Line > 0 {
			fmt.Fprintf(&out, "%s:%d:%d: ", w.File, w.Line, w.Column)
		}
		fmt.Fprint(&out, w.Message)
		if w.Fix != "" {
			fmt.Fprint(&out, ": "+w.Fix)
		}
		fmt.Fprintln(&out)
	}
	return out.String()
}

// likeWeb is the beginning of what other roles than web have.
var likeWeb = regexp.MustCompile(`^Roles/[^/]+/`)

// fact is a field of a configuration with its value.
type fact struct{ path, value string }

// differences lists facts that are new or changed, and those that are gone.
func differences(from, to []fact) string {
	known, paths := map[fact]bool{}, map[string]bool{}
	for _, f := range from {
		known[f] = true
	}
	var out strings.Builder
	for _, f := range to {
		paths[f.path] = true
		if !known[f] && !known[fact{likeWeb.ReplaceAllString(f.path, "Roles/web/"), f.value}] {
			fmt.Fprintf(&out, "%s = %s\n", f.path, f.value)
		}
	}
	for _, f := range from {
		if !paths[f.path] {
			fmt.Fprintf(&out, "%s = nothing\n", f.path)
		}
	}
	return out.String()
}

// flatten lists all exported fields of a configuration that are not empty.
func flatten(c *config.Config) []fact {
	var facts []fact
	v := reflect.ValueOf(*c)
	for i := range v.NumField() {
		switch name := v.Type().Field(i).Name; name {
		case "Secrets", "Warnings", "Environ", "WorkDir":
		default:
			if v.Type().Field(i).IsExported() {
				walk(&facts, name, v.Field(i))
			}
		}
	}
	for _, r := range c.Roles {
		for _, h := range r.Hosts {
			if env := r.Env(h); len(env.Clear)+len(env.Secret) > 0 {
				facts = append(facts, fact{"Roles/" + r.Name + "/Env(" + string(h) + ")", fmt.Sprint(env.Clear, env.Secret)})
			}
		}
	}
	return facts
}

func walk(facts *[]fact, path string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			walk(facts, path, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Name != "Name" {
				walk(facts, path+"/"+f.Name, v.Field(i))
			}
		}
	case reflect.Slice:
		if v.Len() > 0 && v.Index(0).Kind() == reflect.Pointer {
			for i := range v.Len() {
				walk(facts, path+"/"+v.Index(i).Elem().FieldByName("Name").String(), v.Index(i))
			}
			return
		}
		if v.Len() > 0 {
			*facts = append(*facts, fact{path, fmt.Sprintf("%+v", v.Interface())})
		}
	default:
		if d, ok := v.Interface().(time.Duration); ok {
			*facts = append(*facts, fact{path, d.String()})
			return
		}
		if !v.IsZero() && v.Kind() != reflect.Map {
			*facts = append(*facts, fact{path, fmt.Sprintf("%v", v.Interface())})
		}
	}
}
