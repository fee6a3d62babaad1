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

// oldEnv are the .env files of Kamal 1 that are part of the environment.
type oldEnv struct {
	files []*dotenv.File // what stands in an earlier one counts
	// process is the environment without them.
	process []string
}

// envFiles are the .env files that may count; an earlier one wins.
func (o Options) envFiles() []string {
	if o.Destination == "" {
		return []string{".env"}
	}
	return []string{".env." + o.Destination, ".env"}
}

// hasOldEnv reports whether there is a .env file, and no secrets file that takes
// its place.
func (o Options) hasOldEnv() bool {
	if found, _ := filepath.Glob(filepath.Join(o.WorkDir, ".kamal", "secrets*")); len(found) > 0 {
		return false
	}
	return slices.ContainsFunc(o.envFiles(), func(name string) bool {
		_, err := os.Stat(o.in(name))
		return err == nil
	})
}

// addOldEnv adds what .env files hold to the environment, as long as there are no
// secrets files; the note says that it did. The process's variables win.
func (o *Options) addOldEnv(ctx context.Context) (note string, err error) {
	if o.oldEnv = (oldEnv{process: o.Environ}); !o.hasOldEnv() {
		return "", nil
	}
	var read []string
	for _, name := range o.envFiles() {
		text, err := regular.ReadFile(o.in(name), dotenv.MaxSize)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("reading %q: %w", name, cause(err))
		}
		if err := o.loadEnv(ctx, name, text); err != nil {
			return "", err
		}
		read = append(read, name)
	}
	return fmt.Sprintf("the environment and the secrets come from %s, as in Kamal 1, for there is no .kamal/secrets", strings.Join(read, " and ")), nil
}

// loadEnv adds the variables of a file that are not set yet. What they lack
// matters only to those that need it.
func (o *Options) loadEnv(ctx context.Context, name string, text []byte) error {
	known := slices.Clone(o.Environ)
	f, err := dotenv.Parse(name, text, dotenv.Options{
		Lookup: func(_ context.Context, name string) (dotenv.Value, bool, error) {
			value, ok := lookupEnv(known, name)
			return dotenv.Value{Text: value}, ok, nil
		},
		Run: o.run,
	})
	if err != nil {
		return err
	}
	o.Environ = known
	for _, variable := range f.Names() {
		if _, set := lookupEnv(o.Environ, variable); set {
			continue
		}
		value, err := f.Value(ctx, variable)
		if err != nil {
			return fmt.Errorf("reading %q: %w", name, err)
		}
		o.Environ = append(o.Environ, variable+"="+value.Text)
	}
	o.oldEnv.files = append(o.oldEnv.files, f)
	return nil
}

// value gives a variable of the environment, and what it lacks when a .env file
// has set it.
func (e oldEnv) value(ctx context.Context, environ []string, name string) (dotenv.Value, bool) {
	text, ok := lookupEnv(environ, name)
	if _, set := lookupEnv(e.process, name); ok && !set {
		for _, f := range e.files {
			if v, err := f.Value(ctx, name); err == nil && v.Text == text {
				return v, true
			}
		}
	}
	return variable(name, text, ok)
}

// variable is the value of a variable of the environment: a set one that is empty
// is not so on purpose.
func variable(name, text string, ok bool) (dotenv.Value, bool) {
	v := dotenv.Value{Text: text}
	if ok && text == "" {
		v.Gaps = []dotenv.Gap{{Variable: name, Set: true}}
	}
	return v, ok
}
