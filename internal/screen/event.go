package screen

import (
	"fmt"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/textline"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// show prints the lines that an event leaves behind.
func (t *Terminal) show(e kamal.Event) {
	switch e := e.(type) {
	case kamal.StepStarted:
		t.stepStarted(e)
	case kamal.StepFinished:
		t.stepFinished(e)
	case kamal.HostFailed:
		if len(t.steps) > 0 {
			t.print("%s%s %s", t.indent(), t.errInk.paint(sgrRed, t.marks.failed), e.Host)
		}
	case kamal.HookStarted:
		t.print("%s%s", t.indent(), "hook "+e.Hook)
	case kamal.HookFinished:
		t.outcome("hook "+e.Hook, e.Took, e.Err)
	case kamal.Note:
		t.print("%s%s%s", t.indent(), at(e.Host), Hanging(e.Text, len(t.indent())))
	case kamal.Warning:
		t.print("%s %s%s", t.errInk.paint(sgrYellow, "Warning:"), at(e.Host), Hanging(e.Text, 0))
	case kamal.LockHeld:
		t.lockHeld(e)
	case kamal.Printed:
		if e.Live || t.verbose {
			t.output(e)
		}
	default:
		t.showCommand(e)
	}
}

// showCommand prints what only -v shows.
func (t *Terminal) showCommand(e kamal.Event) {
	if !t.verbose {
		return
	}
	switch e := e.(type) {
	case kamal.CommandStarted:
		t.print("%s %s", t.place(e.Host, "$"), e.Line)
	case kamal.CommandFinished:
		t.print("%s %s", t.place(e.Host, "="), t.dim(commandEnd(e)))
	case kamal.LockAcquired:
		t.print("%s", t.dim("lock taken on "+string(e.Host)))
	case kamal.LockReleased:
		t.print("%s", t.dim("lock released on "+string(e.Host)))
	}
}

func commandEnd(e kamal.CommandFinished) string {
	switch {
	case e.Err == nil:
		return "done in " + Seconds(e.Took)
	case e.Optional:
		return "failed in " + Seconds(e.Took) + ", which is no trouble"
	}
	return "failed in " + Seconds(e.Took)
}

// lockHeld tells who is waited for. When nobody is, the error says it.
func (t *Terminal) lockHeld(e kamal.LockHeld) {
	if e.Waiting {
		t.print("%sThe deploy lock is held, waiting for it:\n  %s", at(e.Host), Hanging(e.Details, 2))
	}
}

// output prints what a command prints, each line behind its host.
func (t *Terminal) output(e kamal.Printed) {
	for line := range textline.All(e.Text) {
		if line != "" {
			t.print("%s %s", t.place(e.Host, "|"), t.errInk.keep(line))
		}
	}
}

// place marks a line with its host, in the host's colour.
func (t *Terminal) place(h config.Host, sign string) painted {
	if h == "" {
		return t.dim(t.indent() + sign)
	}
	return t.errInk.host(string(h), string(h)+" "+sign)
}

func (t *Terminal) dim(s string) painted { return t.errInk.paint(sgrDim, s) }

// outcome prints a tick or a cross, what it is about, and the time it took.
func (t *Terminal) outcome(what string, took time.Duration, err error) {
	sign := t.errInk.paint(sgrGreen, t.marks.done)
	if err != nil {
		sign = t.errInk.paint(sgrRed, t.marks.failed)
	}
	t.print("%s%s %s %s", t.indent(), sign, what, t.dim(Seconds(took)))
}

func at(h config.Host) string {
	if h == "" {
		return ""
	}
	return string(h) + ": "
}

// Hanging indents all lines of a text but the first.
func Hanging(text string, width int) string {
	indented := strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n"+strings.Repeat(" ", width))
	return strings.ReplaceAll(indented, strings.Repeat(" ", width)+"\n", "\n")
}

// Seconds writes how long something took.
func Seconds(d time.Duration) string { return fmt.Sprintf("%.1fs", d.Seconds()) }
