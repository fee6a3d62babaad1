package kamal

import (
	"time"

	"github.com/kamal-go/kamal/kamal/config"
)

// Event is something that happens during an operation: one of the types of
// this file. Each callback that [WithEvents] adds gets them all; a terminal,
// a stream of JSON, a log file are consumers of the same events. Callbacks are
// never called by two goroutines at once, and hold up the operation while they run.
//
// Texts in events have every known secret masked.
type Event interface{ event() }

// StepStarted is the beginning of a step of an operation.
type StepStarted struct {
	// Step says what is done, as "booting the app".
	Step string
	// Hosts are those that it works on; none for a step on this machine.
	Hosts []config.Host
}

// StepFinished is the end of a step.
type StepFinished struct {
	Step string
	Took time.Duration
	// Err is nil when all went well.
	Err error
}

// CommandStarted is a command that is being sent. Host is empty on this machine.
type CommandStarted struct {
	Host config.Host
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
	Host config.Host
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

// Output is a piece of what a command or hook prints, as it comes: whole lines,
// with their ends. A line longer than 64 KiB is cut there, and says so.
type Output struct {
	Host   config.Host
	Text   string
	Stderr bool
	// Live says that the piece belongs to a long command whose output is its
	// progress, such as a build, and is worth showing by default.
	Live bool
}

// HookStarted is a hook that begins to run.
type HookStarted struct{ Hook string }

// HookFinished is a hook that has ended.
type HookFinished struct {
	Hook string
	// Output is the end of what it printed.
	Output string
	Took   time.Duration
	Err    error
}

// Note is something worth knowing. Host is empty when it is about no one host.
type Note struct {
	Host config.Host
	Text string
}

// Warning is something that may not be what was meant.
type Warning struct {
	Host config.Host
	Text string
}

// HostFailed is a host on which a step failed. The others finish the step.
type HostFailed struct {
	Host config.Host
	Err  error
}

// HostFinished is a host on which a step is done.
type HostFinished struct{ Host config.Host }

// LockAcquired and LockReleased frame the time in which the lock is held.
type LockAcquired struct{ Host config.Host }

// LockReleasing says that the lock is about to be released. Whoever ends the
// process before [LockReleased], or the end of the operation, leaves it behind.
type LockReleasing struct{ Host config.Host }

// LockReleased is the end of the time in which the lock is held.
type LockReleased struct{ Host config.Host }

// LockHeld says that another holds the lock.
type LockHeld struct {
	Host    config.Host
	Details string
	// Waiting says that the lock is going to be tried again.
	Waiting bool
}

// Deployed is the end of a deploy or a rollback that worked.
type Deployed struct {
	// Version is what the hosts run now.
	Version config.Version
	Hosts   []config.Host
	Took    time.Duration
}

func (Deployed) event()        {}
func (StepStarted) event()     {}
func (StepFinished) event()    {}
func (CommandStarted) event()  {}
func (CommandFinished) event() {}
func (Output) event()          {}
func (HookStarted) event()     {}
func (HookFinished) event()    {}
func (Note) event()            {}
func (Warning) event()         {}
func (HostFailed) event()      {}
func (HostFinished) event()    {}
func (LockAcquired) event()    {}
func (LockReleasing) event()   {}
func (LockReleased) event()    {}
func (LockHeld) event()        {}
