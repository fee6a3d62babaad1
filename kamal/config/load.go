package config

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/kamal-go/kamal/internal/defaults"
	"github.com/kamal-go/kamal/internal/regular"
	"github.com/kamal-go/kamal/internal/yaml11"
)

// Options say what to load. The zero value is what the command line uses:
// config/deploy.yml below the working directory, no destination.
type Options struct {
	// File is the base file [config/deploy.yml], relative to WorkDir.
	File string
	// Destination names the second file, FILE.DEST.yml; empty for none.
	Destination string
	// Version is the version asked for; empty takes the environment's VERSION,
	// else the git commit.
	Version Version
	// Environ is the environment, each NAME=value; nil is the process's.
	Environ []string
	// WorkDir is the project's folder; empty is the current one.
	WorkDir string
	// Command runs a command line of a secrets file, $(...), in place of a shell
	// when it returns handled. It may be nil.
	Command func(ctx context.Context, line string) (output string, handled bool, err error)
	// Still keeps everything from being run: no command, no ruby, and no git. What
	// commands would print reads as characters that stand nowhere else.
	Still bool
	// NoRuby forbids handing templates that go beyond the built-in evaluator to
	// a ruby on the PATH.
	NoRuby bool
	// ReservedNames are names that no alias may have: those of the commands.
	ReservedNames []string
	// Shell runs a command line of a template or a secrets file in a folder, and
	// gives what it prints; nil is /bin/sh (cmd on Windows).
	Shell func(ctx context.Context, folder, line string, environ []string) ([]byte, error)
	// Stdin and Stderr are given to such commands when Shell is nil; both may be nil.
	Stdin  io.Reader
	Stderr io.Writer
	// Warn is told of what is odd about a secret when it is looked up; nil is told
	// nothing. Several goroutines may call it. It must not ask for secrets.
	Warn func(Warning)
	// Git tells about the git work tree that a folder is in; nil asks git.
	Git func(ctx context.Context, folder string) (Git, error)

	oldEnv oldEnv
}

// Load reads, merges and checks the configuration. All problems are reported
// together: the error is a [Problems], or says which file can't be read.
func Load(ctx context.Context, opts Options) (*Config, error) {
	r, tree, err := opts.read(ctx)
	if err != nil {
		return nil, err
	}
	return r.finish(ctx, tree)
}

// Parse makes a configuration of a text instead of files. Nothing is taken from
// the process: Environ is the environment, empty if nil, and secrets are looked
// up in it; the work tree is what Options.Git says, none if nil. A template may
// still read files and run commands: see Options.Shell and NoRuby.
func Parse(ctx context.Context, text string, opts Options) (*Config, error) {
	r, err := newReader(opts)
	if err != nil {
		return nil, err
	}
	r.opts.File = cmp.Or(opts.File, defaults.ConfigFile)
	tree := r.parse(ctx, r.opts.File, []byte(text))
	return r.finish(ctx, tree)
}

// newReader gives a reader that takes nothing from the process.
func newReader(opts Options) (*reader, error) {
	opts = opts.stilled()
	if err := opts.checkNames(); err != nil {
		return nil, err
	}
	environ, warning := opts.withDestination(opts.Environ)
	opts.Environ = environ
	if opts.Git == nil {
		opts.Git = func(context.Context, string) (Git, error) { return Git{}, nil }
	}
	r := &reader{opts: opts}
	r.noteIf(warning)
	return r, nil
}

// complete fills in what the process knows.
func (o Options) complete() (Options, error) {
	o = o.stilled()
	if err := o.checkNames(); err != nil {
		return o, err
	}
	dir, err := filepath.Abs(o.WorkDir)
	if err != nil {
		return o, fmt.Errorf("finding the working directory: %w", err)
	}
	o.WorkDir = dir
	o.File = cmp.Or(o.File, defaults.ConfigFile)
	if o.Environ == nil {
		o.Environ = os.Environ()
	}
	if o.Git == nil {
		o.Git = askGit
	}
	return o, nil
}

// destinationFile is the name of the second file.
func (o Options) destinationFile() string {
	if o.Destination == "" {
		return ""
	}
	return strings.TrimSuffix(o.File, filepath.Ext(o.File)) + "." + o.Destination + ".yml"
}

// in gives the path of a file of the project.
func (o Options) in(file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(o.WorkDir, file)
}

// readFiles reads the base file and that of the destination, and merges them.
func (r *reader) readFiles(ctx context.Context) (*yaml11.Node, error) {
	var tree *yaml11.Node
	var errs []error
	for _, name := range []string{r.opts.File, r.opts.destinationFile()} {
		if name == "" {
			continue
		}
		text, err := regular.ReadFile(r.opts.in(name), regular.MaxText)
		if err != nil {
			errs = append(errs, r.opts.missing(name, cause(err)))
			continue
		}
		tree = r.lay(tree, r.parse(ctx, name, text))
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return tree, errors.Join(errs...)
}

// missing is the error for a file that can't be read.
func (o Options) missing(name string, err error) error {
	names := o.destinations()
	if name == o.File || len(names) == 0 || !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("reading the configuration %q: %w", name, err)
	}
	return fmt.Errorf("reading the configuration %q: %w (the destinations are %s)", name, err, strings.Join(names, ", "))
}

// cause is the reason that a file can't be read, without the path.
func cause(err error) error {
	if e, ok := errors.AsType[*os.PathError](err); ok {
		return e.Err
	}
	return err
}

// parse renders and reads one text. Its problems are kept for later.
func (r *reader) parse(ctx context.Context, name string, text []byte) *yaml11.Node {
	s := &source{name: name, written: text, text: text}
	r.sources = append(r.sources, s)
	if err := r.render(ctx, s); err != nil {
		return nil
	}
	doc, err := yaml11.Parse(name, s.text)
	if syntax, ok := errors.AsType[*yaml11.SyntaxError](err); ok {
		r.failAt(syntax.Pos, "", "%s", syntax.Msg)
		return nil
	}
	if err != nil {
		r.failAt(yaml11.Position{File: name}, "", "%s", err.Error())
		return nil
	}
	for _, w := range doc.Warnings {
		r.warnAt(w.Pos, w.Msg)
	}
	r.files = append(r.files, doc.Root)
	return doc.Root
}
