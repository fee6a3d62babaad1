package sshx

import (
	"context"
	"fmt"
	"time"
)

// ended is the error of a context that is over, with its cause if it has one.
func ended(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if cause == err || cause == nil {
		return err
	}
	return fmt.Errorf("%w: %w", err, cause)
}

// pause waits, unless the context ends before.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ended(ctx)
	}
}
