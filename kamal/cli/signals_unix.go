//go:build unix

package cli

import (
	"os"
	"os/signal"
	"syscall"
)

// endingSignals are those that end the work in good order. The end of a terminal
// is none under nohup.
func endingSignals() []os.Signal {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if signal.Ignored(syscall.SIGHUP) {
		return signals
	}
	return append(signals, syscall.SIGHUP)
}

// survivePipes makes a write to a pipe that nobody reads any more an error of
// that write: as a signal it would end a deploy that holds the lock.
func survivePipes() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }
