package config

import (
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// envAlike brings two environments into one shape: one that is flat is all
// clear. A variable that over has as a secret is no clear one of base any more,
// and the other way round.
func envAlike(f *field, base, over *yaml11.Node) (b, o *yaml11.Node) {
	if base.Kind != yaml11.Map || over.Kind != yaml11.Map {
		return base, over
	}
	switch flatBase, flatOver := isFlat(f, base), isFlat(f, over); {
	case flatBase && flatOver:
		return base, over
	case flatBase:
		base = asClear(base)
	case flatOver:
		over = asClear(over)
	}
	if clear, secret := base.Get("clear"), over.Get("secret"); clear != nil && secret != nil {
		base = with(base, "clear", without(clear, secretNames(secret)...))
	}
	if secret, clear := base.Get("secret"), over.Get("clear"); secret != nil && clear != nil {
		base = with(base, "secret", withoutSecrets(secret, clear))
	}
	return base, over
}

func isFlat(f *field, n *yaml11.Node) bool { return len(n.Map) > 0 && !f.fixed(n) }

func asClear(flat *yaml11.Node) *yaml11.Node {
	return tableOf(flat.Pos, yaml11.Pair{Key: "clear", KeyPos: flat.Pos, Value: flat})
}

func secretNames(list *yaml11.Node) []string {
	names := make([]string, len(list.List))
	for i, n := range list.List {
		names[i] = secretNameOf(n)
	}
	return names
}

// secretNameOf is the variable that NAME or NAME:SECRET sets.
func secretNameOf(n *yaml11.Node) string {
	name, _, _ := strings.Cut(n.Text, ":")
	return name
}

func withoutSecrets(list, clear *yaml11.Node) *yaml11.Node {
	out := *list
	out.List = slices.DeleteFunc(slices.Clone(list.List), func(n *yaml11.Node) bool { return clear.Get(secretNameOf(n)) != nil })
	return &out
}

// tagsAlike brings the older place of tags to the newer one where the two files
// differ in it.
func tagsAlike(base, over *yaml11.Node) (b, o *yaml11.Node) {
	if base.Get("env_tags") != nil && over.Get("env").Get("tags") != nil {
		base = movedTags(base)
	}
	if over.Get("env_tags") != nil && base.Get("env").Get("tags") != nil {
		over = movedTags(over)
	}
	return base, over
}

// movedTags moves env_tags into env.tags. What a file has in both places stays,
// for it is refused.
func movedTags(n *yaml11.Node) *yaml11.Node {
	older, env := n.Get("env_tags"), n.Get("env")
	if older.Kind != yaml11.Map || env != nil && env.Kind != yaml11.Map {
		return n
	}
	for _, p := range older.Map {
		if env.Get("tags").Get(p.Key) != nil {
			return n
		}
	}
	if env == nil {
		env = tableOf(older.Pos)
	} else if isFlat(envField, env) {
		env = asClear(env)
	}
	env = yaml11.Merge(env, tableOf(older.Pos, yaml11.Pair{Key: "tags", KeyPos: older.Pos, Value: older}))
	return yaml11.Merge(without(n, "env", "env_tags"), tableOf(n.Pos, yaml11.Pair{Key: "env", KeyPos: env.Pos, Value: env}))
}
