package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/textline"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// show prints the lines that an event leaves behind.
func (t *terminal) show(e kamal.Event) {
	switch e := e.(type) {
	case kamal.StepStarted:
		t.stepStarted(e)
	case kamal.StepFinished:
		t.stepFinished(e)
	case kamal.HostFailed:
		if len(t.steps) > 0 {
			t.print("%s%s %s", t.indent(), t.errInk.paint(sgrRed, "✗"), e.Host)
		}
	case kamal.HookStarted:
		t.print("%s%s", t.indent(), "hook "+e.Hook)
	case kamal.HookFinished:
		t.outcome("hook "+e.Hook, e.Took, e.Err)
	case kamal.Note:
		t.print("%s%s%s", t.indent(), at(e.Host), hanging(e.Text, len(t.indent())))
	case kamal.Warning:
		t.print("%s %s%s", t.errInk.paint(sgrYellow, "Warning:"), at(e.Host), hanging(e.Text, 0))
	case kamal.LockHeld:
		t.lockHeld(e)
	case kamal.Output:
		if e.Live || t.verbose {
			t.output(e)
		}
	default:
		t.showCommand(e)
	}
}

// showCommand prints what only -v shows.
func (t *terminal) showCommand(e kamal.Event) {
	if !t.verbose {
		return
	}
	switch e := e.(type) {
	case kamal.CommandStarted:
		t.print("%s %s", t.place(e.Host, "$"), e.Line)
	case kamal.CommandFinished:
		t.print("%s %s", t.place(e.Host, "="), t.dim(commandEnd(e)))
	case kamal.LockAcquired:
		t.print("%s", t.dim("lock taken on "+e.Host.String()))
	case kamal.LockReleased:
		t.print("%s", t.dim("lock released on "+e.Host.String()))
	}
}

func commandEnd(e kamal.CommandFinished) string {
	switch {
	case e.Err == nil:
		return "done in " + seconds(e.Took)
	case e.Optional:
		return "failed in " + seconds(e.Took) + ", which is no trouble"
	}
	return "failed in " + seconds(e.Took)
}

// lockHeld tells who is waited for. When nobody is, the error says it.
func (t *terminal) lockHeld(e kamal.LockHeld) {
	if e.Waiting {
		t.print("%sThe deploy lock is held, waiting for it:\n  %s", at(e.Host), hanging(e.Details, 2))
	}
}

// output prints what a command prints, each line behind its host.
func (t *terminal) output(e kamal.Output) {
	for line := range textline.All(e.Text) {
		if line != "" {
			t.print("%s %s", t.place(e.Host, "|"), t.errInk.keep(line))
		}
	}
}

// place marks a line with its host, in the host's colour.
func (t *terminal) place(h config.Host, sign string) painted {
	if h == "" {
		return t.dim(t.indent() + sign)
	}
	return t.errInk.host(h.String(), h.String()+" "+sign)
}

func (t *terminal) dim(s string) painted { return t.errInk.paint(sgrDim, s) }

// outcome prints a tick or a cross, what it is about, and the time it took.
func (t *terminal) outcome(what string, took time.Duration, err error) {
	sign := t.errInk.paint(sgrGreen, "✓")
	if err != nil {
		sign = t.errInk.paint(sgrRed, "✗")
	}
	t.print("%s%s %s %s", t.indent(), sign, what, t.dim(seconds(took)))
}

func at(h config.Host) string {
	if h == "" {
		return ""
	}
	return h.String() + ": "
}

// hanging indents all lines of a text but the first.
func hanging(text string, width int) string {
	return strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n"+strings.Repeat(" ", width))
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1fs", d.Seconds()) }
