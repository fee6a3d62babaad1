package cli

import (
	"context"
	"os"
	"os/signal"
)

// Main carries out one command line of this process, its name left out, until it
// is done or signals end it, and gives the status to exit with.
func Main(ctx context.Context, args ...string) int {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	e := &ending{end: end, quit: func() { os.Exit(codeInterrupted) }}
	// One of each kind that comes while another is dealt with is kept.
	signals := make(chan os.Signal, len(endingSignals()))
	signal.Notify(signals, endingSignals()...)
	defer func() {
		signal.Stop(signals)
		close(signals)
	}()
	go e.hear(signals)
	survivePipes()
	return run(ctx, invocation{
		args: args, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, environ: os.Environ(), ending: e,
	})
}
