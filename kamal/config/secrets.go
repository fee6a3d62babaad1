package config

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/kamal-go/kamal/internal/dotenv"
	"github.com/kamal-go/kamal/internal/regular"
)

// ErrNoSecret is wrapped by the error for a secret that no file and no variable
// holds.
var ErrNoSecret = errors.New("no such secret")

// Secrets looks secrets up, each at most once, when it is first asked for. It
// may be used by many goroutines.
type Secrets struct {
	opts Options
	path string // without endings; empty for no files
	idle bool   // runs no commands

	once  sync.Once
	files []*dotenv.File
	names []string // of the files that are there
	err   error

	mu    sync.Mutex
	known []Secret
}

func newSecrets(opts Options) *Secrets { return &Secrets{opts: opts} }

// Lookup gives a secret by name. The error names the files that were searched,
// and wraps [ErrNoSecret] when none has it.
func (s *Secrets) Lookup(ctx context.Context, name string) (Secret, error) {
	if err := s.open(); err != nil {
		return Secret{}, err
	}
	for i := len(s.files) - 1; i >= 0; i-- {
		if !slices.Contains(s.files[i].Names(), name) {
			continue
		}
		text, err := s.files[i].Value(ctx, name)
		if err != nil {
			return Secret{}, fmt.Errorf("looking up secret %q: %w", name, err)
		}
		return s.remember(text), nil
	}
	if len(s.files) == 0 {
		if text, ok := lookupEnv(s.opts.Environ, name); ok {
			return s.remember(text), nil
		}
	}
	return Secret{}, fmt.Errorf("looking up secret %q: %w in %s", name, ErrNoSecret, s.searched())
}

// Names are the names in the secrets files, in their order.
func (s *Secrets) Names(ctx context.Context) ([]string, error) {
	if err := s.open(); err != nil {
		return nil, err
	}
	var names []string
	for _, f := range s.files {
		names = appendNew(names, f.Names())
	}
	return names, ctx.Err()
}

// Resolve gives the value of a credential.
func (s *Secrets) Resolve(ctx context.Context, c Credential) (Secret, error) {
	if c.Secret == "" {
		return NewSecret(c.Text), nil
	}
	return s.Lookup(ctx, c.Secret)
}

// Known are the values that were looked up so far, for masking output.
func (s *Secrets) Known() []Secret {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.known)
}

// KnowAtHand makes those of the names known whose values can be had without
// running a command, so that they are masked where nobody has looked them up.
func (s *Secrets) KnowAtHand(ctx context.Context, names []string) {
	idle := &Secrets{opts: s.opts, path: s.path, idle: true}
	for _, name := range names {
		if v, err := idle.Lookup(ctx, name); err == nil {
			s.remember(v.Reveal())
		}
	}
}

// Files are the names of the secrets files that are there.
func (s *Secrets) Files() ([]string, error) {
	err := s.open()
	return s.names, err
}

// Warnings are what is odd in the secrets files; it never shows a value.
func (s *Secrets) Warnings() ([]Warning, error) {
	if err := s.open(); err != nil {
		return nil, err
	}
	var warnings []Warning
	for _, f := range s.files {
		for _, w := range f.Warnings() {
			warnings = append(warnings, Warning{File: w.File, Line: w.Line, Message: w.Msg})
		}
	}
	return warnings, nil
}

func (s *Secrets) remember(text string) Secret {
	secret := NewSecret(text)
	s.mu.Lock()
	defer s.mu.Unlock()
	if text != "" && !slices.Contains(s.known, secret) {
		s.known = append(s.known, secret)
	}
	return secret
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

func (s *Secrets) searched() string {
	if len(s.names) > 0 {
		return strings.Join(s.names, ", ")
	}
	searched := append([]string{"the environment"}, s.candidates()...)
	return strings.Join(searched, ", ")
}

// open reads the files that are there, once. It evaluates nothing.
func (s *Secrets) open() error {
	s.once.Do(func() {
		for _, name := range s.candidates() {
			text, err := regular.ReadFile(s.opts.in(name), regular.MaxText)
			if errors.Is(err, os.ErrNotExist) {
				continue
			}
			if err == nil {
				err = s.add(name, text)
			} else {
				err = fmt.Errorf("reading secrets %q: %w", name, cause(err))
			}
			s.err = errors.Join(s.err, err)
		}
	})
	return s.err
}

func (s *Secrets) add(name string, text []byte) error {
	run := s.opts.run
	if s.idle {
		run = nil
	}
	f, err := dotenv.Parse(name, text, dotenv.Options{Lookup: s.earlier(slices.Clone(s.files)), Run: run})
	if err != nil {
		return fmt.Errorf("reading secrets: %w", err)
	}
	s.files = append(s.files, f)
	s.names = append(s.names, name)
	return nil
}

// earlier looks names up in files that come before, then in the environment.
func (s *Secrets) earlier(files []*dotenv.File) func(context.Context, string) (string, bool, error) {
	return func(ctx context.Context, name string) (string, bool, error) {
		for _, f := range slices.Backward(files) {
			if slices.Contains(f.Names(), name) {
				text, err := f.Value(ctx, name)
				return text, err == nil, err
			}
		}
		text, ok := lookupEnv(s.opts.Environ, name)
		return text, ok, nil
	}
}
