package sshx

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"sync"

	"golang.org/x/crypto/ssh"
)

// pidPrefix, before a line, tells the process number of the shell that runs the
// line, which leads the process group of all that the line starts. It is
// written so that every login shell understands it, sh or not.
//
// To close the session, or to send it a signal, would not do: a command without
// a terminal does not notice the first, and sshd refuses the second for root.
const (
	pidPrefix = `sh -c 'echo kamal-pid=$PPID >&2'; `
	pidMark   = "kamal-pid="
)

// pidFilter takes the line of pidPrefix out of the error output, wherever a
// talkative shell may have put it, and passes on the rest as it comes.
type pidFilter struct {
	w     io.Writer
	held  []byte // what may turn out to be the line
	inMid bool   // the output so far ends in the middle of a line
	found bool
	once  sync.Once
	known chan struct{} // closed when pid is set, or never will be
	pid   int
}

func newPIDFilter() *pidFilter { return &pidFilter{known: make(chan struct{})} }

func (f *pidFilter) Write(b []byte) (int, error) {
	n := len(b)
	if f.found {
		return n, f.pass(b)
	}
	b = append(f.held, b...)
	f.held = nil
	for len(b) > 0 && !f.found {
		line, rest, complete := bytes.Cut(b, []byte("\n"))
		switch {
		case !f.inMid && complete && f.take(line):
			b = rest
			continue
		case !f.inMid && !complete && mayBeMark(line):
			f.held = bytes.Clone(line)
			return n, nil
		}
		if complete {
			line = b[:len(line)+1]
		}
		f.inMid = !complete
		if err := f.pass(line); err != nil {
			return n, err
		}
		b = rest
	}
	return n, f.pass(b)
}

// take reports whether the line is the one, and keeps its number.
func (f *pidFilter) take(line []byte) bool {
	digits, ok := bytes.CutPrefix(line, []byte(pidMark))
	if !ok {
		return false
	}
	pid, err := strconv.Atoi(string(bytes.TrimRight(digits, "\r")))
	if err != nil || pid <= 1 {
		return false
	}
	f.found, f.pid = true, pid
	f.once.Do(func() { close(f.known) })
	return true
}

// flush passes on what was held back, when nothing more comes.
func (f *pidFilter) flush() {
	_ = f.pass(f.held)
	f.held = nil
	f.once.Do(func() { close(f.known) })
}

func (f *pidFilter) pass(b []byte) error {
	if f.w == nil || len(b) == 0 {
		return nil
	}
	_, err := f.w.Write(b)
	return err
}

// mayBeMark reports whether the begun line can become the one.
func mayBeMark(line []byte) bool {
	if len(line) <= len(pidMark) {
		return bytes.HasPrefix([]byte(pidMark), line)
	}
	return bytes.HasPrefix(line, []byte(pidMark)) && len(line) < len(pidMark)+12
}

// killLine ends a process group: politely, and after three seconds for good. A
// shell that does not lead its group is ended alone.
func killLine(pid int) string {
	return fmt.Sprintf(`sh -c 'exec 2>/dev/null; kill -s TERM -- -%[1]d || kill -s TERM %[1]d; `+
		`for i in 1 2 3; do kill -s 0 -- -%[1]d || exit 0; sleep 1; done; kill -s KILL -- -%[1]d'`, pid)
}

// end ends what runs in the session, and waits for that as long as ctx allows.
func (c *conn) end(ctx context.Context, s *session, pid *pidFilter, done <-chan struct{}) {
	go func() { // for a server that takes nothing any more holds it up
		_, _ = s.channel.SendRequest("signal", false, ssh.Marshal(struct{ Signal string }{"TERM"}))
	}()
	if pid == nil {
		return
	}
	select {
	case <-pid.known:
	case <-c.lost:
		return
	case <-ctx.Done():
		return
	}
	if pid.pid == 0 {
		return
	}
	c.background(func() { c.kill(context.WithoutCancel(ctx), pid.pid) })
	select {
	case <-done:
	case <-c.lost:
	case <-ctx.Done():
	}
}

// kill sends killLine over another session, or another connection where the
// server allows only one.
func (c *conn) kill(ctx context.Context, pid int) {
	ctx, cancel := context.WithTimeout(ctx, 2*killWait)
	defer cancel()
	s, release := c.anySession(ctx)
	if s == nil {
		if c.isClosed() {
			return
		}
		other, err := c.executor.dial(ctx, c.target)
		if err != nil {
			return
		}
		defer other.close()
		if s, err = other.session(ctx, false); err != nil {
			return
		}
	}
	defer release()
	if err := c.answer(func() error { return s.exec(killLine(pid), false) }); err != nil {
		return
	}
	select { // once it runs, it needs nobody here
	case <-s.over:
	case <-c.lost:
	case <-ctx.Done():
		s.channel.Close()
	}
}

// anySession takes the spare session or opens one, beyond the usual number if
// need be. It is nil when the server has no room.
func (c *conn) anySession(ctx context.Context) (s *session, release func()) {
	release = func() { <-c.slots }
	o := c.takeSpare()
	if o == nil {
		select {
		case c.slots <- struct{}{}:
			o = c.start()
		default:
			return c.extraSession()
		}
	}
	s, err := c.await(ctx, o)
	if err != nil {
		return nil, func() {}
	}
	return s, release
}

// extraSession opens a session without a slot.
func (c *conn) extraSession() (*session, func()) {
	channel, requests, err := c.openChannel()
	if err != nil {
		return nil, func() {}
	}
	return newSession(channel, requests), func() {}
}
