package secrets

import (
	"context"
	"slices"
	"strings"
)

// adapter is what the core has to know about a vault.
type adapter struct {
	name    string   // as help and errors show it
	exact   []string // spellings that are found as they stand
	anyCase []string // spellings that are found in any case of letters

	program string
	install string // what to install to have the program
	version string // the argument that makes the program say its version

	needsAccount bool
	needsNoNames bool // whether a request without names can mean something
	fromApart    bool // whether --from is no beginning of the names

	// check finds what is wrong with a request before anything runs; nil finds nothing.
	check func(v *vault) error
	// login makes sure that there is a login; nil when the program has none.
	login func(ctx context.Context, v *vault) error
	// fetch puts what was asked for into v.found.
	fetch func(ctx context.Context, v *vault) error
}

var adapters = []*adapter{
	&onePassword, &lastPass, &bitwarden, &bitwardenSM, &awsSecretsManager, &gcpSecretManager, &doppler, &enpass, &passbolt,
}

// Adapters returns the names of all adapters, one for each vault, in a fixed order. Other spellings that
// are understood are not among them.
func Adapters() []string {
	names := make([]string, len(adapters))
	for i, a := range adapters {
		names[i] = a.name
	}
	return names
}

func lookup(name string) (*adapter, error) {
	for _, a := range adapters {
		if slices.Contains(a.exact, name) || slices.Contains(a.anyCase, strings.ToLower(name)) {
			return a, nil
		}
	}
	known := strings.Join(Adapters(), ", ")
	if name == "" {
		return nil, usage("an adapter is required (--adapter), one of: %s", known)
	}
	return nil, usage("unknown adapter %q, known are: %s", name, known)
}
