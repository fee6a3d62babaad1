package otel

import (
	"slices"
	"sync"
)

// batchSize is how many records are posted at once at most.
const batchSize = 100

// queueLimit is how much memory waiting items may take, about, in bytes.
const queueLimit = 16 << 20

// item is what is posted in batches: log records, or spans.
type item interface {
	// size is how much memory it takes, about.
	size() int
}

// queue holds the items that wait to be posted.
type queue[T item] struct {
	// full gets something when there are enough items for a batch.
	full chan struct{}

	mu      sync.Mutex
	items   []T
	size    int
	closed  bool
	dropped bool
}

func newQueue[T item]() *queue[T] { return &queue[T]{full: make(chan struct{}, 1)} }

// add adds an item at the end, unless there are too many.
func (q *queue[T]) add(r T) {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.closed:
		return
	case q.size+r.size() > queueLimit:
		q.dropped = true
		return
	}
	q.items = append(q.items, r)
	q.size += r.size()
	if len(q.items) >= batchSize {
		select {
		case q.full <- struct{}{}:
		default:
		}
	}
}

// close adds the last item of all, at the end of the first batch: it is the one
// that should get through when there is no time for all.
func (q *queue[T]) close(last T) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items = slices.Insert(q.items, min(len(q.items), batchSize-1), last)
	q.size += last.size()
	q.closed = true
}

// take takes a batch from the front, or nothing if there are less than least.
func (q *queue[T]) take(least int) []T {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) < least {
		return nil
	}
	batch := slices.Clone(q.items[:min(len(q.items), batchSize)])
	clear(q.items[:len(batch)]) // frees their texts
	q.items = q.items[len(batch):]
	for _, r := range batch {
		q.size -= r.size()
	}
	return batch
}

// putBack puts items to the front.
func (q *queue[T]) putBack(batch []T) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items = slices.Concat(batch, q.items)
	for _, r := range batch {
		q.size += r.size()
	}
}

// lost reports whether an item was left out since it was asked last.
func (q *queue[T]) lost() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	dropped := q.dropped
	q.dropped = false
	return dropped
}
