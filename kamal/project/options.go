package project

import (
	"cmp"
	"context"
	"io"
	"strings"

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
	// Executor gives the executor to use, by the one over SSH, a *sshx.Executor: around
	// it, or in its place. Nil takes that one.
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

// reading are the options with which the configuration is read.
func (o Options) reading() config.Options {
	c := o.Config
	if c.Command == nil {
		// Nobody may be asked, unless there is somebody to answer.
		c.Command = (&secrets.Fetcher{
			Dir: c.WorkDir, Environ: c.Environ,
			Stdin: cmp.Or[io.Reader](c.Stdin, strings.NewReader("")), Stderr: cmp.Or(c.Stderr, io.Discard),
		}).Inline
	}
	if c.Warn == nil && o.Events != nil {
		c.Warn = func(w config.Warning) { o.Events(kamal.Warning{Text: w.String()}) }
	}
	return c
}
