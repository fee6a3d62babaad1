package config

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"

	shellquote "github.com/kballard/go-shellquote"

	"github.com/kamal-go/kamal/internal/dotenv"
	"github.com/kamal-go/kamal/internal/regular"
)

// newSecrets are the secrets below a path; an empty one leaves the environment.
func newSecrets(opts Options, path string, fromEnviron bool) *Secrets {
	return &Secrets{opts: opts, path: path, fromEnviron: fromEnviron, run: opts.run, guard: runtime.GOOS != "windows"}
}

// Files are the names of the secrets files that are there.
func (s *Secrets) Files() ([]string, error) {
	if err := s.open(); err != nil {
		return nil, err
	}
	return s.names, nil
}

// warnings are what is odd in the secrets files; they never show a value.
func (s *Secrets) warnings() ([]Warning, error) {
	if err := s.open(); err != nil {
		return nil, err
	}
	warnings := slices.Clone(s.loose)
	for _, f := range s.files {
		for _, w := range f.Warnings() {
			warnings = append(warnings, Warning{File: w.File, Line: w.Line, Message: w.Msg})
		}
	}
	return warnings, nil
}

// candidates are the names of the files that may be there; later ones win.
func (s *Secrets) candidates() []string {
	if s.path == "" {
		return nil
	}
	if s.opts.Destination == "" {
		return []string{s.path + "-common", s.path}
	}
	return []string{s.path + "-common", s.path + "." + s.opts.Destination}
}

// secretsFileError is the error for files that can't be read.
type secretsFileError struct{ err error }

func (e *secretsFileError) Error() string { return e.err.Error() }

func (e *secretsFileError) Unwrap() []error { return []error{e.err, ErrSecretsFile} }

// open reads the files that are there, once. It evaluates nothing.
func (s *Secrets) open() error {
	if s == nil {
		return errByHand
	}
	s.once.Do(func() {
		for _, name := range s.candidates() {
			text, err := regular.ReadFile(s.opts.in(name), dotenv.MaxSize)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err == nil {
				err = s.add(name, text)
			} else {
				err = fmt.Errorf("reading secrets %q: %w", name, cause(err))
			}
			s.err = errors.Join(s.err, err)
		}
		if s.err != nil {
			s.err = &secretsFileError{s.err}
		}
	})
	return s.err
}

func (s *Secrets) add(name string, text []byte) error {
	f, err := dotenv.Parse(name, text, dotenv.Options{
		Lookup: s.earlier(slices.Clone(s.files)), Run: s.run, Guard: s.guard, Failed: s.failed,
	})
	if err != nil {
		return fmt.Errorf("reading secrets: %w", err)
	}
	s.files = append(s.files, f)
	s.names = append(s.names, name)
	s.checkMode(name, f)
	return nil
}

// checkMode warns of a file that others can write to, for it runs commands, or that
// they can read a secret in.
func (s *Secrets) checkMode(name string, f *dotenv.File) {
	info, err := os.Stat(s.opts.in(name))
	if err != nil || runtime.GOOS == "windows" {
		return
	}
	says := ""
	switch mode := info.Mode().Perm(); {
	case mode&0o022 != 0:
		says = "others can write to this file, and what stands in it is run"
	case mode&0o044 != 0 && slices.ContainsFunc(s.used, f.InClear):
		says = "others can read this file, and secrets stand in it"
	default:
		return
	}
	s.loose = append(s.loose, Warning{File: name, Message: says, Fix: "chmod 600 " + shellquote.Join(name)})
}

// failed warns of a line that nothing needs, and whose command failed when it was
// run for the lines below. What the configuration uses fails by itself.
func (s *Secrets) failed(e *dotenv.LineError) {
	if s.opts.Warn != nil && !slices.Contains(s.used, e.Name) {
		s.opts.Warn(Warning{File: e.File, Line: e.Line, Message: fmt.Sprintf("running %q for %q: %v; nothing uses %s, so this goes on", e.Command, e.Name, e.Err, e.Name)})
	}
}

// earlier looks names up in files that come before, then in the environment.
func (s *Secrets) earlier(files []*dotenv.File) func(context.Context, string) (dotenv.Value, bool, error) {
	return func(ctx context.Context, name string) (dotenv.Value, bool, error) {
		for _, f := range slices.Backward(files) {
			if f.Line(name) > 0 {
				v, err := f.Value(ctx, name)
				return v, err == nil, err
			}
		}
		text, ok := lookupEnv(s.opts.Environ, name)
		v, ok := variable(name, text, ok)
		return v, ok, nil
	}
}
