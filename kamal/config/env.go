package config

import "slices"

// Env is the environment of a container.
type Env struct {
	// Clear are the variables whose values stand in the configuration.
	Clear Pairs
	// Secret are the variables whose values are looked up.
	Secret []SecretRef
	// Tags are the environments of host tags; at the top level only.
	Tags map[string]Env
}

// SecretRef is a variable that gets the value of a secret.
type SecretRef struct {
	// Name is the variable's name in the container.
	Name string
	// Source is the name of the secret; the same as Name unless it is given.
	Source string
}

// merge lays over upon e. The order of secrets is that of their first mention.
func (e Env) merge(over Env) Env {
	out := Env{Clear: e.Clear.Merge(over.Clear), Secret: slices.Clone(e.Secret)}
	for _, s := range over.Secret {
		if i := slices.IndexFunc(out.Secret, func(o SecretRef) bool { return o.Name == s.Name }); i >= 0 {
			out.Secret[i] = s
		} else {
			out.Secret = append(out.Secret, s)
		}
	}
	return out
}
