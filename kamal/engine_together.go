package kamal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// part is one of several commands that go to a host together. A zero one does
// nothing.
type part struct {
	cmd commands.Cmd
	// unless spares the host cmd where it succeeds, if it goes with other parts.
	unless commands.Cmd
	// optional lets the parts after it run even if it fails.
	optional bool
	// limit is how long it may take; 0 is commandLimit.
	limit time.Duration
	// users says that it is a user's own command: all may take as long as they like.
	users bool
	// to gets what it prints as it comes; nil is nobody.
	to io.Writer
	// ask gets what it printed, blanks trimmed at both ends, as soon as it has ended
	// well. Its error ends the parts after it, of which the next may have begun.
	ask func(out string) error
	// failed says what a failure means; nil leaves it as it is. If it gives nil, that
	// is no error. It gets what was printed, too, and is told also where the error of a
	// part before counts.
	failed func(out string, err error) error
	// unknown is called if it is not known whether it was run at all.
	unknown func()
}

// partsFunc gives the parts that a host gets; nil gives none.
type partsFunc func(context.Context, config.Host) []part

func (f partsFunc) on(ctx context.Context, h config.Host) []part {
	if f == nil {
		return nil
	}
	return f(ctx, h)
}

// errEnough ends the parts of a host without an error.
var errEnough = errors.New("no more is wanted")

// The mark that parts are told apart by is so many digits behind a letter that programs
// seldom print: a text without it costs next to nothing to look through.
const (
	markLetter = "Z"
	markDigits = 32
)

// together sends parts to a host as one command: that costs one round trip, however
// many they are. Each runs if those before it went well. What is told of each, and
// the error of the one that fails, are as if it had been sent alone.
func (eng *engine) together(ctx context.Context, h config.Host, parts ...part) error {
	switch parts = withWork(parts); len(parts) {
	case 0:
		return nil
	case 1:
		return eng.alone(ctx, h, parts)
	}
	if err := eng.ready(ctx, h); err != nil {
		return err
	}
	mark, err := eng.hex(markDigits)
	if err != nil {
		return err
	}
	ctx, cancel := within(ctx, parts)
	defer cancel()
	return eng.operate(ctx, func(ctx context.Context) error {
		return (&together{engine: eng, ctx: ctx, host: h, parts: parts}).run(markLetter + mark)
	})
}

// withWork leaves out the parts that do nothing. It is no filter, for who waits for a
// host would hold two copies of a part on the stack.
func withWork(parts []part) []part {
	work := make([]part, 0, len(parts))
	for i := range parts {
		if !parts[i].cmd.IsZero() {
			work = append(work, parts[i])
		}
	}
	return work
}

// alone sends a single part.
func (eng *engine) alone(ctx context.Context, h config.Host, one []part) error {
	ctx, cancel := within(ctx, one)
	defer cancel()
	out, err := eng.do(ctx, one[0].call(h))
	if err = one[0].outcome(out, err); err == errEnough {
		return nil
	}
	return err
}

func (p *part) call(h config.Host) call {
	c := call{host: h, cmd: p.cmd, optional: p.optional, endless: p.users, to: p.to}
	if p.to == nil && (p.ask != nil || p.failed != nil) {
		c.keep = keepAll
	}
	return c
}

func (p *part) time() time.Duration { return orElse(p.limit, commandLimit) }

// within limits the time of parts, unless it is a user's own.
func within(ctx context.Context, parts []part) (context.Context, context.CancelFunc) {
	if slices.ContainsFunc(parts, func(p part) bool { return p.users }) {
		return ctx, func() {}
	}
	return limited(ctx, total(parts))
}

func total(parts []part) time.Duration {
	var sum time.Duration
	for i := range parts {
		sum += parts[i].time()
	}
	return sum
}

// outcome is what comes of a part that has ended, for those who sent it.
func (p *part) outcome(out string, err error) error {
	switch {
	case err == nil && p.ask != nil:
		return p.ask(strings.TrimSpace(out))
	case err != nil && p.failed != nil:
		return p.failed(strings.TrimSpace(out), err)
	case p.optional && exited(err):
		return nil
	}
	return err
}

