package kamaltest

import (
	"errors"
	"fmt"
	"time"

	"github.com/kamal-go/kamal/internal/simhost"
)

// Reply says what a command does instead of what the simulated host would do
// with it. In Host and Line a * stands for any text.
type Reply struct {
	// Host is the host's name, "local" for this machine. Empty means any.
	Host string
	// Line is matched against the whole line as transcripts show it, secrets
	// redacted, and against each program on it with its arguments: "docker pull *"
	// meets the pull in the middle of a long line, and only that is replaced.
	Line string
	// Times is how often it is given; 0 is always.
	Times int

	// Before is called when the command begins, if it is set. It must not wait
	// for the command.
	Before func()
	// Delay is how long the command takes. One that is cancelled ends at once.
	Delay time.Duration
	// Stdout, Stderr and Exit are what it prints and its exit status. Err makes
	// Run return this error in place of a status, as when the host is lost; the
	// rest of the line is not run. When all four are zero, the simulated host
	// carries out the command, after Before and Delay.
	Stdout, Stderr string
	Exit           int
	Err            error
}

func (r Reply) fault() *simhost.Fault {
	return &simhost.Fault{
		Host: r.Host, Line: r.Line, Times: r.Times, Before: r.Before, Delay: r.Delay,
		Stdout: r.Stdout, Stderr: r.Stderr, Exit: r.Exit, Err: r.Err,
	}
}

// ErrLost is an error for Reply.Err: the connection was lost.
var ErrLost = errors.New("connection lost")

// exitError is the status, other than 0, that a command ended with.
type exitError int

// Error names the status.
func (e exitError) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// ExitStatus is what [kamal.ExitStatus] asks for.
func (e exitError) ExitStatus() int { return int(e) }
