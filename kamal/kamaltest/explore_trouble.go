package kamaltest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/kamal-go/kamal/internal/simhost"
	"github.com/kamal-go/kamal/kamal/commands"
)

// mishap is what befalls a command in [Explore].
type mishap string

// The troubles.
const (
	// mishapRefused: the host can't be reached from this command on.
	mishapRefused mishap = "refused"
	// mishapDropped: the connection is lost before a program of the command, which ends
	// the command there. The next one gets through.
	mishapDropped mishap = "dropped"
	// mishapUnanswered: the command does all it does, and its answer is lost.
	mishapUnanswered mishap = "unanswered"
	// mishapSilent: the host says nothing more; after a minute it is given up.
	mishapSilent mishap = "silent"
	// mishapSlow: the command begins after half a minute. It is no failure.
	mishapSlow mishap = "slow"
	// mishapFails: a program of the command fails with status 1.
	mishapFails mishap = "fails"
	// mishapCut: half of the command's output arrives, then the connection is lost.
	mishapCut mishap = "output cut"
	// mishapFullDisk: nothing more can be written on the host.
	mishapFullDisk mishap = "disk full"
	// mishapDenied: docker lets the user do nothing from this command on.
	mishapDenied mishap = "permission denied"
	// mishapCancelled: the operation's context ends before a program of the command.
	mishapCancelled mishap = "cancelled"
	// mishapKilled: the client is gone. What runs on the hosts ends, nothing more comes.
	mishapKilled mishap = "client killed"
)

// mishaps are all troubles.
func mishaps() []mishap {
	return []mishap{mishapRefused, mishapDropped, mishapUnanswered, mishapSilent, mishapSlow, mishapFails, mishapCut, mishapFullDisk, mishapDenied, mishapCancelled, mishapKilled}
}

// within reports whether it makes a difference which program of a command is met.
func (t mishap) within() bool { return t == mishapDropped || t == mishapFails || t == mishapCancelled }

// local reports whether it can befall this machine.
func (t mishap) local() bool {
	return t == mishapSlow || t == mishapFails || t == mishapCancelled || t == mishapKilled
}

// lasts reports whether nothing much can be done on the host until it is over.
func (t mishap) lasts() bool {
	return !t.reaches() || t == mishapFullDisk || t == mishapDenied || t == mishapKilled
}

// reaches reports whether the host of the trouble is reached while it lasts.
func (t mishap) reaches() bool { return t != mishapRefused && t != mishapSilent }

const (
	silentTime  = time.Minute      // until a silent host is given up
	connectTime = 10 * time.Second // until one that does not answer is
	slowTime    = 30 * time.Second
)

var (
	errRefused     = errors.New("connection refused")
	errKilled      = errors.New("the client was killed")
	errInterrupted = errors.New("interrupted by the exploration")
)

// seen is a command that a host got.
type seen struct {
	host     string
	command  int
	line     string
	programs int
}

// hazard is a Recorder whose hosts can be met by a trouble. Without one it is
// the Recorder.
type hazard struct {
	*Recorder

	mu     sync.Mutex
	counts map[string]int
	log    []seen
	where  combination
	armed  bool
	struck bool
	cancel context.CancelCauseFunc
	after  func(host string) // called after each command
}

func newHazard(r *Recorder) *hazard { return &hazard{Recorder: r, counts: map[string]int{}} }

// reset forgets all commands so far.
func (h *hazard) reset() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.counts, h.log = map[string]int{}, nil
	h.Reset()
}

func (h *hazard) seen() []seen {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.log
}

func (h *hazard) met() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.struck
}

// arm lays a trouble in the way; cancel ends the operation. after is called
// after each command that came to its end.
func (h *hazard) arm(c combination, cancel context.CancelCauseFunc, after func(host string)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.where, h.armed, h.cancel, h.after = c, true, cancel, after
}

// disarm ends the trouble.
func (h *hazard) disarm() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.armed, h.after = false, nil
	h.Host(h.where.spot.host).FillDisk(false)
}

