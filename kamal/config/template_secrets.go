package config

import (
	"context"
	"errors"
	"slices"

	"github.com/kamal-go/kamal/internal/erb"
)

// templating are the options for a template of the project. What it asks
// Kamal::Secrets for is handed to know, so that it is masked later.
func (o Options) templating(file string, env *erb.Env, know func(secret string)) erb.Options {
	return erb.Options{
		File: file, Dir: o.WorkDir, Env: env, Run: o.shell, Log: o.Stderr, NoRuby: o.NoRuby, KamalVersion: kamalVersion,
		Secrets: func(destination, path string) erb.Secrets {
			o := o
			o.Destination, o.Environ = destination, env.Environ()
			return templateSecrets{newSecrets(o, path, false), know}
		},
	}
}

// templateSecrets are the secrets that a template reads by Kamal::Secrets.
type templateSecrets struct {
	secrets *Secrets
	know    func(secret string)
}

// Lookup implements [erb.Secrets].
func (t templateSecrets) Lookup(ctx context.Context, name string) (string, bool, error) {
	secret, err := t.secrets.Lookup(ctx, name)
	if err != nil {
		return "", !errors.Is(err, ErrNoSecret), err
	}
	t.know(secret.Reveal())
	return secret.Reveal(), true, nil
}

// Names implements [erb.Secrets].
func (t templateSecrets) Names(ctx context.Context) ([]string, error) { return t.secrets.Names(ctx) }

// keepTold makes known what templates asked for. The name of a host is left out: it
// is shown everywhere.
func (r *reader) keepTold(secrets *Secrets) {
	hosts := r.config.Hosts()
	for _, secret := range r.told {
		if !slices.Contains(hosts, Host(secret)) {
			secrets.remember(secret)
		}
	}
}
