package kamal

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/kamal-go/kamal/internal/textline"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// LogOptions say which part of a log to show. The zero value is all of it, with
// the time before each line.
type LogOptions struct {
	// Since is a time, or a duration such as 10m, as docker understands it.
	Since string
	// Lines is how many lines at the end; 0 is all.
	Lines int
	// Grep keeps the lines with this pattern; GrepOptions are given to grep.
	Grep, GrepOptions string
	// SkipTimestamps leaves the time out.
	SkipTimestamps bool
	// ContainerID names a container in place of the running one.
	ContainerID string
	// Pieces gets the log as it comes, and Result.Text stays empty. It may be nil:
	// then a log of more than 16 MiB is an error, [ErrOutputTooLong].
	Pieces func(Piece)
	// Follow goes on with the log: it gets the lines as they come, of all places at
	// once, until ctx is done or all containers have ended, and there are no results.
	// One longer than 64 KiB is cut there, and says so. Secrets are masked. It is never
	// called by two goroutines at once.
	Follow func(host config.Host, role, line string)
}

func (o LogOptions) check() error {
	if o.Lines < 0 {
		return fmt.Errorf("%w: the last %d lines of a log: the number can't be negative", ErrUsage, o.Lines)
	}
	return nil
}

func (o LogOptions) builder() commands.LogOptions {
	return commands.LogOptions{
		Since: o.Since, Lines: o.Lines, Timestamps: !o.SkipTimestamps,
		Grep: o.Grep, GrepOptions: o.GrepOptions, ContainerID: o.ContainerID, Follow: o.Follow != nil,
	}
}

// nothingFound is what stands in place of a log that is empty or not there.
const nothingFound = "Nothing found"

// Logs gives the logs of the running containers, one of each role on every
// host. One without a log, or without any line that was asked for, says so and
// is no error.
func (a App) Logs(ctx context.Context, o LogOptions) ([]Result, error) {
	if err := cmp.Or(a.made(), o.check()); err != nil {
		return nil, err
	}
	if o.Follow != nil {
		return nil, a.followRoles(ctx, o)
	}
	if o.ContainerID != "" {
		out := a.outlet(nil, o.Pieces, hostPieces(a.spec.appHosts))
		return gather(ctx, a.engine, a.spec.appHosts, func(ctx context.Context, h config.Host) (Result, error) {
			text, err := out.of(Piece{Host: h}, func(to io.Writer) (string, error) {
				return a.log(ctx, h, a.appCommands(h, nil).Logs(o.builder()), to)
			})
			return Result{Host: h, Text: text, Err: err}, err
		})
	}
	out := a.outlet(nil, o.Pieces, a.placePieces())
	return a.roleResults(ctx, func(ctx context.Context, p place) (string, error) {
		return out.of(p.piece(), func(to io.Writer) (string, error) {
			return a.log(ctx, p.host, a.appCommands(p.host, p.role).Logs(o.builder()), to)
		})
	})
}

func (eng *engine) log(ctx context.Context, h config.Host, cmd commands.Cmd, to io.Writer) (string, error) {
	var said *saying
	if to != nil {
		said = &saying{Writer: to}
		to = said
	}
	out, err := eng.output(ctx, h, cmd, to)
	switch {
	case !exited(err) && err != nil:
		return out, err
	case said == nil && (err != nil || out == ""):
		return nothingFound, nil
	case said != nil && !said.something:
		_, err := io.WriteString(to, nothingFound)
		return "", err
	}
	return out, nil
}

// saying notes whether anything but blanks is written.
type saying struct {
	io.Writer
	something bool
}

// Write implements io.Writer.
func (s *saying) Write(b []byte) (int, error) {
	s.something = s.something || len(bytes.TrimSpace(b)) > 0
	return s.Writer.Write(b)
}

func (a App) followRoles(ctx context.Context, o LogOptions) error {
	var logs []hostLog
	for _, p := range a.places() {
		logs = append(logs, hostLog{p.host, p.role.Name, a.appCommands(p.host, p.role).Logs(o.builder())})
	}
	if len(logs) == 0 {
		return fmt.Errorf("%w: no role runs on any of the hosts", ErrUsage)
	}
	return a.follow(ctx, o, logs)
}

// hostLog is a log that is followed, and the command for it.
type hostLog struct {
	host config.Host
	role string
	cmd  commands.Cmd
}

// follow hands on what commands print that end only with ctx.
func (eng *engine) follow(ctx context.Context, o LogOptions, logs []hostLog) error {
	to := eng.linesTo(o.Follow)
	return eng.operate(ctx, func(ctx context.Context) error { // one for all: what ends it ends all
		eng.knowSecrets(ctx)
		return all(logs, func(l hostLog) error {
			w := to.of(eng, l.host, l.role)
			defer w.flush()
			l.cmd.Stdout, l.cmd.Stderr = w, w
			err := eng.executor(l.host).Run(ctx, string(l.host), l.cmd)
			if ctx.Err() != nil || err == nil {
				return nil
			}
			return &HostError{Host: l.host, Err: &CommandError{For: "following the log", Line: eng.mask(l.cmd.String()), Err: err}}
		})
	})
}

// lineWriter cuts the output of several commands into lines for one function.
type lineWriter struct {
	mu sync.Mutex
	fn func(followed)
}

type followed struct {
	host       config.Host
	role, line string
}

func (eng *engine) linesTo(fn func(host config.Host, role, line string)) *lineWriter {
	return &lineWriter{fn: shielded(eng.run.delivery, func(f followed) { fn(f.host, f.role, f.line) })}
}

func (l *lineWriter) of(eng *engine, h config.Host, role string) *linesOf {
	w := &linesOf{lineWriter: l, lines: textline.Splitter{Emit: func(text string) {
		for line := range textline.All(text) {
			l.fn(followed{h, role, line})
		}
	}}}
	w.masked = eng.masked(&w.lines)
	return w
}

type linesOf struct {
	*lineWriter
	masked *maskedWriter // into lines
	lines  textline.Splitter
}

// Write implements io.Writer.
func (l *linesOf) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.masked.Write(b)
}

func (l *linesOf) flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.masked.flush() // lines take all
	l.lines.Flush()
}
