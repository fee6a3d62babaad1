package simhost

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"text/template"

	"github.com/kamal-go/kamal/internal/minishell"
)

// options are a parsed docker command line.
type options struct {
	values map[string][]string
	args   []string
}

// switches are options without a value.
var switches = []string{
	"detach", "d", "rm", "i", "it", "interactive", "tty", "all", "a", "quiet", "q", "force", "f",
	"privileged", "init", "read-only", "publish-all", "P", "timestamps", "follow", "append", "no-cache", "L", "load",
}

// parse reads options and arguments. With first, whatever comes after the first
// argument belongs to the program that is to be run.
func parse(args []string, first bool) options {
	o := options{values: map[string][]string{}}
	for i := 0; i < len(args); i++ {
		name, found := strings.CutPrefix(args[i], "-")
		if !found || name == "" {
			if first {
				o.args = append(o.args, args[i:]...)
				return o
			}
			o.args = append(o.args, args[i])
			continue
		}
		name, value, given := strings.Cut(strings.TrimPrefix(name, "-"), "=")
		if !given && !slices.Contains(switches, name) && i+1 < len(args) {
			i++
			value = args[i]
		}
		o.values[name] = append(o.values[name], value)
	}
	return o
}

func (o options) has(names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { _, ok := o.values[n]; return ok })
}

func (o options) get(name string) string {
	if v := o.values[name]; len(v) > 0 {
		return v[len(v)-1]
	}
	return ""
}

// format prints something through a template, as docker's --format.
func format(c minishell.Call, text string, data any) int {
	t, err := template.New("").Funcs(template.FuncMap{"json": toJSON}).Parse(text)
	if err != nil {
		return fail(c, "template parsing error: %v", err)
	}
	var b strings.Builder
	if err := t.Execute(&b, data); err != nil {
		return fail(c, "template: %v", err)
	}
	fmt.Fprintln(c.Stdout, b.String())
	return 0
}

func toJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}
