package otel

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// carrier posts the items of one kind in the background.
type carrier[T item] struct {
	queue    *queue[T]
	poster   poster
	interval time.Duration
	payload  func([]T) any
	// trouble is told of the first error, if it is set.
	trouble func(error)

	closing, done chan struct{}
	failed        error // the first; it may be read when done is closed
}

func newCarrier[T item](p poster, interval time.Duration, payload func([]T) any) *carrier[T] {
	return &carrier[T]{
		queue: newQueue[T](), poster: p, interval: interval, payload: payload,
		closing: make(chan struct{}), done: make(chan struct{}),
	}
}

// close lets ship end, after the last item.
func (c *carrier[T]) close(last T) {
	c.queue.close(last)
	close(c.closing)
}

// ship posts items until the run is over.
func (c *carrier[T]) ship(ctx context.Context) {
	defer close(c.done)
	defer c.poster.close()
	tick := time.NewTicker(c.interval)
	defer tick.Stop()
	for well := true; ; {
		select {
		case <-c.queue.full:
			// A collector in trouble gets its time.
			if well {
				well = c.send(ctx, batchSize)
			}
		case <-tick.C:
			well = c.send(ctx, 1)
		case <-c.closing:
			c.send(ctx, 1)
			return
		}
	}
}

// send posts items as long as there are at least so many. It reports whether the
// collector takes them.
func (c *carrier[T]) send(ctx context.Context, least int) bool {
	for {
		batch := c.queue.take(least)
		if len(batch) == 0 {
			return true
		}
		err := c.poster.send(ctx, c.payload(batch))
		refused, ok := errors.AsType[*refusedError](err)
		if ok && refused.unknown && c.poster.signal == traces {
			continue // not every collector wants spans
		}
		c.tell(err)
		if err != nil && !ok {
			c.queue.putBack(batch)
			return false
		}
		if c.queue.lost() {
			c.tell(fmt.Errorf("the collector of %s is too slow: some are lost", c.poster.name))
		}
	}
}

// tell tells the first error.
func (c *carrier[T]) tell(err error) {
	if err == nil || c.failed != nil {
		return
	}
	c.failed = err
	if c.trouble != nil {
		c.trouble(err)
	}
}
