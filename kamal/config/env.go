package config

// Env is the environment of a container.
type Env struct {
	// Clear are the variables whose values stand in the configuration.
	Clear Pairs
	// Secret are the variables whose values are looked up: each has the name of its
	// secret in place of a value.
	Secret Pairs
	// Tags are the environments of host tags; at the top level only.
	Tags map[string]Env
}

// merge lays over upon e. The order of secrets is that of their first mention.
func (e Env) merge(over Env) Env {
	return Env{Clear: e.Clear.Merge(over.Clear), Secret: e.Secret.Merge(over.Secret)}
}
