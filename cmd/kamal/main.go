package main

import (
	"context"
	"os"
	"os/signal"
)

func main() { os.Exit(runUntilSignalled()) }

// runUntilSignalled runs the process's command line. The first signal ends the
// work in good order, lock released; after it signals have their usual effect
// again, so that a second interrupt quits at once.
func runUntilSignalled() int {
	ctx, stop := signal.NotifyContext(context.Background(), endingSignals()...)
	defer stop()
	context.AfterFunc(ctx, stop)
	survivePipes()
	return run(ctx, invocation{
		args: os.Args[1:], stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, environ: os.Environ(),
	})
}