// Run implements [kamal.Executor].
func (h *hazard) Run(ctx context.Context, host string, cmd commands.Cmd) error {
	name := host
	if name == "" {
		name = Local
	}
	h.mu.Lock()
	index := h.counts[name]
	h.counts[name]++
	met := h.armed && name == h.where.spot.host && index == h.where.spot.command
	lasting := h.armed && h.struck && !met
	h.struck = h.struck || met
	trouble, at, after := h.where.trouble, h.where.spot.program, h.after
	h.mu.Unlock()

	t := &simhost.Trouble{}
	var err error
	switch {
	case met:
		err = h.strike(ctx, host, cmd, trouble, at, t)
	case lasting && trouble == mishapKilled:
		return errKilled
	case lasting && name == h.where.spot.host:
		err = h.suffer(ctx, host, cmd, trouble, t)
	default:
		err = h.run(ctx, host, cmd, t)
	}
	h.mu.Lock()
	h.log = append(h.log, seen{name, index, showLine(cmd), t.Programs})
	h.mu.Unlock()
	if after != nil {
		after(name)
	}
	return err
}

func (h *hazard) run(ctx context.Context, host string, cmd commands.Cmd, t *simhost.Trouble) error {
	return h.Recorder.Run(simhost.WithTrouble(ctx, t), host, cmd)
}

// strike is the command that meets the trouble.
func (h *hazard) strike(ctx context.Context, host string, cmd commands.Cmd, trouble mishap, at int, t *simhost.Trouble) error {
	switch trouble {
	case mishapRefused:
		return errRefused
	case mishapSilent:
		return quiet(ctx, silentTime)
	case mishapSlow:
		_ = quiet(ctx, slowTime)
		return h.run(ctx, host, cmd, t)
	case mishapDropped:
		t.At, t.Err = at, ErrLost
		return h.run(ctx, host, cmd, t)
	case mishapUnanswered:
		cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
		_ = h.run(ctx, host, cmd, t)
		return ErrLost
	case mishapCut:
		return h.cut(ctx, host, cmd, t)
	case mishapFails:
		t.At, t.Exit, t.Stderr = at, 1, "it failed\n"
		return h.run(ctx, host, cmd, t)
	case mishapFullDisk:
		h.Host(h.where.spot.host).FillDisk(true)
		return h.run(ctx, host, cmd, t)
	case mishapCancelled:
		return h.cancelled(ctx, host, cmd, at, t)
	case mishapKilled:
		_ = h.run(ctx, host, cmd, t)
		return errKilled
	default:
		return h.suffer(ctx, host, cmd, trouble, t)
	}
}

// suffer is a later command to a host on which the trouble lasts.
func (h *hazard) suffer(ctx context.Context, host string, cmd commands.Cmd, trouble mishap, t *simhost.Trouble) error {
	switch trouble {
	case mishapRefused:
		return errRefused
	case mishapSilent:
		return quiet(ctx, connectTime)
	case mishapDenied:
		if strings.Contains(cmd.Shell(), "docker ") {
			t.At, t.Exit = 1, 1
			t.Stderr = "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock\n"
		}
	}
	return h.run(ctx, host, cmd, t)
}

// cut hands on half of what a command prints.
func (h *hazard) cut(ctx context.Context, host string, cmd commands.Cmd, t *simhost.Trouble) error {
	to := cmd.Stdout
	var all bytes.Buffer
	cmd.Stdout = &all
	_ = h.run(ctx, host, cmd, t)
	if to != nil {
		_, _ = to.Write(all.Bytes()[:all.Len()/2])
	}
	return ErrLost
}

// cancelled ends the operation's context before a program of the command, which goes on
// if it is not to be cancelled.
func (h *hazard) cancelled(ctx context.Context, host string, cmd commands.Cmd, at int, t *simhost.Trouble) error {
	t.At, t.Before = at, func() { h.cancel(errInterrupted) }
	err := h.run(ctx, host, cmd, t)
	h.cancel(errInterrupted)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// quiet waits in vain.
func quiet(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ErrLost
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
