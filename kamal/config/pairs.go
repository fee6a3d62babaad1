package config

import "slices"

// Pair is a name with its value.
type Pair struct{ Name, Value string }

// Pairs are names with values, in the order of the file; each name once.
type Pairs []Pair

// Get gives the value of a name, and whether it is there.
func (p Pairs) Get(name string) (string, bool) {
	for _, x := range p {
		if x.Name == name {
			return x.Value, true
		}
	}
	return "", false
}

// Merge gives p with over laid upon it: a name that both have keeps its place
// and takes the value of over, new names follow.
func (p Pairs) Merge(over Pairs) Pairs {
	out := slices.Clone(p)
	for _, x := range over {
		if i := slices.IndexFunc(out, func(o Pair) bool { return o.Name == x.Name }); i >= 0 {
			out[i].Value = x.Value
		} else {
			out = append(out, x)
		}
	}
	return out
}

// DockerOption is one of docker's own options, from options: in the configuration.
type DockerOption struct {
	// Name is the option without its dashes.
	Name string
	// Values are its values, one option each. Without any the option stands bare.
	Values []string
}

// DockerOptions are docker options in the order of the file.
type DockerOptions []DockerOption

// without gives the options but the named one.
func (o DockerOptions) without(name string) DockerOptions {
	return slices.DeleteFunc(slices.Clone(o), func(x DockerOption) bool { return x.Name == name })
}
