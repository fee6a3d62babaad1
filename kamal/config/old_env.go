package config

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/dotenv"
	"github.com/kamal-go/kamal/internal/regular"
)

// oldEnvironment adds what .env files hold to the environment, as long as there
// are no secrets files; note says that it did. The process's variables win.
func (o Options) oldEnvironment(ctx context.Context) (env []string, note string, err error) {
	if found, _ := filepath.Glob(filepath.Join(o.WorkDir, ".kamal", "secrets*")); len(found) > 0 {
		return o.Environ, "", nil
	}
	names := []string{".env"}
	if o.Destination != "" {
		names = []string{".env." + o.Destination, ".env"}
	}
	env = slices.Clone(o.Environ)
	var read []string
	for _, name := range names {
		text, err := regular.ReadFile(filepath.Join(o.WorkDir, name), regular.MaxText)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, "", fmt.Errorf("reading %q: %w", name, cause(err))
		}
		if env, err = o.loadEnv(ctx, name, text, env); err != nil {
			return nil, "", err
		}
		read = append(read, name)
	}
	if len(read) > 0 {
		note = fmt.Sprintf("the environment and the secrets come from %s, for there is no .kamal/secrets", strings.Join(read, " and "))
	}
	return env, note, nil
}

// loadEnv adds the variables of a file that are not set yet.
func (o Options) loadEnv(ctx context.Context, name string, text []byte, env []string) ([]string, error) {
	known := env
	f, err := dotenv.Parse(name, text, dotenv.Options{
		Lookup: func(_ context.Context, name string) (string, bool, error) {
			value, ok := lookupEnv(known, name)
			return value, ok, nil
		},
		Run: o.run,
	})
	if err != nil {
		return nil, err
	}
	for _, variable := range f.Names() {
		if _, set := lookupEnv(env, variable); set {
			continue
		}
		value, err := f.Value(ctx, variable)
		if err != nil {
			return nil, fmt.Errorf("reading %q: %w", name, err)
		}
		env = append(env, variable+"="+value)
	}
	return env, nil
}
