package screen

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// Interrupted is the end of a run that a signal ended.
type Interrupted struct {
	// Err is what came of it, or nil for nothing worth telling.
	Err error
	// Cause is what ended the run: an error that is no more than that says nothing.
	Cause error
}

func (e *Interrupted) Error() string {
	if e.Err == nil {
		return "interrupted"
	}
	return "interrupted: " + e.Err.Error()
}

func (e *Interrupted) Unwrap() error { return e.Err }

// Is reports true for [context.Canceled]: whatever came of it, it was interrupted.
func (*Interrupted) Is(target error) bool { return target == context.Canceled }

// Told says in one line what was interrupted, what runs where, and that the lock is
// free. What failed for another reason comes below.
func (c *Course) Told(e *Interrupted, whole bool) string {
	parts := []string{"interrupted" + c.while(e)}
	parts = append(parts, c.runs(e)...)
	switch {
	case c.lock == LockHeld:
		parts = append(parts, fmt.Sprintf("the deploy lock is still held on %s: kamal lock release", c.lockHost))
	case c.lock == LockFree:
		parts = append(parts, "the deploy lock is free")
	case c.worked:
		parts = append(parts, "no deploy lock was taken")
	}
	text := strings.Join(parts, "; ")
	if others := e.others(e.Err); others != nil {
		text += "\n" + explain(others, whole)
	}
	return text
}

// while says what was interrupted.
func (c *Course) while(e *Interrupted) string {
	hosts := failedHosts(e.Err)
	switch {
	case c.met != "" && len(c.hosts) > 0:
		return " while " + c.met + " on " + nameHosts(c.hosts)
	case c.met != "":
		return " while " + c.met
	case len(hosts) > 0:
		return " while working on " + nameHosts(hosts)
	}
	return ""
}

// harmless are steps that change nothing of what runs.
var harmless = []kamal.Step{
	kamal.StepBuild, readyHosts, kamal.StepPull, "pull-seeds", "pull-mirrored", kamal.StepLogIn, "forward-registry", "find-docker",
	"prepare-hosts", "pull-accessory", "upload-accessory-files", "prepare-accessory", "make-network",
}

// readyHosts is the step that goes on beside a build.
const readyHosts kamal.Step = "ready-hosts"

// runs says what runs where, as far as it is known.
func (c *Course) runs(e *Interrupted) []string {
	if boot, ok := errors.AsType[*kamal.BootError](e.Err); ok && slices.ContainsFunc(boot.States, known) {
		return []string{statesInLine(boot.States)}
	}
	switch i := c.Interruption(); {
	case slices.Contains(harmless, c.kind):
		return []string{"what ran before runs on"}
	case len(i.Done) > 0 && len(i.Left) > 0:
		return []string{fmt.Sprintf("done on %s, not on %s", nameHosts(i.Done), nameHosts(i.Left))}
	case len(i.Done) > 0:
		return []string{"done on " + nameHosts(i.Done)}
	}
	return nil
}

func known(s kamal.RoleState) bool { return s.State != kamal.StateUntouched || s.Before != "" }

// statesInLine folds the states of a boot: what runs, and where.
func statesInLine(states []kamal.RoleState) string {
	var kinds []string
	where := map[string][]kamal.RoleState{}
	for _, s := range states {
		kind := whatRuns(s)
		if where[kind] == nil {
			kinds = append(kinds, kind)
		}
		where[kind] = append(where[kind], s)
	}
	parts := make([]string, len(kinds))
	for i, kind := range kinds {
		parts[i] = kind + " on " + placesOf(where[kind], states)
	}
	return strings.Join(parts, ", ")
}

func whatRuns(s kamal.RoleState) string {
	switch s.State {
	case kamal.StateNew:
		return fmt.Sprintf("version %s runs", s.Version.Short())
	case kamal.StateUnknown:
		return fmt.Sprintf("it is not known whether version %s runs", s.Version.Short())
	}
	switch {
	case s.Before != "":
		return fmt.Sprintf("version %s runs", s.Before.Short())
	case s.State == kamal.StateUntouched:
		return "what ran before runs"
	}
	return "nothing runs"
}

// placesOf names hosts, with their roles where one has others in another state.
func placesOf(of, all []kamal.RoleState) string {
	count := func(list []kamal.RoleState, h config.Host) (n int) {
		for _, s := range list {
			if s.Host == h {
				n++
			}
		}
		return n
	}
	var hosts []config.Host
	for _, s := range of {
		name := s.Host
		if count(of, s.Host) < count(all, s.Host) {
			name += config.Host(" (" + s.Role + ")")
		}
		if !slices.Contains(hosts, name) {
			hosts = append(hosts, name)
		}
	}
	return nameHosts(hosts)
}

func nameHosts(hosts []config.Host) string { return FewHosts(hosts, 5) }

// others are the parts of an error that have another reason than that the work was
// ended, or nil.
func (e *Interrupted) others(err error) error {
	switch x := err.(type) {
	case nil:
		return nil
	case *kamal.BootError:
		return e.others(x.Err)
	case *kamal.MoveError:
		return e.others(x.Err)
	case interface{ Unwrap() []error }:
		inner := x.Unwrap()
		if !isJoined(err, inner) {
			break
		}
		var left []error
		for _, i := range inner {
			if other := e.others(i); other != nil {
				left = append(left, other)
			}
		}
		return errors.Join(left...)
	}
	if e.isCut(err) {
		return nil
	}
	return err
}

// cutStatuses are those of programs that an interrupt, a SIGTERM, or the end of a
// terminal has ended, which they may have heard of before this one.
var cutStatuses = []int{129, 130, 143}

func (e *Interrupted) isCut(err error) bool {
	if errors.Is(err, context.Canceled) || e.Cause != nil && errors.Is(err, e.Cause) {
		return true
	}
	status, ok := kamal.ExitStatus(err)
	return ok && slices.Contains(cutStatuses, status)
}
