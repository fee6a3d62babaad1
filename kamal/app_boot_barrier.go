package kamal

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// errBarrierClosed is why a role is not booted when the primary role failed.
var errBarrierClosed = errors.New("not booted, for the primary role did not come up")

// barrier holds back the other roles until a container of the primary role is
// healthy, anywhere. The first primary container to finish decides.
type barrier struct {
	once   sync.Once
	passed chan struct{}
	err    error
}

func newBarrier() *barrier { return &barrier{passed: make(chan struct{})} }

// open lets the waiting roles go on; close makes them fail. Whichever comes
// first counts, and reports true.
func (b *barrier) open() bool  { return b.decide(nil) }
func (b *barrier) close() bool { return b.decide(errBarrierClosed) }

func (b *barrier) decide(err error) (first bool) {
	if b == nil {
		return false
	}
	b.once.Do(func() {
		b.err, first = err, true
		close(b.passed)
	})
	return first
}

// wait waits for the decision, at most for limit. After an interruption no role is
// to blame.
func (b *barrier) wait(ctx context.Context, limit time.Duration) error {
	if b == nil {
		return nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit,
		fmt.Errorf("no container of the primary role was healthy within %s", limit))
	defer cancel()
	select {
	case <-b.passed:
		if b.err != nil && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return b.err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
