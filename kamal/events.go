package kamal

import (
	"time"

	"github.com/kamal-go/kamal/kamal/config"
)

// Event is something that happens during an operation: one of the types
// whose first field is a [Head]. Each callback that [WithEvents] adds gets them all; a terminal,
// a stream of JSON, a log file are consumers of the same events.
//
// Events come in order, never two at once, and all of them before the operation
// returns, which waits while a callback runs. A callback may begin operations of the
// same Deployer: what is told of those comes once the callback has returned, and until
// it has, the operation around it goes on. A callback that panics ends the operation as
// an interruption does; then the panic goes on in the caller of the operation.
//
// Texts in events have every known secret masked.
type Event interface {
	// At says when it happened, and where.
	At() Head
	with(Head) Event
}

// Head is what all events have.
type Head struct {
	Time time.Time
	// Host is the one that it is about: empty for this machine, and where it is about
	// no one host.
	Host config.Host
	// Step is the innermost step that it belongs to; empty outside of steps.
	Step Step
	// Command is the number of the command that it belongs to, so that [Printed] finds
	// its [CommandStarted]: in a run of a program they rise by one. Else it is zero.
	Command int
}

// At gives the head of the event that it is part of.
func (h Head) At() Head { return h }

// StepStarted is the beginning of a step of an operation.
type StepStarted struct {
	Head
	// Words say what is done, as "booting the app".
	Words string
	// Subject is what it is about, as the name of an accessory; most have none.
	Subject string
	// Hosts are those that it works on; none for a step on this machine.
	Hosts []config.Host
	// Group are the hosts that the hooks around it are about, where there is such a
	// group: those of a boot limit, or of a rolling reboot.
	Group []config.Host
}

// StepFinished is the end of a step.
type StepFinished struct {
	Head
	// Words, Subject, Hosts and Group are those of its [StepStarted].
	Words, Subject string
	Hosts, Group   []config.Host
	Took           time.Duration
	// Err is nil when all went well.
	Err error
}

// CommandStarted is a command that is being sent.
type CommandStarted struct {
	Head
	// Line is the command as shown, secrets redacted.
	Line string
	// Name says in few words what it is for, as "starting the container", or else
	// what it runs, as "docker container ls".
	Name string
	// Of is how many commands go to the host together with it, itself counted, and
	// Part which of them it is, from 1. Both are 0 for one that is sent alone.
	Part, Of int
}

// CommandFinished is a command that has ended.
type CommandFinished struct {
	Head
	Line string
	// Name, Part and Of are those of its [CommandStarted].
	Name     string
	Part, Of int
	Took     time.Duration
	Err      error
	// Optional says that a failure was expected to be possible and counts for
	// nothing.
	Optional bool
}

// Printed is a piece of what a command or hook prints, as it comes: whole lines,
// with their ends. A line longer than 64 KiB is cut there, and says so.
type Printed struct {
	Head
	Text   string
	Stderr bool
	// Live says that the piece belongs to a long command whose output is its
	// progress, such as a build, and is worth showing by default.
	Live bool
}

// HookStarted is a hook that begins to run.
type HookStarted struct {
	Head
	Hook string
}

// HookFinished is a hook that has ended.
type HookFinished struct {
	Head
	Hook string
	// Output is the end of what it printed.
	Output string
	Took   time.Duration
	Err    error
}

// Note is something worth knowing.
type Note struct {
	Head
	Text string
}

// Warning is something that may not be what was meant.
type Warning struct {
	Head
	Text string
}

// HostFailed is a host on which a step failed. The others finish the step.
type HostFailed struct {
	Head
	Err error
}

// HostFinished is a host on which a step is done.
type HostFinished struct{ Head }

// LockAcquired and LockReleased frame the time in which the lock is held.
type LockAcquired struct{ Head }

// LockReleasing says that the lock is about to be released. Whoever ends the
// process before [LockReleased], or the end of the operation, leaves it behind.
type LockReleasing struct{ Head }

// LockReleased is the end of the time in which the lock is held.
type LockReleased struct{ Head }

// LockHeld says that another holds the lock.
type LockHeld struct {
	Head
	Details string
	// Waiting says that the lock is going to be tried again.
	Waiting bool
}

// Deployed is the end of a deploy or a rollback that worked.
type Deployed struct {
	Head
	// Version is what the hosts run now.
	Version config.Version
	Hosts   []config.Host
	Took    time.Duration
}

func (e StepStarted) with(h Head) Event {
	e.Head, e.Words = h, h.Step.words(e.Subject)
	return e
}

func (e StepFinished) with(h Head) Event {
	e.Head, e.Words = h, h.Step.words(e.Subject)
	return e
}

func (e Deployed) with(h Head) Event        { e.Head = h; return e }
func (e CommandStarted) with(h Head) Event  { e.Head = h; return e }
func (e CommandFinished) with(h Head) Event { e.Head = h; return e }
func (e Printed) with(h Head) Event         { e.Head = h; return e }
func (e HookStarted) with(h Head) Event     { e.Head = h; return e }
func (e HookFinished) with(h Head) Event    { e.Head = h; return e }
func (e Note) with(h Head) Event            { e.Head = h; return e }
func (e Warning) with(h Head) Event         { e.Head = h; return e }
func (e HostFailed) with(h Head) Event      { e.Head = h; return e }
func (e HostFinished) with(h Head) Event    { e.Head = h; return e }
func (e LockAcquired) with(h Head) Event    { e.Head = h; return e }
func (e LockReleasing) with(h Head) Event   { e.Head = h; return e }
func (e LockReleased) with(h Head) Event    { e.Head = h; return e }
func (e LockHeld) with(h Head) Event        { e.Head = h; return e }
