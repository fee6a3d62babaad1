package config

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// wrong are values that are wrong for one field or another.
var wrong = []string{
	"", `""`, `" "`, "x", `"x"`, `"a, b"`, `"a,b"`, "a b", "it's", `'say "hi"'`, `"a: b"`, `"#x"`, `"[ x ]"`, `"- x"`, `"~"`, `"@x"`, `'C:\x'`, `"a\nb"`,
	`"30"`, `"030"`, "030", "30s", "5m", "2 hours", "10MB", "1GiB", "5 parsecs", "30.0", "0.5", "1e400", "-1", "0", "1", "99999999", "1.10", `"1,5"`,
	"true", "no", `"true"`, `"no"`, `"On"`, "enabled", "2026-01-14", ":sym", "registy", "verbos", "rolback",
	"[]", "[ x ]", `[ "a, b" ]`, "[ 1 ]", "[ [ x ] ]", "[ a, b ]", "[ a: b ]", "[ a: b, c: d ]", `[ "A=B" ]`, "[ A=B, C=D ]", "[ ~ ]", `[ "" ]`, "[ true ]",
	"{}", "{ a: b }", "{ a: [ b ] }", "{ a: ~ }", "{ a: b, c: d }", `"A=B"`, `"A=b: c"`,
}

func node(t *testing.T, text string) *yaml11.Node {
	t.Helper()
	doc, err := yaml11.Parse("advice", []byte("key: "+text+"\n"))
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return doc.Root.Get("key")
}

// followed does to a value what a suggestion says; nothing is left where it says
// that. It knows of suggestions only what a reader knows.
func followed(t *testing.T, suggestion string, n *yaml11.Node) (*yaml11.Node, bool) {
	t.Helper()
	if text, ok := strings.CutPrefix(suggestion, "did you mean "); ok {
		text, _ := strconv.Unquote(strings.TrimSuffix(text, "?"))
		return node(t, text), true
	}
	switch {
	case suggestion == "leave out the quotes":
		return node(t, n.Raw), true
	case suggestion == "put it into quotes":
		return node(t, strconv.Quote(n.Raw)), true
	case suggestion == "write NAME: VALUE, without dashes":
		var pairs []string
		for _, item := range n.List {
			if item.Kind == yaml11.Map {
				pairs = append(pairs, item.Map[0].Key+": "+strconv.Quote(item.Map[0].Value.Text))
			} else {
				name, v, _ := strings.Cut(item.Text, "=")
				pairs = append(pairs, name+": "+strconv.Quote(v))
			}
		}
		return node(t, "{ "+strings.Join(pairs, ", ")+" }"), true
	case suggestion == "leave it out", suggestion == "write one behind the dash, or leave the dash out", suggestion == "write what belongs below it", strings.HasPrefix(suggestion, "are there only comments"):
		return nil, true
	case strings.HasPrefix(suggestion, "write hosts: "), strings.HasPrefix(suggestion, "write an entry for each: "):
		return nil, true // see proofs
	case strings.HasPrefix(suggestion, "write one, such as "):
		return node(t, strings.TrimPrefix(suggestion, "write one, such as ")), true
	case strings.HasPrefix(suggestion, "write "):
		text, _ := strings.CutSuffix(strings.TrimPrefix(suggestion, "write "), ", without a unit")
		return node(t, text), true
	}
	return nil, false
}

// every is each field of the table, those of entries among them.
func every(visit func(path string, f *field)) {
	seen := map[*field]bool{}
	var walk func(path string, f *field)
	walk = func(path string, f *field) {
		if f == nil || seen[f] {
			return
		}
		seen[f] = true
		visit(path, f)
		for _, sub := range f.fields {
			walk(join(path, sub.name), sub)
		}
		walk(join(path, "NAME"), f.values)
		walk(join(path, "0"), f.items)
	}
	walk("", root)
}

func TestAdvice_ForAValueTakesTheProblemAway(t *testing.T) {
	given := 0
	every(func(path string, f *field) {
		for _, text := range wrong {
			v := value{node: node(t, text), field: f, path: path, item: strings.HasSuffix(path, "0")}
			r := &reader{kind: FleetTraefik}
			r.check(v)
			for _, e := range r.problems {
				if e.Path != path || e.Suggestion == "" {
					continue
				}
				given++
				right, ok := followed(t, e.Suggestion, v.node)
				if !ok {
					t.Fatalf("%s: %s: nobody knows how to follow that: %s", path, text, e)
				}
				if right != nil && !r.fits(v, right) {
					t.Errorf("%s: %s is wrong in spite of the advice: %s", path, text, e)
				}
			}
		}
	})
	if given < 500 {
		t.Errorf("advice was given %d times only", given)
	}
}

