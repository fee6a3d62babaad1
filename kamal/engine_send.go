package kamal

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// commandLimit is how long a command may take that has no limit of its own. It
// is long enough for a slow disk, and short enough that nobody waits for ever.
const commandLimit = 10 * time.Minute

// here stands for this machine where a host is wanted.
const here config.Host = ""

// send runs a command on a host; any status but 0 is an error.
func (eng *engine) send(ctx context.Context, host config.Host, cmd commands.Cmd) error {
	_, err := eng.do(ctx, call{host: host, cmd: cmd})
	return err
}

// try runs a command that may fail: only a host that can't be reached is an
// error.
func (eng *engine) try(ctx context.Context, host config.Host, cmd commands.Cmd) error {
	_, err := eng.do(ctx, call{host: host, cmd: cmd, optional: true})
	if exited(err) {
		return nil
	}
	return err
}

// ask runs a command for what it prints, blanks trimmed at both ends.
func (eng *engine) ask(ctx context.Context, host config.Host, cmd commands.Cmd) (string, error) {
	out, err := eng.do(ctx, call{host: host, cmd: cmd, keep: keepAll})
	return strings.TrimSpace(out), err
}

// askOptional is ask for a command that may fail: what it printed until then
// counts.
func (eng *engine) askOptional(ctx context.Context, host config.Host, cmd commands.Cmd) (string, error) {
	out, err := eng.do(ctx, call{host: host, cmd: cmd, optional: true, keep: keepAll})
	if exited(err) {
		err = nil
	}
	return strings.TrimSpace(out), err
}

// askEnd is askOptional for the last lines of what may be long, such as a log;
// secrets are masked.
func (eng *engine) askEnd(ctx context.Context, host config.Host, cmd commands.Cmd) (string, error) {
	out, err := eng.do(ctx, call{host: host, cmd: cmd, optional: true, keep: keepEnd})
	if exited(err) {
		err = nil
	}
	return strings.TrimSpace(out), err
}

// output runs what a user asked to see the output of, for as long as it takes: to
// gets it as it comes, or, if that is nil, it is the result.
func (eng *engine) output(ctx context.Context, h config.Host, cmd commands.Cmd, to io.Writer) (text string, err error) {
	err = eng.together(ctx, h, outputPart(cmd, to, &text))
	return text, err
}

// outputPart is output as a part.
func outputPart(cmd commands.Cmd, to io.Writer, text *string) part {
	return part{
		cmd: cmd, users: true, to: to,
		ask: func(out string) error {
			*text = out
			return nil
		},
		failed: func(out string, err error) error {
			*text = out
			return err
		},
	}
}

// live runs a command on this machine whose output is its progress.
func (eng *engine) live(ctx context.Context, cmd commands.Cmd) error {
	_, err := eng.do(ctx, call{cmd: cmd, live: true})
	return err
}

// call is one command to be run, and how.
type call struct {
	host     config.Host
	cmd      commands.Cmd
	optional bool // a failure counts for nothing
	live     bool // what it prints is worth showing
	endless  bool // it may take as long as it likes: a user's own command
	keep     keeping
	part, of int          // which it is of those that are sent together; 0: alone
	unless   commands.Cmd // spares the host cmd, where it succeeds
	to       io.Writer    // gets its standard output as it comes; nil: nobody does
}

// do runs a call, tells of it, and gives what is to be kept of its standard
// output.
func (eng *engine) do(ctx context.Context, c call) (out string, err error) {
	err = eng.operate(ctx, func(ctx context.Context) error {
		out, err = eng.carryOut(ctx, c)
		return err
	})
	return out, err
}

func (eng *engine) carryOut(ctx context.Context, c call) (string, error) {
	if err := eng.ready(ctx, c.host); err != nil {
		return "", err
	}
	if !c.endless {
		var cancel context.CancelFunc
		ctx, cancel = limited(ctx, commandLimit)
		defer cancel()
	}
	s := eng.newSending(ctx, c)
	s.begin()
	err := eng.executor(c.host).Run(ctx, string(c.host), s.cmd)
	if c.live {
		err = unlessInterrupted(ctx, err)
	}
	eng.noteAnswer(ctx, c.host, err)
	return s.end(err)
}

// interruptDelay is how much sooner an interrupt of the terminal may reach a program that
// runs there than us.
const interruptDelay = 100 * time.Millisecond

// unlessInterrupted gives the error of a program that runs in the terminal for long, as a
// hook: one that an interrupt has ended did not fail by itself.
func unlessInterrupted(ctx context.Context, err error) error {
	if err == nil || pause(ctx, interruptDelay) == nil {
		return err
	}
	return fmt.Errorf("running on this machine: %w", context.Cause(ctx))
}

// ready does what comes before the first command.
func (eng *engine) ready(ctx context.Context, h config.Host) error {
	eng.knowSecrets(ctx)
	if h == here {
		return nil
	}
	return eng.connect(ctx)
}

// sending is a command on its way: what is told of it, and what is kept of what it
// prints.
type sending struct {
	*engine
	ctx context.Context
	call
	line      string
	name      string
	out, errs *capture
	began     time.Time
}

func (eng *engine) newSending(ctx context.Context, c call) *sending {
	s := &sending{
		engine: eng, ctx: ctx, call: c, line: eng.mask(c.shown()), name: eng.mask(c.title()),
		out:  eng.capture(ctx, c.host, Printed{Live: c.live}, c.keep),
		errs: eng.capture(ctx, c.host, Printed{Live: c.live, Stderr: true}, keepNothing),
	}
	s.out.waits, s.errs.waits = true, true
	s.out.handOn(c.to)
	if s.cmd.Stdout == nil {
		s.cmd.Stdout = s.out
	}
	if s.cmd.Stderr == nil {
		s.cmd.Stderr = s.errs
	}
	return s
}

// shown and title are what a command is shown as.
func (c call) shown() string {
	if c.unless.IsZero() {
		return c.cmd.String()
	}
	return commands.Or(c.unless, c.cmd).String()
}

func (c call) title() string {
	title := cmp.Or(c.cmd.Purpose, c.cmd.Name())
	if !c.unless.IsZero() {
		title = c.unless.Purpose + ", else " + title
	}
	return title
}

func (s *sending) begin() {
	s.began = time.Now()
	w := workOf(s.ctx)
	w.command = int(s.run.commands.Add(1))
	s.ctx = w.within(s.ctx)
	s.emit(s.ctx, s.host, CommandStarted{Line: s.line, Name: s.name, Part: s.part, Of: s.of})
	s.out.begin(s.ctx)
	s.errs.begin(s.ctx)
}

// end gives what was kept of a command that has ended so, and the error that says
// what it was for.
func (s *sending) end(err error) (string, error) {
	s.errs.flush()
	if tooLong := s.out.flush(); tooLong != nil {
		err = tooLong
	}
	if err != nil {
		err = &CommandError{For: purpose(s.ctx, s.host, s.call.cmd, err), Line: s.line, Stderr: s.errs.end(), Err: err}
	}
	s.emit(s.ctx, s.host, CommandFinished{
		Line: s.line, Name: s.name, Part: s.part, Of: s.of, Took: time.Since(s.began), Err: err, Optional: s.optional,
	})
	return s.out.text(), err
}

func (eng *engine) executor(host config.Host) Executor {
	if host == here {
		return eng.local
	}
	return eng.remote
}

// limited gives ctx a deadline, unless it has one.
func limited(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(ctx, limit, fmt.Errorf("nothing came of it within %s", limit))
}
