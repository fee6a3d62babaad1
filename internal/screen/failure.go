package screen

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/textline"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// shownOutput is how many lines of what a failed host printed are shown.
const shownOutput = 20

// recentBytes is how much of it is shown at most.
const recentBytes = 16 << 10

// keep notes what is needed should a host fail.
func (t *Terminal) keep(e kamal.Event) {
	switch e := e.(type) {
	case kamal.CommandStarted:
		t.recent[e.Host] = &textline.Tail{Limit: recentBytes}
	case kamal.Printed:
		if r := t.recent[e.Host]; r != nil && !e.Stderr {
			r.Add(e.Text)
		}
	case kamal.CommandFinished:
		// What cleans up later, and prints too, is of no interest.
		if r := t.recent[e.Host]; r != nil && e.Err != nil && !e.Optional {
			t.broken[e.Host] = strings.Join(r.Lines(shownOutput), "\n")
		}
	case kamal.ContainerFailed:
		t.containers = append(t.containers, e)
	case kamal.HostFinished:
		t.hostEnded(e.Host, false)
	case kamal.HostFailed:
		t.hostEnded(e.Host, true)
		if !isA[*kamal.UnhealthyError](e.Err) { // the container's log says more
			t.expanded[e.Host] = t.broken[e.Host]
		}
	}
}

// failure tells what went wrong, with a hint on the line below: first the hosts
// that failed, each with what its last command printed, then what is left.
func (t *Terminal) failure(err error) {
	if e, ok := errors.AsType[*Interrupted](err); ok {
		t.interrupted(e)
	} else {
		t.broke(err)
	}
	if text := Hint(err); text != "" {
		t.print("%s %s", t.errInk.paint(sgrBold, "Hint:"), Hanging(text, len("Hint: ")))
	}
	if e, ok := errors.AsType[interface {
		error
		Usage() string
	}](err); ok && e.Usage() != "" {
		t.print("%s", e.Usage())
	}
}

// interrupted tells of a run that was ended: nothing of it is broken for that.
func (t *Terminal) interrupted(e *Interrupted) {
	text := t.course.Told(e, t.verbose)
	t.print("%s", Hanging(strings.ToUpper(text[:1])+text[1:], 2))
	for _, c := range t.containers {
		t.containerReport(c)
	}
	if e, ok := errors.AsType[*kamal.MoveError](e.Err); ok {
		t.moved(e)
	}
}

// broke tells of a run that failed.
func (t *Terminal) broke(err error) {
	text := strings.TrimPrefix(explain(err, t.verbose), kamal.ErrUsage.Error()+": ")
	t.print("%s %s", t.errInk.paint(sgrRed, "Error:"), Hanging(text, 2))
	for _, h := range failedHosts(err) {
		if text := t.expanded[h]; text != "" && !t.verbose {
			t.print("%s", t.dim("  "+string(h)+" printed:"))
			t.print("    %s", Hanging(text, 4))
		}
	}
	slices.SortStableFunc(t.containers, func(a, b kamal.ContainerFailed) int {
		return cmp.Or(strings.Compare(string(a.Host), string(b.Host)), strings.Compare(a.Role, b.Role))
	})
	for _, c := range t.containers {
		t.containerReport(c)
	}
	if e, ok := errors.AsType[*kamal.BootError](err); ok && touched(e) {
		t.print("\n  %s", Hanging(e.Report(), 2))
	}
	if e, ok := errors.AsType[*kamal.MoveError](err); ok {
		t.moved(e)
	}
}

// touched reports whether anything was done on any host.
func touched(e *kamal.BootError) bool {
	return slices.ContainsFunc(e.States, func(s kamal.RoleState) bool { return s.State != kamal.StateUntouched })
}

// failedHosts are the hosts that an error is about, in its order.
func failedHosts(err error) []config.Host {
	var hosts []config.Host
	for _, e := range kamal.HostErrors(err) {
		hosts = append(hosts, e.Host)
	}
	return hosts
}
