package sshx

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/kamal-go/kamal/kamal/commands"
)

// output takes what a command prints to the writers of a Cmd, one write at a
// time where both are the same. After stop the writers are left alone.
type output struct {
	stdout, stderr io.Writer
	pid            *pidFilter
	abort          context.CancelCauseFunc
	writers        []*stoppable
}

func newOutput(cmd commands.Cmd, pid *pidFilter, abort context.CancelCauseFunc) *output {
	out := &output{pid: pid, abort: abort}
	stdout := out.stoppable(cmd.Stdout)
	stderr := stdout
	if !sameWriter(cmd.Stdout, cmd.Stderr) {
		stderr = out.stoppable(cmd.Stderr)
	}
	out.stdout, out.stderr = stdout, stderr
	if pid != nil {
		pid.w = stderr
		out.stderr = pid
	}
	return out
}

func (o *output) stoppable(w io.Writer) *stoppable {
	if w == nil {
		w = io.Discard
	}
	s := &stoppable{w: w, turn: make(chan struct{}, 1)}
	o.writers = append(o.writers, s)
	return s
}

// collect copies until the session is over. What can't be written ends the
// command.
func (o *output) collect(s *session) {
	var wg sync.WaitGroup
	wg.Go(func() { o.copy(o.stderr, s.channel.Stderr(), "error output") })
	o.copy(o.stdout, s.channel, "output")
	wg.Wait()
	if o.pid != nil {
		o.pid.flush()
	}
	<-s.over
}

func (o *output) copy(w io.Writer, r io.Reader, name string) {
	if err := copyAll(w, r); err != nil && !errors.Is(err, io.EOF) {
		o.abort(aborted{fmt.Errorf("writing the command's %s: %w", name, err)})
		_ = copyAll(io.Discard, r)
	}
}

// stop leaves the writers alone from now on. A write that hangs is waited for
// only as long as ctx allows.
func (o *output) stop(ctx context.Context) {
	for _, w := range o.writers {
		select {
		case w.turn <- struct{}{}:
			w.stopped = true
			<-w.turn
		case <-ctx.Done():
		}
	}
}

// stoppable is a writer that can be let go while others still write to it.
type stoppable struct {
	w       io.Writer
	turn    chan struct{} // held while writing
	stopped bool
}

func (s *stoppable) Write(b []byte) (int, error) {
	s.turn <- struct{}{}
	defer func() { <-s.turn }()
	if s.stopped {
		return len(b), nil
	}
	return s.w.Write(b)
}

func sameWriter(a, b io.Writer) (same bool) {
	defer func() { _ = recover() }() // types that can't be compared are not the same
	return a != nil && a == b
}
