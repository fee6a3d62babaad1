package config

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/kballard/go-shellquote"

	"github.com/kamal-go/kamal/internal/dotenv"
)

// SecretState says of a secret that the configuration needs where it comes from and
// whether it is there. It never holds the value.
type SecretState struct {
	Name string
	// By are the keys of the configuration that need it.
	By []string
	// File and Line are the line that decides it; empty where there is none.
	File string
	Line int
	// Variables are those of the environment that the value is made of, Adapters the
	// vaults, and Command reports any other command.
	Variables, Adapters []string
	Command             bool
	// Empty reports an empty secret that is meant to be empty.
	Empty bool
	// Err says why it can't be had; nil when it is there.
	Err error
}

// CheckSecrets looks up all secrets that the configuration needs here, and tells of
// each. Commands of the secrets files are run for that. The error is for files that
// can't be read.
func (c *Config) CheckSecrets(ctx context.Context) ([]SecretState, error) {
	if err := c.orNone().Secrets.open(); err != nil {
		return nil, err
	}
	var states []SecretState
	for _, n := range c.Needs() {
		if n.Pushed {
			continue
		}
		state := c.Secrets.origin(n.Secret)
		state.Name, state.By = n.Secret, n.By
		v, lacks, err := c.Secrets.read(ctx, n.Secret)
		state.Err = cmp.Or(err, lacks)
		state.Empty = state.Err == nil && v.Reveal() == ""
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		states = append(states, state)
	}
	return states, nil
}

// origin follows a secret through the files.
func (s *Secrets) origin(name string) SecretState {
	i := s.holder(name)
	if i < 0 {
		return s.outsideFiles(name)
	}
	state := SecretState{File: s.names[i], Line: s.files[i].Line(name)}
	state.add(s.files[i].Origin(name))
	for ; i > 0; i-- {
		names := state.Variables
		state.Variables = nil
		for _, v := range names {
			if s.files[i-1].Line(v) > 0 {
				state.add(s.files[i-1].Origin(v))
			} else {
				state.Variables = appendNew(state.Variables, []string{v})
			}
		}
	}
	return state
}

// outsideFiles is the origin of a secret of the environment, or of a .env file.
func (s *Secrets) outsideFiles(name string) SecretState {
	if !s.fromEnviron || len(s.files) > 0 {
		return SecretState{}
	}
	_, set := lookupEnv(s.opts.oldEnv.process, name)
	for _, f := range s.opts.oldEnv.files {
		if line := f.Line(name); line > 0 && !set {
			state := SecretState{File: f.Name(), Line: line}
			state.add(f.Origin(name))
			return state
		}
	}
	return SecretState{Variables: []string{name}}
}

func (s *SecretState) add(o dotenv.Origin) {
	s.Variables = appendNew(s.Variables, o.Variables)
	for _, command := range o.Commands {
		switch adapter, vault := adapterOf(command); {
		case adapter != "":
			s.Adapters = appendNew(s.Adapters, []string{adapter})
		case !vault:
			s.Command = true
		}
	}
}

// adapterOf gives the vault that a command fetches from, and whether it is one of
// those that handle what was fetched.
func adapterOf(command string) (adapter string, vault bool) {
	words, err := shellquote.Split(command)
	if err != nil || len(words) < 2 || words[0] != "kamal" || words[1] != "secrets" {
		return "", false
	}
	for i, word := range words {
		if name, ok := strings.CutPrefix(word, "--adapter="); ok {
			return name, true
		}
		if i+1 < len(words) && slices.Contains([]string{"--adapter", "-a"}, word) {
			return words[i+1], true
		}
	}
	return "", true
}
