package kamal

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/kamal-go/kamal/kamal/config"
)

// On a host that was just lost, all cleaning up together gets lostLimit, for the
// connection may come back, and each part of it at least lostLeast.
const (
	lostLimit = 5 * time.Second
	lostLeast = time.Second
)

// lostHosts are the hosts that could not be reached lately.
type lostHosts struct {
	mu    sync.Mutex
	hosts map[config.Host]*lostHost
}

type lostHost struct{ cleaning time.Time }

// note takes note of how a command ended: with an answer, or with the host out of
// reach.
func (l *lostHosts) note(h config.Host, answered bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if answered {
		delete(l.hosts, h)
	} else if l.hosts[h] == nil {
		l.hosts[h] = &lostHost{}
	}
}

func (l *lostHosts) has(h config.Host) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.hosts[h] != nil
}

// limit is how long cleaning up on a host may take now, of what it may take
// otherwise.
func (l *lostHosts) limit(h config.Host, otherwise time.Duration) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	lost := l.hosts[h]
	if lost == nil {
		return otherwise
	}
	if lost.cleaning.IsZero() {
		lost.cleaning = time.Now()
	}
	return min(otherwise, max(lostLimit-time.Since(lost.cleaning), lostLeast))
}

// isSpent reports whether a lost host had all its time for cleaning up.
func (l *lostHosts) isSpent(h config.Host) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	lost := l.hosts[h]
	return lost != nil && !lost.cleaning.IsZero() && time.Since(lost.cleaning) >= lostLimit
}

// noteAnswer notes whether a command's host could be reached. A command that was
// ended from here tells nothing of its host.
func (eng *engine) noteAnswer(ctx context.Context, h config.Host, err error) {
	if h != here && (err == nil || exited(err) || ctx.Err() == nil) {
		eng.run.lost.note(h, err == nil || exited(err))
	}
}

// isLost reports whether a host could not be reached when it was last tried.
func (eng *engine) isLost(h config.Host) bool { return eng.run.lost.has(h) }

// cleanupOn is cleanup for work on one host, which takes at most limit, and not
// nearly that long where the host was just lost.
func (eng *engine) cleanupOn(ctx context.Context, h config.Host, limit time.Duration) (context.Context, context.CancelFunc) {
	return cleanupWithin(ctx, eng.run.lost.limit(h, limit))
}

// lockLeftError is a lock that could not be released, for its host was lost.
type lockLeftError struct {
	host config.Host
	err  error
}

func (e *lockLeftError) Error() string {
	return fmt.Sprintf("the deploy lock is left behind on %s, which can't be reached: "+
		"the next deploy from this machine takes it over at once, one from another after two minutes", e.host)
}

func (e *lockLeftError) Unwrap() error { return e.err }
