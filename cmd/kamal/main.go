package main

import (
	"context"
	"os"
	"os/signal"
)

func main() { os.Exit(runUntilSignalled()) }

// runUntilSignalled runs the process's command line, until it is done or signals
// end it.
func runUntilSignalled() int {
	ctx, end := context.WithCancelCause(context.Background())
	defer end(nil)
	e := &ending{end: end, quit: func() { os.Exit(codeInterrupted) }}
	// One of each kind that comes while another is dealt with is kept.
	signals := make(chan os.Signal, len(endingSignals()))
	signal.Notify(signals, endingSignals()...)
	go e.hear(signals)
	survivePipes()
	return run(ctx, invocation{
		args: os.Args[1:], stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, environ: os.Environ(), ending: e,
	})
}
