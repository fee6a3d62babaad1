package kamal

import (
	"context"
	"time"
)

// A lock that stayed as it is for staleLock has nobody who holds it. One whose last
// beat is that old by the clocks, which may differ, only has to stay as it is for
// watchTime.
const (
	staleLock = 2 * time.Minute
	watchTime = 40 * time.Second
)

// lockWatch is what was seen of a lock that another holds.
type lockWatch struct {
	details string
	theirs  lockDetails
	beats   bool      // its holder would beat if it lived
	since   time.Time // by the clock here
	changed bool      // the holder was seen to live
	told    bool
}

// see takes note of what the lock says now.
func (w *lockWatch) see(details string) {
	seen := !w.since.IsZero()
	if seen && details == w.details {
		return
	}
	theirs, beats := parseLockDetails(details)
	*w = lockWatch{details: details, theirs: theirs, beats: beats, since: time.Now(), changed: seen, told: w.told}
}

// patience is how much longer the lock has to stay as it is until it is certain
// that nobody holds it. A lock that a person or an older program took never is.
func (w *lockWatch) patience() (left time.Duration, mayEnd bool) {
	switch {
	case w.details != "" && !w.beats:
		return 0, false
	case w.beats && w.theirs.holder.isGone():
		return 0, true
	}
	watched := time.Since(w.since)
	left = staleLock - watched
	if w.beats && !w.changed {
		left = min(left, max(staleLock-time.Since(w.theirs.beat), watchTime-watched))
	}
	return max(left, 0), true
}

// isOver reports whether it is certain that nobody holds the lock.
func (w *lockWatch) isOver() bool {
	left, mayEnd := w.patience()
	return mayEnd && left == 0
}

// isSuspect reports whether the holder seems to be gone, by the clocks, and was
// not seen to live since.
func (w *lockWatch) isSuspect() bool {
	return w.beats && !w.changed && time.Since(w.theirs.beat) >= staleLock && !w.isOver()
}

// firstSuspected reports, once, that nobody was told yet.
func (w *lockWatch) firstSuspected() bool {
	first := !w.told
	w.told = true
	return first
}

// takeOver makes a lock that nobody holds one's own. It fails to where another was
// quicker.
func (l Lock) takeOver(ctx context.Context, details, mine string) (taken bool, err error) {
	_, err = l.ask(ctx, l.spec.primaryHost, l.lockCommands().TakeOver(details, mine))
	if exited(err) {
		return false, nil
	}
	if err != nil {
		l.abandon(ctx, mine)
		return false, l.takingLock(err)
	}
	l.warn(ctx, "took over the deploy lock on %s, whose holder is gone:\n%s", l.spec.primaryHost, shownDetails(details))
	l.emit(ctx, l.spec.primaryHost, LockAcquired{})
	return true, nil
}
