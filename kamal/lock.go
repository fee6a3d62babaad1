package kamal

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// automaticMessage marks a lock that a command takes by itself. Kamal knows
// such locks by this text.
const automaticMessage = "Automatic deploy lock"

// The default limits of [LockWait].
const (
	defaultLockWaitTimeout  = 15 * time.Minute
	defaultLockWaitInterval = 15 * time.Second
)

// LockWait says what to do when another holds the lock. The zero value fails
// at once.
type LockWait struct {
	// Wait tries again, unless a person took the lock by hand.
	Wait bool
	// Timeout is how long, a quarter of an hour unless it says otherwise, and Interval
	// how often, every 15 seconds.
	Timeout, Interval time.Duration
}

// LockedError is a lock that another holds.
type LockedError struct {
	Host config.Host
	// Details say who holds it, since when, and why.
	Details string
	// ByHand says that a person took it: nothing but [Lock.Release] ends
	// it, and nobody waits for that.
	ByHand bool
	// Waited is how long it was waited for.
	Waited time.Duration
}

// Error gives the host and the holder.
func (e *LockedError) Error() string {
	text := "the deploy lock is held on " + string(e.Host)
	if e.Waited > 0 {
		text += fmt.Sprintf(", after waiting for %s", e.Waited.Round(time.Second))
	}
	if e.Details != "" {
		text += ":\n" + e.Details
	}
	return text
}

// hold runs fn while the lock is held, and releases it whatever becomes of
// fn, also when ctx is cancelled. When the lock is held already, by an operation
// around this one or by the process that called this one from a hook, fn just
// runs.
func (l Lock) hold(ctx context.Context, fn func(context.Context) error) error {
	return l.holdAfter(ctx, func(context.Context, partsFunc) error { return nil },
		func(ctx context.Context, _ partsFunc) error { return fn(ctx) })
}

// lockKey is for the lock of one Deployer: its hooks may call another.
type lockKey struct{ *run }

// holdsLock reports whether the lock is held by an operation around this one, or
// by the process that called this one from a hook.
func (eng *engine) holdsLock(ctx context.Context) bool {
	held, _ := ctx.Value(lockKey{eng.run}).(bool)
	return held || slices.Contains(eng.cfg.Environ, "KAMAL_LOCK=true")
}

// makeRunDirectories makes the folder for everything that is kept on a host, but
// on the primary host, where taking the lock does.
func (l Lock) makeRunDirectories(ctx context.Context, hosts []config.Host) error {
	return l.each(ctx, hosts, func(ctx context.Context, h config.Host) error {
		return l.send(ctx, h, hostcmd.Server{Config: l.cfg}.MakeRunDirectory())
	})
}

func (l Lock) otherHosts() []config.Host {
	return filter(l.specifics().hosts, func(h config.Host) bool { return h != l.spec.primaryHost })
}

// await tries for the lock until it has it, or there is no more waiting for whoever
// holds it: first is the try to begin with.
func (l Lock) await(ctx context.Context, mine *lockDetails, first lockTry) error {
	var watch lockWatch
	began, wait := time.Now(), l.lockWait.withDefaults()
	told := false
	for try := first; ; try = l.tryLock {
		state, err := try(ctx, mine)
		if err != nil || !state.Held {
			return err
		}
		watch.see(state.Details)
		if watch.isOver() {
			if taken, err := l.takeOver(ctx, state.Details, mine.String()); taken || err != nil {
				return err
			}
		}
		waiting := wait.Wait && !takenByHand(state.Details) && time.Since(began)+wait.Interval <= wait.Timeout
		if waiting && !told {
			told = true
			l.emit(ctx, l.spec.primaryHost, LockHeld{Details: shownDetails(state.Details), Waiting: true})
		}
		if !waiting && !watch.isSuspect() {
			return l.lockedError(ctx, state, time.Since(began))
		}
		if err := pause(ctx, l.untilNextTry(ctx, &watch, waiting, wait.Interval)); err != nil {
			return err
		}
	}
}

// untilNextTry is how long to wait: no longer than it takes to be sure that the
// holder is gone. Without waiting for the lock, only that is waited for.
func (l Lock) untilNextTry(ctx context.Context, watch *lockWatch, waiting bool, interval time.Duration) time.Duration {
	left, mayEnd := watch.patience()
	if watch.isSuspect() && watch.firstSuspected() {
		l.warn(ctx, "the holder of the deploy lock on %s gave no sign of life for %s: taking it over unless there is one within %s\n%s",
			l.spec.primaryHost, time.Since(watch.theirs.beat).Round(time.Second), left.Round(time.Second), shownDetails(watch.details))
	}
	switch {
	case !mayEnd || left == 0:
		return interval
	case !waiting:
		return left
	}
	return min(interval, left)
}

// lockedError tells that another holds the lock.
func (l Lock) lockedError(ctx context.Context, state hostcmd.LockState, waited time.Duration) error {
	e := &LockedError{
		Host: l.spec.primaryHost, Details: shownDetails(state.Details),
		ByHand: takenByHand(state.Details), Waited: waited.Truncate(time.Second),
	}
	l.emit(ctx, e.Host, LockHeld{Details: e.Details})
	return e
}

// takenByHand reports whether a person took a lock. One without details is just
// being taken or released.
func takenByHand(details string) bool {
	return details != "" && !strings.Contains(details, automaticMessage)
}

// lockTry tries once to take the lock, and says who holds it otherwise.
type lockTry func(context.Context, *lockDetails) (hostcmd.LockState, error)

func (l Lock) tryLock(ctx context.Context, mine *lockDetails) (hostcmd.LockState, error) {
	mine.beat = time.Now()
	return l.tryWith(ctx, mine.String())
}

func (l Lock) tryWith(ctx context.Context, details string) (hostcmd.LockState, error) {
	out, err := l.ask(ctx, l.spec.primaryHost, l.lockCommands().Acquire(details))
	if exited(err) {
		// One that is released at that very moment could not be taken and is not held.
		out, err = l.ask(ctx, l.spec.primaryHost, l.lockCommands().Acquire(details))
	}
	if err != nil {
		if !exited(err) {
			l.abandon(ctx, details)
		}
		return hostcmd.LockState{}, l.takingLock(err)
	}
	return l.answered(ctx, out), nil
}

// answered reads what the host said to a try.
func (l Lock) answered(ctx context.Context, out string) hostcmd.LockState {
	state := hostcmd.ParseLock(out)
	if !state.Held {
		l.emit(ctx, l.spec.primaryHost, LockAcquired{})
	}
	return state
}

func (l Lock) takingLock(err error) error {
	return fmt.Errorf("taking the deploy lock on %s: %w", l.spec.primaryHost, err)
}

// unmadeTime is how long a lock without details may be one that is just being made.
const unmadeTime = 5 * time.Second

// abandon releases a lock that may have been taken when the command for it was
// cut off.
func (l Lock) abandon(ctx context.Context, details string) {
	l.emit(ctx, l.spec.primaryHost, LockReleasing{})
	// The error that led here is the one to tell.
	err := l.cleaningUp(ctx, l.lockCommands().ReleaseIf(details))
	if exited(err) && l.isUnmade(ctx) && pause(context.WithoutCancel(ctx), unmadeTime) == nil {
		_ = l.cleaningUp(ctx, l.lockCommands().ReleaseEmpty())
	}
}

// isUnmade reports whether there is a lock without details.
func (l Lock) isUnmade(ctx context.Context) bool {
	ctx, cancel := l.cleanupOn(ctx, l.spec.primaryHost, cleanupLimit)
	defer cancel()
	out, err := l.ask(ctx, l.spec.primaryHost, l.lockCommands().Status())
	state := hostcmd.ParseLock(out)
	return err == nil && state.Held && state.Details == ""
}

// cleaningUp runs a command for the lock whatever became of ctx.
func (l Lock) cleaningUp(ctx context.Context, cmd commands.Cmd) error {
	ctx, cancel := l.cleanupOn(ctx, l.spec.primaryHost, cleanupLimit)
	defer cancel()
	return l.send(ctx, l.spec.primaryHost, cmd)
}

// A release is tried this often, for a lost connection may come back.
const (
	releaseAttempts = 3
	releasePause    = 2 * time.Second
)

// release releases the lock that has one of these details, unless it is lost, which
// says that it may be released already.
func (l Lock) release(ctx context.Context, possible []lockDetails, lost bool) error {
	host := l.spec.primaryHost
	ctx, cancel := cleanup(ctx)
	defer cancel()
	for attempt := 1; ; attempt++ {
		err := l.cleaningUp(ctx, anyOf(possible, l.lockCommands().ReleaseIf))
		if lost && exited(err) {
			err = nil // an attempt before came through, and only its answer was lost
		}
		lost = lost || !exited(err)
		if err == nil {
			l.emit(ctx, host, LockReleased{})
			return nil
		}
		if attempt == releaseAttempts || l.run.lost.isSpent(host) || pause(ctx, releasePause) != nil {
			if l.isLost(host) {
				return &lockLeftError{host, err}
			}
			return fmt.Errorf("releasing the deploy lock: %w", err)
		}
	}
}

func (eng *engine) lockCommands() hostcmd.Lock { return hostcmd.Lock{Config: eng.cfg} }

// Acquire takes the lock by hand, with a message for others. It never waits:
// a held lock is a [LockedError].
func (l Lock) Acquire(ctx context.Context, message string) error {
	if err := l.makeRunDirectories(ctx, l.otherHosts()); err != nil {
		return err
	}
	mine := l.lockedBy(ctx, message)
	state, err := l.tryWith(ctx, mine)
	if err != nil || !state.Held {
		return err
	}
	if theirs, ok := parseLockDetails(state.Details); ok && theirs.holder.isGone() {
		if taken, err := l.takeOver(ctx, state.Details, mine); taken || err != nil {
			return err
		}
	}
	return l.lockedError(ctx, state, 0)
}

// Release releases the lock, whoever holds it. It reports whether there was
// one.
func (l Lock) Release(ctx context.Context) (released bool, err error) {
	if err := l.made(); err != nil {
		return false, err
	}
	out, err := l.ask(ctx, l.spec.primaryHost, l.lockCommands().Release())
	return err == nil && !hostcmd.ParseLock(out).Free, err
}

// lockedBy gives the three lines that every lock's details begin with.
func (l Lock) lockedBy(ctx context.Context, message string) string {
	return fmt.Sprintf("Locked by: %s at %s\nVersion: %s\nMessage: %s",
		l.userName(ctx), timestamp(time.Now()), l.versionOrConfigured(), message)
}

func (l Lock) automaticLock(ctx context.Context) lockDetails {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	holder := ownProcess()
	holder.lock = ownLocks.take()
	return lockDetails{
		head: l.lockedBy(ctx, automaticMessage), host: host, pid: os.Getpid(), holder: holder, beat: time.Now(),
	}
}

func (w LockWait) withDefaults() LockWait {
	w.Timeout = orElse(w.Timeout, defaultLockWaitTimeout)
	w.Interval = orElse(w.Interval, defaultLockWaitInterval)
	return w
}

func orElse(t, otherwise time.Duration) time.Duration {
	if t > 0 {
		return t
	}
	return otherwise
}
