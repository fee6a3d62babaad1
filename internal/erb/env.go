package erb

import (
	"maps"
	"runtime"
	"slices"
	"strings"
)

// Env is the environment that a template sees as ENV. A template's assignments change this value only,
// never the environment of the process. The zero value is an empty environment. It is not safe for
// concurrent use.
type Env struct {
	vars map[string]variable
}

type variable struct {
	name, value string
}

// NewEnv returns an environment with the given NAME=value pairs, in the form of [os.Environ]. Of several
// pairs with one name the last wins; a pair without "=" is ignored.
func NewEnv(pairs []string) *Env {
	env := &Env{}
	for _, pair := range pairs {
		// Windows keeps hidden variables like "=C:", whose names begin with an equals sign.
		if name, value, ok := strings.Cut(pair, "="); ok && name != "" {
			env.Set(name, value)
		}
	}
	return env
}

// Lookup returns the value of a variable and whether it is set. Names are compared as the operating system
// does: without regard to case on Windows.
func (e *Env) Lookup(name string) (string, bool) {
	v, ok := e.vars[envKey(name)]
	return v.value, ok
}

// Set gives a variable a value.
func (e *Env) Set(name, value string) {
	if e.vars == nil {
		e.vars = map[string]variable{}
	}
	e.vars[envKey(name)] = variable{name, value}
}

// Unset removes a variable; one that is not set is no error.
func (e *Env) Unset(name string) {
	delete(e.vars, envKey(name))
}

// Environ returns NAME=value pairs, sorted by name, as [os/exec.Cmd] wants them.
func (e *Env) Environ() []string {
	pairs := make([]string, 0, len(e.vars))
	for _, name := range e.names() {
		value, _ := e.Lookup(name)
		pairs = append(pairs, name+"="+value)
	}
	return pairs
}

func (e *Env) names() []string {
	names := make([]string, 0, len(e.vars))
	for _, v := range e.vars {
		names = append(names, v.name)
	}
	slices.Sort(names)
	return names
}

func (e *Env) clone() *Env {
	return &Env{vars: maps.Clone(e.vars)}
}

func envKey(name string) string {
	if runtime.GOOS == "windows" {
		return strings.ToUpper(name)
	}
	return name
}
