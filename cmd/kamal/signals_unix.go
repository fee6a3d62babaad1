//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
)

func endingSignals() []os.Signal {
	return []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}
}

// survivePipes makes a write to a pipe that nobody reads any more an error of
// that write: as a signal it would end a deploy that holds the lock.
func survivePipes() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }
