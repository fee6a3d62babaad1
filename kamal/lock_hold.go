package kamal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

// holdAfter is hold for work that is preceded by work without the lock. What comes
// before may send the parts that it is given to hosts together with its last ones, and
// has taken the lock by that; where it does not, the lock is taken after it. The parts
// are nil where the lock is held already. Findings are forgotten where another held it.
//
// What fn gets may go with the last that it sends to hosts, and has given the lock back
// by that; it is nil where the lock is held on.
func (l Lock) holdAfter(ctx context.Context, before func(context.Context, partsFunc) error, fn func(context.Context, partsFunc) error) error {
	if err := l.made(); err != nil {
		return err
	}
	if l.spec.primaryHost == "" || l.holdsLock(ctx) {
		if err := before(ctx, nil); err != nil {
			return err
		}
		return fn(ctx, nil)
	}
	if err := l.heldAround(ctx); err != nil {
		return err
	}
	return l.operate(ctx, func(ctx context.Context) (err error) {
		h := &hold{Lock: l}
		h.beat = func() func() []lockDetails { return l.heartbeat(ctx, *h.mine) }
		defer func() { err = errors.Join(err, h.end(ctx)) }() // also when fn panics
		if err := before(ctx, h.parts); err != nil {
			return err
		}
		if err := h.begin(ctx); err != nil {
			return err
		}
		l.run.holding.Add(1)
		defer l.run.holding.Add(-1)
		return fn(context.WithValue(ctx, lockKey{l.run}, true), h.last)
	})
}

// heldAround is an error where a hook waited for a lock that the operation around it
// holds: the hook has a context of its own, which does not say so.
func (l Lock) heldAround(ctx context.Context) error {
	hooks := l.run.delivery.hooksAround(ctx)
	if len(hooks) == 0 || l.run.holding.Load() == 0 {
		return nil
	}
	return fmt.Errorf("%w: hook %q called the Deployer with a context of its own, while the operation around it holds the deploy lock: "+
		"pass on the context that the hook got", ErrUsage, hooks[len(hooks)-1])
}

// hold is the lock of one operation, from the first try to its release.
type hold struct {
	Lock
	mine  *lockDetails       // nil as long as it was not tried
	state *hostcmd.LockState // what the first try met, if it was made
	cut   bool               // whether the first try took the lock is not known
	beat  func() (stop func() []lockDetails)
	stop  func() []lockDetails // while it is held
	tried []lockDetails        // what it may say, if a release of it is not known to have worked
	lost  bool                 // whether that one worked is not known
	mu    sync.Mutex
	ready []config.Host // other hosts that have their folder
}

// parts make a host ready: the primary host for the first try to take the lock.
func (h *hold) parts(ctx context.Context, on config.Host) []part {
	if on != h.spec.primaryHost {
		return []part{{cmd: hostcmd.Server{Config: h.cfg}.MakeRunDirectory(), ask: func(string) error {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.ready = append(h.ready, on)
			return nil
		}}}
	}
	h.prepare(ctx)
	return []part{{
		cmd: h.lockCommands().Acquire(h.mine.String()),
		ask: func(out string) error {
			state := h.answered(ctx, out)
			h.state = &state
			if !state.Held {
				h.stop = h.beat()
			}
			return nil
		},
		failed: func(_ string, err error) error {
			if exited(err) {
				return nil // as one that is released at that moment: begin tries again
			}
			h.cut = true
			return h.takingLock(err)
		},
		unknown: func() { h.cut = true },
	}}
}

func (h *hold) prepare(ctx context.Context) {
	if h.mine == nil {
		mine := h.automaticLock(ctx)
		h.mine = &mine
	}
}

// begin takes the lock, waits for it, or takes it over from a holder who is gone, unless
// it is taken already.
func (h *hold) begin(ctx context.Context) error {
	folders := aside(func() error {
		return h.makeRunDirectories(ctx, filter(h.otherHosts(), func(o config.Host) bool { return !slices.Contains(h.ready, o) }))
	})
	if h.stop == nil {
		if h.progress != nil {
			h.progress.forget(h.spec.hosts...)
		}
		h.prepare(ctx)
		if err := h.await(ctx, h.mine, h.firstTry()); err != nil {
			return errors.Join(err, folders())
		}
		h.stop = h.beat()
	}
	return folders()
}

// firstTry gives what is known already.
func (h *hold) firstTry() lockTry {
	if h.state == nil {
		return h.tryLock
	}
	return func(context.Context, *lockDetails) (hostcmd.LockState, error) { return *h.state, nil }
}

// quietLimit bounds what goes to the primary host before a release in the same command,
// for the lock is not renewed any more then.
const quietLimit = staleLock / 2

// last gives the lock back, on the host that has it. If that is not known to have
// worked, end tries again.
func (h *hold) last(ctx context.Context, on config.Host) []part {
	if on != h.spec.primaryHost {
		return nil
	}
	h.tried, h.stop = h.stop(), nil
	h.emit(ctx, on, LockReleasing{})
	return []part{{
		cmd:   anyOf(h.tried, h.lockCommands().ReleaseIf),
		limit: cleanupLimit,
		ask: func(string) error {
			h.tried = nil
			h.emit(ctx, on, LockReleased{})
			return nil
		},
		failed: func(_ string, err error) error {
			h.lost = !exited(err)
			return nil
		},
		unknown: func() { h.lost = true },
	}}
}

// end releases the lock.
func (h *hold) end(ctx context.Context) error {
	if h.mine != nil {
		defer ownLocks.giveUp(h.mine.holder.lock)
	}
	switch {
	case h.stop != nil:
		h.emit(ctx, h.spec.primaryHost, LockReleasing{})
		return h.release(ctx, h.stop(), false)
	case h.tried != nil:
		return h.release(ctx, h.tried, h.lost)
	case h.cut:
		h.abandon(ctx, h.mine.String())
	}
	return nil
}