// together is parts on their way.
type together struct {
	*engine
	ctx   context.Context
	host  config.Host
	parts []part
	stop  context.CancelCauseFunc
	ended int     // how many have
	errs  []error // of those that have

	mu   sync.Mutex
	sent []*sending
}

func (t *together) run(mark string) error {
	t.sent = make([]*sending, len(t.parts))
	cmd, outcomes := hostcmd.Listen(mark, t.script(), t.heard)
	ctx, stop := context.WithCancelCause(t.ctx)
	defer stop(nil)
	t.stop = stop
	t.sending(0).begin()
	err := t.executor(t.host).Run(ctx, string(t.host), cmd)
	t.noteAnswer(ctx, t.host, err)
	if left := outcomes.All()[t.ended:]; len(left) > 0 && left[0].State != hostcmd.PartNotRun {
		t.cutShort(err)
	}
	return errors.Join(filter(t.errs, func(err error) bool { return err != errEnough })...)
}

// script gives the parts as they are sent.
func (t *together) script() []commands.Part {
	script := make([]commands.Part, len(t.parts))
	for i := range t.parts {
		p, to := &t.parts[i], &script[i]
		to.Name, to.Cmd, to.Optional, to.Unless = p.cmd.Purpose, p.cmd, p.optional, p.unless
		if to.Cmd.Stdout == nil {
			to.Cmd.Stdout = partStream{together: t, part: i}
		}
		if to.Cmd.Stderr == nil {
			to.Cmd.Stderr = partStream{together: t, part: i, errs: true}
		}
	}
	return script
}

// sending gives that of a part, which is made when it is first heard of: to a thousand
// hosts all go at once.
func (t *together) sending(i int) *sending {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.sent[i] == nil {
		c := t.parts[i].call(t.host)
		c.part, c.of, c.unless = i+1, len(t.parts), t.parts[i].unless
		t.sent[i] = t.newSending(t.ctx, c)
	}
	return t.sent[i]
}

// partStream is where a part prints to.
type partStream struct {
	*together
	part int
	errs bool
}

// Write implements io.Writer.
func (p partStream) Write(b []byte) (int, error) {
	s := p.sending(p.part)
	if p.errs {
		return s.errs.Write(b)
	}
	return s.out.Write(b)
}

// cutShort ends the part that was being run: it failed, or nothing more was heard.
func (t *together) cutShort(err error) {
	if err == nil {
		err = errors.New("it gave no sign of its end")
	}
	if !exited(err) {
		t.loseRest()
	}
	if len(t.errs) > 0 { // what a part before it said has ended it
		out, err := t.sending(t.ended).end(err)
		_ = t.parts[t.ended].outcome(out, err) // that is the error
		return
	}
	t.end(err)
}

// loseRest tells the parts after the one that was being run, as far as was heard, that
// they may have been, too.
func (t *together) loseRest() {
	for _, p := range t.parts[t.ended+1:] {
		if p.unknown != nil {
			p.unknown()
		}
	}
}

// heard is told of the end of each part, as it is read. A failure that ends the
// command is left to its end: more of what it said may come.
func (t *together) heard(o hostcmd.Outcome) {
	switch {
	case o.State == hostcmd.PartSucceeded:
		t.end(nil)
	case o.Part.Optional:
		t.end(partFailed(o.Status))
	default:
		return
	}
	if t.ended < len(t.parts) {
		t.sending(t.ended).begin()
	}
}

// end tells that the next part has ended.
func (t *together) end(err error) {
	p := &t.parts[t.ended]
	out, err := t.sending(t.ended).end(err)
	t.ended++
	wrong := p.outcome(out, err)
	if wrong == nil {
		return
	}
	t.errs = append(t.errs, wrong)
	if err == nil {
		t.stop(wrong)
	}
}

// partFailed is the exit status of a part.
type partFailed int

// Error gives the status.
func (p partFailed) Error() string { return fmt.Sprintf("exit status %d", int(p)) }

// ExitStatus is the status of the command.
func (p partFailed) ExitStatus() int { return int(p) }
