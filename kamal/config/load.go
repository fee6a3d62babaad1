package config

import (
	"context"
	"errors"
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
	// NoRuby forbids handing templates that go beyond the built-in evaluator to
	// a ruby on the PATH.
	NoRuby bool
}

// Load reads, merges and checks the configuration. All problems are reported
// together: the error is a [Problems], or says which file can't be read.
func Load(ctx context.Context, opts Options) (*Config, error) {
	return nil, errors.New("not yet")
}
