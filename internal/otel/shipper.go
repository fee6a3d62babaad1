package otel

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/kamal-go/kamal/internal/journal"
	"github.com/kamal-go/kamal/kamal"
)

// The limits of time.
const (
	// DefaultInterval is the longest that a record waits for being posted.
	DefaultInterval = 5 * time.Second
	// DefaultConnectTimeout is how long a connection may take.
	DefaultConnectTimeout = 2 * time.Second
	// DefaultReadTimeout is how long an answer may take.
	DefaultReadTimeout = 5 * time.Second
	// DefaultCloseTimeout is how long the end of a run waits for the collector.
	DefaultCloseTimeout = 5 * time.Second
)

var errNoTime = errors.New("the run is over, and the collector took too long")

// Options say what to ship where.
type Options struct {
	// Endpoint is the collector's address; /v1/logs and /v1/traces are added to its path.
	Endpoint string
	// Run describes the run.
	Run journal.Run
	// Trouble is told of the first trouble with the collector, from a goroutine of
	// the Shipper. It is not called again, nor after [Shipper.Close] has returned.
	Trouble func(error)
	// Transport carries requests; nil is HTTP with the limits of time below.
	Transport http.RoundTripper
	// Interval, ConnectTimeout, ReadTimeout and CloseTimeout replace the defaults;
	// zero is the default.
	Interval, ConnectTimeout, ReadTimeout, CloseTimeout time.Duration
}

// Shipper posts the log records and the spans of a run. It is made by [New], and has
// to be closed. Its methods may be called by several goroutines at once.
type Shipper struct {
	run          journal.Run
	began        time.Time
	trace        *trace
	logs         *carrier[record]
	spans        *carrier[span]
	closeTimeout time.Duration
	trouble      func(error)

	once sync.Once
	stop context.CancelCauseFunc
}

// New begins to ship, with the event kamal.start.
func New(o Options) *Shipper {
	ctx, stop := context.WithCancelCause(context.Background())
	s := &Shipper{
		run: o.Run, began: time.Now(), trace: newTrace(o.Run.ID),
		closeTimeout: cmp.Or(o.CloseTimeout, DefaultCloseTimeout), trouble: o.Trouble, stop: stop,
	}
	interval := cmp.Or(o.Interval, DefaultInterval)
	s.logs = newCarrier(newPoster(o, logs), interval, func(batch []record) any { return newPayload(s.run, batch) })
	s.logs.trouble = s.trouble
	s.spans = newCarrier(newPoster(o, traces), interval, func(batch []span) any { return newTracePayload(s.run, batch) })
	s.add(started(s.began, s.run))
	go s.logs.ship(ctx)
	go s.spans.ship(ctx)
	return s
}

// Handle ships the records and spans of an event. It never waits for the collector.
func (s *Shipper) Handle(e kamal.Event) {
	now := time.Now()
	for entry := range journal.Entries(e) {
		if entry.Text != "" {
			s.add(recordOf(now, entry))
		}
	}
	for _, ended := range s.trace.handle(now, e) {
		s.spans.queue.add(ended)
	}
}

// add ships a record as one of the run's trace.
func (s *Shipper) add(r record) {
	r.TraceID, r.SpanID = s.trace.id, s.trace.root
	s.logs.queue.add(r)
}

// Close ships the event kamal.complete, or kamal.failed if err is not nil, or
// kamal.interrupted, the span of the run, and what is left, as far as the limit of time
// allows. What is handled after it is left out. Only the first call does anything.
func (s *Shipper) Close(err error) {
	s.once.Do(func() {
		now := time.Now()
		last := ended(now, s.run, now.Sub(s.began), err)
		last.TraceID, last.SpanID = s.trace.id, s.trace.root
		for _, unfinished := range s.trace.rest(now) {
			s.spans.queue.add(unfinished)
		}
		s.logs.close(last)
		s.spans.close(s.trace.whole(s.run, s.began, now, err))
		limit := time.AfterFunc(s.closeTimeout, func() { s.stop(errNoTime) })
		defer limit.Stop()
		<-s.logs.done
		<-s.spans.done
		s.stop(nil)
		// What is wrong is most often wrong with both, and told once.
		if s.spans.failed != nil && s.logs.failed == nil && s.trouble != nil {
			s.trouble(s.spans.failed)
		}
	})
}
