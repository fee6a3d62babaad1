package config

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/internal/erb"
	"github.com/kamal-go/kamal/internal/regular"
)

// RenderFile renders an ERB file of the project, such as an accessory's, with
// further variables, each NAME=value, over the environment of the configuration.
func (c *Config) RenderFile(ctx context.Context, file string, vars []string) ([]byte, error) {
	if c.orNone().Secrets == nil {
		return nil, errByHand
	}
	opts := c.Secrets.opts
	path := opts.in(file)
	text, err := regular.ReadFile(path, regular.MaxText)
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", file, cause(err))
	}
	environ := append(c.Environ[:len(c.Environ):len(c.Environ)], vars...)
	know := func(secret string) { c.Secrets.remember(secret) }
	result, err := erb.Render(ctx, text, opts.templating(file, erb.NewEnv(environ), know))
	if err != nil {
		return nil, err
	}
	return result.Text, nil
}