func TestAdvice_IsWhatWasMeant(t *testing.T) {
	for _, c := range []struct{ path, text, want string }{
		{"servers", "192.0.2.1", "write [ 192.0.2.1 ]"},
		{"servers", `"a: b"`, `write [ a: b ]`},
		{"servers", `""`, ""},
		{"volumes", "data:/data", "write [ data:/data ]"},
		{"volumes", `"[ x ]"`, `write [ "[ x ]" ]`},
		{"volumes", `""`, ""},
		{"env/secret", "A B", "write [ A B ]"},
		{"deploy_timeout", "5m", "write 300, without a unit"},
		{"deploy_timeout", "5MB", ""},
		{"deploy_timeout", `"030"`, "write 30"},
		{"deploy_timeout", "30.0", "write 30"},
		{"proxy/buffering/memory", "2MiB", "write 2097152, without a unit"},
		{"proxy/app_port", `"3000"`, "leave out the quotes"},
		{"proxy/app_port", `"99999"`, ""},
		{"proxy/ssl", `"yes"`, "write true"},
		{"proxy/ssl", `"true"`, "leave out the quotes"},
		{"proxy/host", "[ a.example.com ]", "write a.example.com"},
		{"proxy/host", "80", "put it into quotes"},
		{"ssh/config", "1", "write true"},
		{"ssh/user", "1", "put it into quotes"},
		{"hooks_path", "1", "put it into quotes"},
		{"labels/NAME", "2026-01-14", "put it into quotes"},
		{"env/clear", "[ A=B, C: 1 ]", "write NAME: VALUE, without dashes"},
		{"registry/password", "12345", "put it into quotes"},
	} {
		every(func(path string, f *field) {
			if path != c.path {
				return
			}
			r := &reader{}
			r.check(value{node: node(t, c.text), field: f, path: path})
			if len(r.problems) != 1 || r.problems[0].Suggestion != c.want {
				t.Errorf("%s: %s gives %v, want %q", path, c.text, r.problems, c.want)
			}
		})
	}
}

// Numbers and booleans are text only where somebody would write them.
func TestChecks_TakeNumbersForTextOnlyWhereTheyAreMeant(t *testing.T) {
	var take []string
	every(func(path string, f *field) {
		r := &reader{kind: FleetTraefik}
		r.check(value{node: node(t, "37"), field: f, path: path})
		if len(r.problems) == 0 && !f.takes(number) && !strings.HasSuffix(path, "/NAME") {
			take = append(take, path)
		}
	})
	want := strings.Fields(`service primary_role minimum_version ssh/port
		builder/target builder/cache/options builder/provenance servers/NAME/cmd
		accessories/NAME/service accessories/NAME/role servers/NAME/hosts/0/NAME/0 accessories/NAME/tag accessories/NAME/port
		accessories/NAME/files/0/mode accessories/NAME/files/0/owner accessories/NAME/files/0/options
		proxy/run/log_max_size proxy/run/version
		traefik/host_port healthcheck/cmd healthcheck/port healthcheck/interval`)
	for _, path := range take {
		if !slices.Contains(want, strings.TrimPrefix(path, "servers/NAME/")) && !slices.Contains(want, path) {
			t.Errorf("%s takes the number 37", path)
		}
	}
	for _, path := range want {
		if !slices.Contains(take, path) && !slices.Contains(take, "servers/NAME/"+path) {
			t.Errorf("%s does not take the number 37", path)
		}
	}
}

// tableAt makes a tree with one table in a place.
func tableAt(path string, n *yaml11.Node) *yaml11.Node {
	if path == "" {
		return n
	}
	parts := strings.Split(path, "/")
	for _, name := range slices.Backward(parts) {
		n = tableOf(yaml11.Position{}, yaml11.Pair{Key: name, Value: n})
	}
	return n
}

var belongs = regexp.MustCompile(`^it belongs (?:into (.+?))?(?: ?at the top level)?$`)

func TestAdvice_ForAMisplacedKeyTakesTheProblemAway(t *testing.T) {
	places := []string{
		"", "proxy", "ssh", "builder", "boot", "registry", "env", "servers/web", "servers/web/env", "servers/web/proxy",
		"accessories/db", "accessories/db/env", "accessories/db/proxy", "proxy/healthcheck", "builder/cache", "logging",
	}
	given := 0
	every(func(path string, f *field) {
		if f.name == "" || f.example == "" && f.fields == nil {
			return
		}
		misplaced := yaml11.Pair{Key: f.name, Value: node(t, strings.ReplaceAll(f.example, "\n", "\n  "))}
		for _, at := range places {
			extra := tableOf(yaml11.Position{}, misplaced)
			if strings.HasSuffix(at, "env") {
				extra.Map = append(extra.Map, yaml11.Pair{Key: "clear", Value: node(t, "{ A: b }")})
			}
			tree := tableAt(at, extra)
			e := unknownIn(tree, join(at, f.name))
			if e == nil || e.Suggestion == "" {
				continue
			}
			given++
			target, key := at, f.name
			if name, ok := strings.CutPrefix(e.Suggestion, "did you mean "); ok {
				key, _ = strconv.Unquote(strings.TrimSuffix(name, "?"))
			} else if m := belongs.FindStringSubmatch(e.Suggestion); m != nil {
				target = m[1]
			} else {
				t.Fatalf("nobody knows how to follow that: %s", e)
			}
			moved := tableAt(target, tableOf(yaml11.Position{}, yaml11.Pair{Key: key, Value: misplaced.Value}))
			if again := unknownIn(moved, join(target, key)); again != nil {
				t.Errorf("%s in %s: %s, but then: %s", f.name, at, e, again)
			}
		}
	})
	if given < 200 {
		t.Errorf("advice was given %d times only", given)
	}
}

// unknownIn gives the problem of an unknown key in a tree.
func unknownIn(tree *yaml11.Node, path string) *FieldError {
	r := &reader{root: value{node: tree, field: root}}
	r.check(r.root)
	for _, e := range r.problems {
		if e.Path == path && strings.HasPrefix(e.Message, "unknown key") {
			return e
		}
	}
	return nil
}
