package sshx

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kamal-go/kamal/kamal/commands"
)

// killWait bounds how long Run waits for a command that it ends: the command
// gets TERM at once and KILL after three seconds.
const killWait = 5 * time.Second

// maxLine is what Linux takes as one argument, which the line becomes.
const maxLine = 128<<10 - 1

// run runs one command in a session.
func (c *conn) run(ctx context.Context, s *session, cmd commands.Cmd) error {
	defer c.done()
	line, pid := lineFor(s, cmd, ctx.Done() != nil)
	if len(line) > maxLine {
		s.channel.Close()
		return fmt.Errorf("sending a command line: %d bytes are more than a host takes (%d); use its standard input", len(line), maxLine)
	}
	ctx, abort := context.WithCancelCause(ctx)
	defer abort(nil)
	in := newInput(cmd.Stdin)
	defer in.stop()
	go c.feed(s, line, in, abort)
	c.prepare(cmd.Stdin != nil)
	out := newOutput(cmd, pid, abort)
	done := make(chan struct{})
	go func() {
		defer close(done)
		out.collect(s)
	}()
	select {
	case <-done:
		if ctx.Err() == nil {
			return c.outcome(s)
		}
	case <-ctx.Done():
	}
	return c.interrupt(ctx, s, out, done)
}

// lineFor gives what makes a session run a command, and what finds the number of its
// process, if that is told.
func lineFor(s *session, cmd commands.Cmd, mayEnd bool) (string, *pidFilter) {
	switch {
	case s.waits:
		return waitedFor(cmd.Shell()), newPIDFilter()
	case mayEnd:
		return pidPrefix + escape.LoginLine(cmd.Shell()), newPIDFilter()
	}
	return escape.LoginLine(cmd.Shell()), nil
}

// prepare opens the session of the next command while one runs that has input, or none.
func (c *conn) prepare(input bool) {
	if input {
		c.mu.Lock()
		c.fed = true
		c.mu.Unlock()
	}
	c.openSpare()
}

// begin makes a session run a line.
func (c *conn) begin(s *session, line string) error {
	if s.waits {
		return s.hand(line)
	}
	return s.exec(line, c.agent != "")
}

// aborted is the error of a stream here, or of a refused start, which ends the
// command.
type aborted struct{ error }

func (a aborted) Unwrap() error { return a.error }

// feed starts the command, and then sends its input, for only then the server has room
// for it. Input that breaks off must not look complete: the command is ended.
func (c *conn) feed(s *session, line string, in *input, abort context.CancelCauseFunc) {
	if err := c.begin(s, line); err != nil {
		if errors.Is(err, errNotStarted) {
			abort(aborted{err})
		}
		return
	}
	if in.r != nil {
		_ = copyAll(s.channel, in)
	}
	if in.err != nil {
		abort(aborted{fmt.Errorf("reading the command's input: %w", in.err)})
		return
	}
	_ = s.channel.CloseWrite()
}

// outcome is the result of a session that is over. One that ended without a
// status was cut off, with or without the connection.
func (c *conn) outcome(s *session) error {
	if s.exit != nil {
		return s.exit.result()
	}
	if c.ping() != nil {
		return c.lostError()
	}
	return &LostError{Host: c.target.name, Err: errors.New("the command ended without an exit status")}
}

// interrupt ends a command whose context is over and gives the reason.
func (c *conn) interrupt(ctx context.Context, s *session, out *output, done <-chan struct{}) error {
	cause := context.Cause(ctx)
	if a, ok := errors.AsType[aborted](cause); ok {
		cause = a.error
	} else {
		cause = ended(ctx)
	}
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), killWait)
	defer cancel()
	if !errors.Is(cause, errNotStarted) {
		c.end(wait, s, out.pid, done)
	}
	c.closeSession(wait, s)
	out.stop(wait)
	return cause
}

// closeSession closes a session's channel. A server that takes nothing any more
// can't be told of that: it loses the connection when ctx ends.
func (c *conn) closeSession(ctx context.Context, s *session) {
	told := make(chan struct{})
	go func() {
		defer close(told)
		s.channel.Close()
	}()
	select {
	case <-told:
	case <-ctx.Done():
		c.server.Close()
	}
}
