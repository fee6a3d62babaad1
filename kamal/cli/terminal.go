package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/kamal-go/kamal/internal/textline"
	"github.com/kamal-go/kamal/internal/visible"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// terminal is the screen for people: results on standard output, all else on
// standard error. There, a line a step; while steps run, live lines at the end
// that are drawn anew, if standard error is a terminal that can.
type terminal struct {
	out io.Writer
	// err gathers what is flushed at once, so that nothing flickers.
	err            *stream
	outInk, errInk palette
	quiet, verbose bool
	// seen says that results go to a terminal, not to a program or a file.
	seen bool
	now  func() time.Time

	mu       sync.Mutex
	steps    []*step
	ticking  *ticker // nil for plain lines
	ended    bool
	recent   map[config.Host]*textline.Tail
	broken   map[config.Host]string // what the last command that failed had printed
	expanded map[config.Host]string
	// inLine says that the last piece of a text has no line end, shown that it
	// belongs to a block that was begun.
	inLine, shown bool
	// containers are those that did not come up.
	containers []kamal.ContainerFailed
	// lock is what became of the deploy lock; empty when it was not taken.
	lock string
}

func newTerminal(in invocation, o *Common) *terminal {
	t := &terminal{
		out: in.stdout, err: &stream{w: in.stderr},
		outInk: newPalette(in, in.stdout), errInk: newPalette(in, in.stderr),
		seen: isTerminal(in.stdout), quiet: o.Quiet, verbose: o.Verbose && !o.Quiet, now: time.Now,
		recent: map[config.Host]*textline.Tail{}, broken: map[config.Host]string{}, expanded: map[config.Host]string{},
	}
	if !t.quiet && !t.verbose && canRedraw(in) {
		t.ticking = newTicker(t.redraw)
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
	t.show(e)
	t.err.flush(t.progress())
}

// answer implements screen.
func (t *terminal) answer(a answer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.err.flush(nil)
	a = t.safe(a)
	switch {
	case a.piece != nil:
		t.piece(a)
	case a.bare:
		fmt.Fprint(t.out, a.text)
	case a.log:
		t.logLine(a)
	case a.heading == "":
		fmt.Fprintln(t.out, a.text)
	default:
		t.block(a)
	}
	if !t.inLine {
		t.err.flush(t.progress())
	}
}

// block prints a text under the heading of its host, and an empty line.
func (t *terminal) block(a answer) {
	if !t.quiet {
		t.head(a)
	}
	fmt.Fprintf(t.out, "%s\n\n", strings.TrimSpace(a.text))
}

func (t *terminal) head(a answer) {
	fmt.Fprintln(t.out, t.outInk.paint(sgrBold, a.heading+": "+a.host.String()))
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
	t.err.flush(nil)
	ask()
}

// finish implements screen.
func (t *terminal) finish(err error, code int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ticking.stop()
	t.ended = true
	if err != nil && code != codeDone && !isA[*statusError](err) {
		t.failure(err)
	}
	t.err.flush(nil)
}

// redraw draws the live lines anew, for the time in them goes on.
func (t *terminal) redraw() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.err.flush(t.progress())
}

// print writes a line to standard error. Whatever is not painted is made safe to
// show: nearly all of it comes from hosts, files or the command line.
func (t *terminal) print(format string, args ...any) {
	for i, a := range args {
		switch a := a.(type) {
		case painted, int:
		case string:
			args[i] = visible.Text(a)
		default:
			args[i] = visible.Text(fmt.Sprint(a))
		}
	}
	fmt.Fprintf(t.err, format+"\n", args...)
}

// safe makes a result safe to show, where a person sees it. What comes from a
// program may be coloured; bytes that were asked for as they are stay so.
func (t *terminal) safe(a answer) answer {
	switch {
	case !t.seen || a.bare:
	case a.log || a.piece != nil:
		a.text = string(t.outInk.keep(a.text))
	default:
		a.text = visible.Text(a.text)
	}
	return a
}
