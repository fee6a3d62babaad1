package kamal

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Executor runs one command on one host.
//
// Run starts cmd for a POSIX shell on the host, gives it cmd.Stdin (nil is an
// empty input), copies what it prints to cmd.Stdout and cmd.Stderr (nil
// discards it), and returns when the command has ended and all of its output
// has been written.
//
//   - A command that ends with status 0 gives nil.
//   - Any other status gives an error that has, or wraps one that has, a method
//     ExitStatus() int. An error without it means that it is not known what
//     became of the command: the host was not reached, or was lost.
//   - When ctx is done, Run ends the command on the host, waits a bounded time
//     for that, and returns an error that wraps the context's cause.
//
// Run is called from many goroutines at once, for one host too. Each call gets
// streams of its own, and no call may use them after it has returned.
//
// A file is uploaded by a command that reads standard input, so that one method
// is all that a transport needs. The package kamaltest has a check that any
// Executor can be put through.
//
// An executor may have further powers: [Forwarder], [Accounts],
// [Connector]. One that wraps another gives it in a method
// Unwrap() Executor, and so keeps the powers of that one which it does not have
// itself.
type Executor interface {
	Run(ctx context.Context, host string, cmd commands.Cmd) error
}

// able finds who has a power: an executor, or one that it wraps.
func able[Power any](x Executor) (found Power, ok bool) {
	for x != nil {
		if found, ok = x.(Power); ok {
			return found, true
		}
		outer, wraps := x.(interface{ Unwrap() Executor })
		if !wraps {
			break
		}
		x = outer.Unwrap()
	}
	return found, false
}

// expectInput tells an executor that commands with input are about to come to hosts, if
// it can make use of that.
func (eng *engine) expectInput(hosts []config.Host) {
	x, ok := able[interface{ ExpectInput(host string) }](eng.remote)
	for _, h := range hosts {
		if ok {
			x.ExpectInput(string(h))
		}
	}
}

// ExecutorFunc is a function that serves as an [Executor].
type ExecutorFunc func(ctx context.Context, host string, cmd commands.Cmd) error

// Run calls f.
func (f ExecutorFunc) Run(ctx context.Context, host string, cmd commands.Cmd) error {
	if f == nil {
		return fmt.Errorf("%w: there is no function to run commands with", ErrUsage)
	}
	return f(ctx, host, cmd)
}

var _ Executor = ExecutorFunc(nil)
