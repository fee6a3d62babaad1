package screen

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

// Terminal is the screen for people: results on standard output, all else on
// standard error. There, a line a step; while steps run, live lines at the end
// that are drawn anew, if standard error is a terminal that can.
type Terminal struct {
	out io.Writer
	// err gathers what is flushed at once, so that nothing flickers.
	err            *stream
	outInk, errInk palette
	marks          marks
	quiet, verbose bool
	// seen says that results go to a terminal, not to a program or a file.
	seen bool
	// events gets events in place of lines; nil for lines.
	events func(kamal.Event)
	now    func() time.Time

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
	// course is how far the run has come.
	course Course
}

// New gives the screen for people.
func New(o Options) *Terminal {
	t := &Terminal{
		out: o.Stdout, err: &stream{w: o.Stderr, size: o.Size}, marks: newMarks(o.Getenv),
		outInk: newPalette(o.Getenv, o.Stdout), errInk: newPalette(o.Getenv, o.Stderr),
		seen: IsTerminal(o.Stdout), events: o.Events, quiet: o.Quiet, verbose: o.Verbose && !o.Quiet, now: time.Now,
		recent: map[config.Host]*textline.Tail{}, broken: map[config.Host]string{}, expanded: map[config.Host]string{},
	}
	if !t.quiet && !t.verbose && o.Events == nil && canRedraw(o) {
		t.ticking = newTicker(t.redraw)
	}
	return t
}

// canRedraw reports whether live lines make sense: not in CI, whose logs keep
// every line.
func canRedraw(o Options) bool {
	return (o.Size != nil || IsTerminal(o.Stderr)) && o.Getenv("TERM") != "dumb" && o.Getenv("CI") == ""
}

// Event implements [Screen].
func (t *Terminal) Event(e kamal.Event) {
	if t.events != nil && !t.quiet {
		defer t.events(e)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.keep(e)
	t.course.Event(e)
	if t.quiet || t.events != nil {
		return
	}
	t.show(e)
	t.err.flush(t.progress())
}

// Answer implements [Screen].
func (t *Terminal) Answer(a Answer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.quiet && a.allRight() {
		return
	}
	t.err.flush(nil)
	a.Text = a.Words()
	a.Text = t.marks.finding(a)
	a = t.safe(a)
	switch {
	case a.Piece != nil:
		t.piece(a)
	case a.Bare:
		fmt.Fprint(t.out, a.Text)
	case a.Log:
		t.logLine(a)
	case a.Heading == "":
		fmt.Fprintln(t.out, a.Text)
	default:
		t.block(a)
	}
	if !t.inLine {
		t.err.flush(t.progress())
	}
}

// block prints a text under the heading of its host, and an empty line.
func (t *Terminal) block(a Answer) {
	if !t.quiet {
		t.head(a)
	}
	fmt.Fprintf(t.out, "%s\n\n", strings.TrimSpace(a.Text))
}

func (t *Terminal) head(a Answer) {
	fmt.Fprintln(t.out, t.outInk.paint(sgrBold, a.Heading+": "+string(a.Host)))
}

// logLine prints a line of a log, marked with its place in its host's colour
// where there are several.
func (t *Terminal) logLine(a Answer) {
	if !a.Several || t.quiet {
		fmt.Fprintln(t.out, a.Text)
		return
	}
	mark := strings.TrimSpace(string(a.Host) + " " + a.Role)
	fmt.Fprintf(t.out, "%s %s\n", t.outInk.host(string(a.Host), mark+" |"), a.Text)
}

// Pause implements [Screen].
func (t *Terminal) Pause(ask func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.err.flush(nil)
	ask()
}

// Finish implements [Screen].
func (t *Terminal) Finish(err error, status int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ticking.stop()
	t.ended = true
	if err != nil && status != 0 {
		t.failure(err)
	}
	t.err.flush(nil)
}

// redraw draws the live lines anew, for the time in them goes on.
func (t *Terminal) redraw() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.err.flush(t.progress())
}

// print writes a line to standard error. Whatever is not painted is made safe to
// show: nearly all of it comes from hosts, files or the command line.
func (t *Terminal) print(format string, args ...any) {
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
func (t *Terminal) safe(a Answer) Answer {
	switch {
	case !t.seen || a.Bare:
	case a.Log || a.Piece != nil:
		a.Text = string(t.outInk.keep(a.Text))
	default:
		a.Text = visible.Text(a.Text)
	}
	return a
}
