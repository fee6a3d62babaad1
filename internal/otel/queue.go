package otel

import (
	"slices"
	"sync"
)

// batchSize is how many records are posted at once at most.
const batchSize = 100

// queueLimit is how much memory waiting records may take, about, in bytes.
const queueLimit = 16 << 20

// queue holds the records that wait to be posted.
type queue struct {
	// full gets something when there are enough records for a batch.
	full chan struct{}

	mu      sync.Mutex
	records []record
	size    int
	closed  bool
	dropped bool
}

func newQueue() *queue { return &queue{full: make(chan struct{}, 1)} }

// add adds a record at the end, unless there are too many.
func (q *queue) add(r record) {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.closed:
		return
	case q.size+r.size() > queueLimit:
		q.dropped = true
		return
	}
	q.records = append(q.records, r)
	q.size += r.size()
	if len(q.records) >= batchSize {
		select {
		case q.full <- struct{}{}:
		default:
		}
	}
}

// close adds the last record of all, at the end of the first batch: it is the one
// that should get through when there is no time for all.
func (q *queue) close(last record) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.records = slices.Insert(q.records, min(len(q.records), batchSize-1), last)
	q.size += last.size()
	q.closed = true
}

// take takes a batch from the front, or nothing if there are less than least.
func (q *queue) take(least int) []record {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.records) < least {
		return nil
	}
	batch := slices.Clone(q.records[:min(len(q.records), batchSize)])
	clear(q.records[:len(batch)]) // frees their texts
	q.records = q.records[len(batch):]
	for _, r := range batch {
		q.size -= r.size()
	}
	return batch
}

// putBack puts records to the front.
func (q *queue) putBack(batch []record) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.records = slices.Concat(batch, q.records)
	for _, r := range batch {
		q.size += r.size()
	}
}

// lost reports whether a record was left out since it was asked last.
func (q *queue) lost() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	dropped := q.dropped
	q.dropped = false
	return dropped
}
