package kamal

import (
	"context"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

// LockState is what is known of the deploy lock. What a lock doesn't say stays
// empty: one that was taken by hand has no holder.
type LockState struct {
	// Held reports whether somebody holds it.
	Held bool
	// Details are all that the lock says, for people.
	Details string
	// LockedBy is who took it, at LockedAt.
	LockedBy string
	LockedAt time.Time
	// Version is that of the app which was to be deployed.
	Version config.Version
	Message string
	// Holder is the process that holds it, which said so last at Heartbeat.
	Holder    string
	Heartbeat time.Time
}

// Status gives the state of the lock.
func (l Lock) Status(ctx context.Context) (LockState, error) {
	if err := l.made(); err != nil {
		return LockState{}, err
	}
	out, err := l.ask(ctx, l.spec.primaryHost, l.lockCommands().Status())
	lock := hostcmd.ParseLock(out)
	if err != nil || !lock.Held {
		return LockState{}, err
	}
	return lockState(shownDetails(lock.Details)), nil
}

// lockState takes the details of a lock apart. The first line of a kind counts:
// what follows may be a message of several lines.
func lockState(details string) LockState {
	said := map[string]string{}
	for line := range strings.Lines(details) {
		title, text, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if _, again := said[title]; ok && !again {
			said[title] = text
		}
	}
	by, at, _ := strings.Cut(said["Locked by"], " at ")
	s := LockState{
		Held: true, Details: details, LockedBy: by, Version: config.Version(said["Version"]), Message: said["Message"], Holder: said["Holder"],
	}
	s.LockedAt, _ = time.Parse(time.RFC3339, at) // zero, where it is none
	s.Heartbeat, _ = time.Parse(time.RFC3339, said["Heartbeat"])
	return s
}

// warnPart warns of a lock that will be needed and is held by another.
func (l Lock) warnPart(ctx context.Context) part {
	return part{cmd: l.lockCommands().Status(), ask: func(out string) error {
		if state := hostcmd.ParseLock(out); state.Held {
			l.emit(ctx, l.spec.primaryHost, Warning{Text: l.mask("the deploy lock is held, and needed once the image is built:\n" + shownDetails(state.Details))})
		}
		return nil
	}}
}
