package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// terminal is the screen for people: results on standard output, all else on
// standard error. There, a line a step; while steps run, live lines at the end
// that are drawn anew, if standard error is a terminal that can.
type terminal struct {
	out, err       io.Writer
	outInk, errInk palette
	quiet, verbose bool
	now            func() time.Time

	mu       sync.Mutex
	steps    []*step
	live     *liveLines // nil for plain lines
	recent   map[config.Host]*recentOutput
	expanded map[config.Host]string
	// containers are those that did not come up.
	containers []kamal.ContainerFailed
}

func newTerminal(in invocation, o *Common) *terminal {
	t := &terminal{
		out: in.stdout, err: in.stderr,
		outInk: newPalette(in, in.stdout), errInk: newPalette(in, in.stderr),
		quiet: o.Quiet, verbose: o.Verbose && !o.Quiet, now: time.Now,
		recent: map[config.Host]*recentOutput{}, expanded: map[config.Host]string{},
	}
	if !t.quiet && !t.verbose && canRedraw(in) {
		t.live = newLiveLines(in.stderr, t.redraw)
	}
	return t
}

// canRedraw reports whether live lines make sense: not in CI, whose logs keep
// every line.
func canRedraw(in invocation) bool {
	return isTerminal(in.stderr) && in.getenv("TERM") != "dumb" && in.getenv("CI") == ""
}

// event implements screen.
func (t *terminal) event(e kamal.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.keep(e)
	if t.quiet {
		return
	}
	t.live.erase()
	t.show(e)
	t.live.draw(t.progress())
}

// answer implements screen.
func (t *terminal) answer(a answer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.live.erase()
	switch {
	case a.bare:
		fmt.Fprint(t.out, a.text)
	case a.log:
		t.logLine(a)
	case a.heading == "":
		fmt.Fprintln(t.out, a.text)
	default:
		t.block(a)
	}
	t.live.draw(t.progress())
}

// block prints a text under the heading of its host, and an empty line.
func (t *terminal) block(a answer) {
	if !t.quiet {
		fmt.Fprintln(t.out, t.outInk.paint(sgrBold, a.heading+": "+a.host.String()))
	}
	fmt.Fprintf(t.out, "%s\n\n", strings.TrimSpace(a.text))
}

// logLine prints a line of a log, marked with its place in its host's colour
// where there are several.
func (t *terminal) logLine(a answer) {
	if !a.several || t.quiet {
		fmt.Fprintln(t.out, a.text)
		return
	}
	mark := strings.TrimSpace(a.host.String() + " " + a.role)
	fmt.Fprintf(t.out, "%s %s\n", t.outInk.host(a.host.String(), mark+" |"), a.text)
}

// pause implements screen.
func (t *terminal) pause(ask func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.live.erase()
	ask()
}

// finish implements screen.
func (t *terminal) finish(err error, code int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.live.erase()
	t.live.stop()
	if err != nil && code != codeDone {
		t.failure(err)
	}
}

// redraw draws the live lines anew, for the time in them goes on.
func (t *terminal) redraw() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.live.erase()
	t.live.draw(t.progress())
}

// print writes a line to standard error.
func (t *terminal) print(format string, args ...any) {
	fmt.Fprintf(t.err, format+"\n", args...)
}
