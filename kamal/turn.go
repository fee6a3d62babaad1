package kamal

import "context"

// turn lets goroutines do something that takes long one after the other. In
// contrast to a mutex, waiting for it ends with the context.
type turn chan struct{}

func newTurn() turn { return make(turn, 1) }

// take waits for the turn; without an error, give has to follow.
func (t turn) take(ctx context.Context) error {
	select {
	case t <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (t turn) give() { <-t }
