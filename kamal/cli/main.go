package cli

import (
	"context"
	"os"
	"os/signal"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/internal/visit"
	"github.com/kamal-go/kamal/kamal"
)

// Program is the command line, with what a program of your own adds to it. The
// zero value is kamal.
type Program struct {
	// Version is what the command version shows; empty is that of the module that
	// was built.
	Version string
	// Commands are further commands: pointers to structs whose fields are commands
	// as kong reads them.
	//
	//	&struct {
	//		Tag tagCmd `cmd:"" help:"Tag what runs."`
	//	}{}
	//
	// A command has a method Run, which may ask for a [context.Context], the
	// [kamal.Deployer], the [config.Config], the options of every command
	// ([Common]) and the [Session]. The configuration is read, and the project
	// opened, when it does. A command that embeds [Confirmed] can't be run where
	// nobody can answer, unless with -y.
	Commands []any
	// Options are further options of the deployer of every command: hooks in Go,
	// callbacks for events.
	Options []kamal.Option
	// Executor gives the executor to use, by the one over SSH: around it, or in
	// its place. Nil takes that one.
	Executor func(ssh kamal.Executor) kamal.Executor
	// Screen gets what happens in place of the lines that tell of it on standard
	// error. Results and the error at the end are shown as ever. With -q it gets
	// nothing, and with --output json the lines for programs take its place.
	Screen func(kamal.Event)

	// visit looks whether the app answers; nil asks over the network.
	visit func(context.Context, visit.Address) visit.Finding
}

// Main carries out one command line of this process, its name left out, until it
// is done or signals end it, and gives the status to exit with.
func (program Program) Main(ctx context.Context, args ...string) int {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	e := &ending{end: end, quit: func() {
		screen.Leave(screen.Options{Stderr: os.Stderr, Getenv: os.Getenv})
		os.Exit(codeInterrupted)
	}}
	// One of each kind that comes while another is dealt with is kept.
	signals := make(chan os.Signal, len(endingSignals()))
	signal.Notify(signals, endingSignals()...)
	defer func() {
		signal.Stop(signals)
		close(signals)
	}()
	go e.hear(signals)
	survivePipes()
	return program.run(ctx, invocation{
		args: args, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, environ: os.Environ(), ending: e,
	})
}
