package config

import (
	"strings"
)

func (r *reader) readEnv() {
	v, older := r.root.get("env"), r.root.get("env_tags")
	r.config.Env = envOf(v)
	tags := v.get("tags")
	if v.node == nil || !v.field.fixed(v.node) {
		tags = value{}
	}
	r.config.Env.Tags = map[string]Env{}
	for _, e := range tags.entries() {
		r.config.Env.Tags[e.name] = envOf(e)
	}
	for _, e := range older.entries() {
		if _, both := r.config.Env.Tags[e.name]; both {
			r.fail(e, "the tag %q is in env.tags too", e.name).suggest("env_tags is the older place of env.tags")
			continue
		}
		r.config.Env.Tags[e.name] = envOf(e)
	}
}

// envOf reads an environment, flat or with clear and secret.
func envOf(v value) Env {
	if v.node == nil || v.field == nil {
		return Env{}
	}
	if !v.field.fixed(v.node) {
		return Env{Clear: v.pairs()}
	}
	env := Env{Clear: v.get("clear").pairs()}
	for _, s := range v.get("secret").texts() {
		name, source, renamed := strings.Cut(s, ":")
		if !renamed {
			source = name
		}
		env.Secret = env.Secret.Merge(Pairs{{name, source}})
	}
	return env
}

// checkEnv warns about variables that are clear in one layer and secret in
// another.
func (r *reader) checkEnv() {
	warned := map[string]bool{}
	tell := func(env Env, whose string) {
		for _, s := range env.Secret {
			if _, both := env.Clear.Get(s.Name); both && !warned[s.Name] {
				warned[s.Name] = true
				r.note("env: %s is both clear and secret%s; the clear value wins", s.Name, whose)
			}
		}
	}
	for _, role := range r.config.Roles {
		for _, host := range role.Hosts {
			tell(role.Env(host), " in the role "+role.Name)
		}
	}
	for _, a := range r.config.Accessories {
		tell(a.Env, " in the accessory "+a.Name)
	}
}
