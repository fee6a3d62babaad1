package config

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/kamal-go/kamal/internal/erb"
	"github.com/kamal-go/kamal/internal/regular"
)

// Envify renders .env.erb to .env, or with a destination .env.DEST.erb to
// .env.DEST, which only its owner can read. The template sees the environment as
// it is without any .env file. Where there is no template nothing is written, and
// rendered is false. The file is complete or as it was before.
func Envify(ctx context.Context, opts Options) (file string, rendered bool, err error) {
	opts, err = opts.complete()
	if err != nil {
		return "", false, err
	}
	file = opts.renderedEnv()
	environ, _ := opts.withDestination(opts.Environ)
	text, err := regular.ReadFile(opts.in(file+".erb"), regular.MaxText)
	if errors.Is(err, fs.ErrNotExist) {
		return file, false, nil
	}
	if err != nil {
		return file, false, fmt.Errorf("reading %q: %w", file+".erb", cause(err))
	}
	result, err := erb.Render(ctx, text, opts.templating(file+".erb", erb.NewEnv(environ), func(string) {}))
	if err != nil {
		return file, false, err
	}
	return file, true, replaceFile(opts.in(file), result.Text)
}

// replaceFile writes a file that only its owner can read, by way of another one
// beside it.
func replaceFile(path string, text []byte) (err error) {
	temp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("writing %q: %w", path, cause(err))
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temp.Name()) // the error that led here is the one to tell
		}
	}()
	_, err = temp.Write(text)
	if err = cmp.Or(err, temp.Chmod(0o600), temp.Close()); err != nil {
		return fmt.Errorf("writing %q: %w", path, cause(err))
	}
	return os.Rename(temp.Name(), path)
}
