package project

import (
	"context"
	"io"
	"strings"

	"github.com/kamal-go/kamal/internal/environ"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/secrets"
)

// Options say which project is opened, and how. The zero value is the project of
// the current folder, on all its hosts, with nobody to ask and nobody who listens.
type Options struct {
	// Config says which configuration is read. Without a Command of its own,
	// $(kamal secrets ...) is answered here; without Warn, warnings are events.
	Config config.Options
	// Selection narrows all operations to some hosts and roles.
	Selection kamal.Selection
	// Events gets what happens. It may be nil.
	Events func(kamal.Event)
	// Passphrase asks for the passphrase of an SSH key. Without it, keys that
	// need one are left out.
	Passphrase func(ctx context.Context, key string) (string, error)
	// Executor gives the executor to use, by the one over SSH: around it, or in
	// its place. Nil takes that one.
	Executor func(ssh kamal.Executor) kamal.Executor
	// Command names what is done, as "app boot": hooks and log files are told.
	Command string
	// Program is the version of the program, for log files.
	Program string
	// DryRun carries operations out on copies of the hosts, which [Project.Plan]
	// tells of. Nothing is changed, no hook runs, and events stay away.
	DryRun bool
	// Offline makes the copies those of new hosts, and contacts none.
	Offline bool
	// Deployer are further options of the deployer.
	Deployer []kamal.Option
}

// Reading are the options with which the configuration is read. They serve to
// read parts of it: [config.ReadOutline], [config.LoadAliases], [config.Envify].
func (o Options) Reading() config.Options {
	c := o.Config
	if c.Command == nil {
		c.Command = o.Fetcher().Inline
	}
	if c.Warn == nil && o.Events != nil {
		c.Warn = func(w config.Warning) { o.Events(kamal.Warning{Text: w.String()}) }
	}
	return c
}

// Fetcher gets secrets from vaults by the programs of this machine, in the folder
// and the environment of the project.
func (o Options) Fetcher() *secrets.Fetcher {
	c := o.Config
	local := secrets.Local{Dir: c.WorkDir, Env: c.Environ, Stdin: c.Stdin, Stderr: c.Stderr}
	if local.Stdin == nil {
		local.Stdin = strings.NewReader("")
	}
	if local.Stderr == nil {
		local.Stderr = io.Discard
	}
	return &secrets.Fetcher{Run: local, Getenv: environ.Getenv(c.Environ)}
}
