package screen

import (
	"slices"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// Course is how far a run has come, as its events tell: what an interruption met,
// and what became of the deploy lock.
type Course struct {
	// met is what did not get through: a step, a hook, or the wait for a lock.
	met string
	// kind is the step that it was, if it was one.
	kind kamal.Step
	// done are the hosts on which that step was through.
	done, hosts []config.Host
	finished    map[kamal.Step][]config.Host
	worked      bool
	lock        LockCourse
	lockHost    config.Host
}

// LockCourse is what became of the deploy lock in a run.
type LockCourse string

// What can become of it.
const (
	LockNotTaken LockCourse = ""
	LockHeld     LockCourse = "held"
	LockFree     LockCourse = "free"
)

// Event learns from an event.
func (c *Course) Event(e kamal.Event) {
	switch e := e.(type) {
	case kamal.StepStarted:
		c.worked = true
		if c.finished == nil {
			c.finished = map[kamal.Step][]config.Host{}
		}
		delete(c.finished, e.Step)
	case kamal.HostFinished:
		if c.finished != nil {
			c.finished[e.Step] = append(c.finished[e.Step], e.Host)
		}
	case kamal.StepFinished:
		if e.Err != nil && (c.met == "" || c.kind == readyHosts) {
			c.met, c.kind, c.hosts = e.Words, e.Step, e.Hosts
			c.done = slices.Clone(c.finished[e.Step])
		}
	case kamal.HookFinished:
		if e.Err != nil && c.met == "" {
			c.met = "running hook " + e.Hook
		}
	default:
		c.lockEvent(e)
	}
}

func (c *Course) lockEvent(e kamal.Event) {
	switch e := e.(type) {
	case kamal.LockAcquired:
		c.lock, c.lockHost, c.met = LockHeld, e.Host, ""
	case kamal.LockReleased:
		c.lock = LockFree
	case kamal.LockHeld:
		if e.Waiting && c.met == "" {
			c.met = "waiting for the deploy lock"
		}
	}
}

// Interruption is what an interruption met.
type Interruption struct {
	// Step is the step's name, and Doing says what was done; both may be empty.
	Step  kamal.Step `json:"step,omitempty"`
	Doing string     `json:"doing,omitempty"`
	// Done are the hosts on which the step was through, Left the others.
	Done []config.Host `json:"done,omitempty"`
	Left []config.Host `json:"left,omitempty"`
	// Lock is what became of the deploy lock.
	Lock LockCourse `json:"lock,omitempty"`
}

// Interruption gives what an interruption met.
func (c *Course) Interruption() Interruption {
	i := Interruption{Step: c.kind, Doing: c.met, Lock: c.lock}
	for _, h := range c.hosts {
		if slices.Contains(c.done, h) {
			i.Done = append(i.Done, h)
		} else {
			i.Left = append(i.Left, h)
		}
	}
	return i
}
