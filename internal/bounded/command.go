// Package bounded runs commands of the project on this machine, and keeps of what they write only as much as they
// may write.
//
//	c := bounded.Command{Args: bounded.Shell("git describe"), Limit: bounded.MaxOutput}
//	out, err := c.Output(ctx)
package bounded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"time"
)

// MaxOutput is how much a command of a template or of a secrets file may write: 1 MiB.
const MaxOutput = 1 << 20

// ErrTooMuch is wrapped by the error for a command that wrote more than it may.
var ErrTooMuch = errors.New("it wrote too much")

// grace is how long a command may take to end by itself when it is asked to, and how long those that it has
// begun may keep its output open.
const grace = time.Second

// A Command is a program with its words, and the bounds that it runs in.
type Command struct {
	// Args are the program's name and its arguments.
	Args []string
	// Dir is the folder that it runs in; empty is that of the process.
	Dir string
	// Env is its environment; nil is that of the process.
	Env []string
	// Stdin is what it reads; nil is nothing.
	Stdin io.Reader
	// Stderr is where it complains; nil is nowhere.
	Stderr io.Writer
	// Limit is how many bytes it may write to its standard output.
	Limit int
}

// Shell gives the words that make the system's shell run a line.
func Shell(line string) []string {
	if runtime.GOOS == "windows" {
		return []string{"cmd", "/C", line}
	}
	return []string{"/bin/sh", "-c", line}
}

// Output runs the command to its end and gives what it wrote to its standard output, when it fails as well. A
// command that writes more than its limit is killed, and nothing is given: the error wraps [ErrTooMuch]. When the
// context ends, the command is asked to end, and killed a second later; the error wraps the context's. Nothing that
// the command began in its process group outlives that. Where there is a terminal to ask on, the command stays in
// the group of the terminal, and only it is ended.
func (c Command) Output(ctx context.Context) ([]byte, error) {
	running, kill := context.WithCancelCause(ctx)
	defer kill(nil)
	cmd := exec.CommandContext(running, c.Args[0], c.Args[1:]...)
	out := &head{limit: c.Limit, full: func() { kill(ErrTooMuch) }}
	cmd.Dir, cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = c.Dir, c.Env, c.Stdin, out, c.Stderr
	cmd.WaitDelay = grace
	group := newGroup(cmd)
	cmd.Cancel = func() error {
		if errors.Is(context.Cause(running), ErrTooMuch) {
			return group.kill()
		}
		return group.interrupt()
	}
	err := cmd.Run()
	switch {
	case out.failed:
		_ = group.kill() // mostly, there is nothing left
		return nil, fmt.Errorf("%w: more than %d bytes", ErrTooMuch, c.Limit)
	case ctx.Err() != nil:
		_ = group.kill() // mostly, there is nothing left
		return out.text, fmt.Errorf("%w", context.Cause(ctx))
	}
	return out.text, err
}
