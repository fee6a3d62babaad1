package config

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/kamal-go/kamal/internal/dotenv"
)

var (
	// ErrNoSecret is wrapped by the error for a secret that no file and no variable
	// holds.
	ErrNoSecret = errors.New("no such secret")
	// ErrEmptySecret is wrapped by the error for a secret that is empty, or lacks a
	// part, though nobody said that it should.
	ErrEmptySecret = errors.New("a secret is empty")
	// ErrSecretsFile is wrapped by the error for a secrets file that can't be read.
	ErrSecretsFile = errors.New("unusable secrets file")
)

// Secrets looks secrets up, each at most once, when it is first asked for. Before a
// line of a file is evaluated, the lines with commands above it are, and those of
// the common file, in their order. It may be used by many goroutines.
type Secrets struct {
	opts Options
	path string // without endings; empty for no files
	// fromEnviron says that without files secrets are variables of the environment.
	fromEnviron bool
	run         func(ctx context.Context, line string) (string, error)
	guard       bool
	used        []string // the names that the configuration uses

	once  sync.Once
	files []*dotenv.File
	names []string // of the files that are there
	loose []Warning
	err   error

	mu    sync.Mutex
	known []Secret
}

// Lookup gives a secret by name. The error names the files that were searched,
// and wraps [ErrNoSecret] when none has it, [ErrSecretsFile] when they can't be used;
// it wraps [ErrEmptySecret] when the value is empty or lacks a part, and its line
// doesn't say that this is meant.
func (s *Secrets) Lookup(ctx context.Context, name string) (Secret, error) {
	secret, lacks, err := s.read(ctx, name)
	if err = cmp.Or(err, lacks); err != nil {
		return Secret{}, lookingUp(name, err)
	}
	return secret, nil
}

// Print gives a secret as [Secrets.Lookup] does, but an empty one too, or one that
// lacks a part: lacks then says what is missing. A command that prints nothing lacks
// nothing where the configuration doesn't use the name: it is run for what it does.
func (s *Secrets) Print(ctx context.Context, name string) (secret Secret, lacks, err error) {
	secret, lacks, err = s.read(ctx, name)
	if err != nil {
		return Secret{}, nil, lookingUp(name, err)
	}
	if e, ok := errors.AsType[*lackingError](lacks); ok && e.silent && !slices.Contains(s.used, name) {
		lacks = nil
	}
	return secret, lacks, nil
}

func lookingUp(name string, err error) error {
	if errors.Is(err, ErrSecretsFile) {
		return err
	}
	return fmt.Errorf("looking up secret %q: %w", name, err)
}

func (s *Secrets) read(ctx context.Context, name string) (secret Secret, lacks, err error) {
	v, err := s.value(ctx, name)
	if err != nil {
		return Secret{}, nil, s.fault(err)
	}
	if len(v.Gaps) > 0 {
		return s.remember(v.Text), s.lacking(name, v), nil
	}
	return s.remember(v.Text), nil, nil
}

// value evaluates a name, and before it what its line relies on.
func (s *Secrets) value(ctx context.Context, name string) (dotenv.Value, error) {
	if err := s.open(); err != nil {
		return dotenv.Value{}, err
	}
	i := s.holder(name)
	if i < 0 {
		if v, ok := s.opts.oldEnv.value(ctx, s.opts.Environ, name); ok && s.fromEnviron && len(s.files) == 0 {
			return v, nil
		}
		return dotenv.Value{}, s.notFound(name)
	}
	for _, f := range s.files[:i] {
		if err := f.Prepare(ctx); err != nil {
			return dotenv.Value{}, err
		}
	}
	return s.files[i].Value(ctx, name)
}

// holder is the file that decides a name, or -1.
func (s *Secrets) holder(name string) int {
	for i, f := range slices.Backward(s.files) {
		if f.Line(name) > 0 {
			return i
		}
	}
	return -1
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

// Known are the values that were looked up so far, and of those that the configuration
// uses the ones that need no command, for masking output.
func (s *Secrets) Known() []Secret {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.known)
}

// knowAtHand makes those of the secrets that the configuration uses known whose values
// can be had without running a command, so that they are masked where nobody has looked
// them up.
func (s *Secrets) knowAtHand(ctx context.Context) {
	idle := s.copy(nil)
	for _, name := range s.used {
		if v, err := idle.Lookup(ctx, name); err == nil {
			s.remember(v.Reveal())
		}
	}
}

// Check finds which of the names can't be had, as far as that is known without
// running a command.
func (s *Secrets) Check(ctx context.Context, names []string) error {
	if err := s.open(); err != nil {
		return err
	}
	static := s.copy(func(context.Context, string) (string, error) { return "unknown", nil })
	var errs []error
	for _, name := range names {
		_, err := static.Lookup(ctx, name)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// copy reads the same files, and runs their commands with another function; nil
// makes each an error. It tells of nothing.
func (s *Secrets) copy(run func(context.Context, string) (string, error)) *Secrets {
	c := &Secrets{opts: s.opts, path: s.path, fromEnviron: s.fromEnviron, run: run, guard: s.guard, used: s.used}
	c.opts.Warn = nil
	return c
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
