package kamal

import "context"

// exclusive lets goroutines do something that takes long one after the other. In
// contrast to a mutex, waiting for it ends with the context.
type exclusive chan struct{}

func newExclusive() exclusive { return make(exclusive, 1) }

// take waits until nobody else has it; without an error, give has to follow.
func (t exclusive) take(ctx context.Context) error {
	select {
	case t <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (t exclusive) give() { <-t }
