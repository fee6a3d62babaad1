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

var (
	errLost   = errors.New("the collector of log records is too slow: some are lost")
	errNoTime = errors.New("the run is over, and the collector took too long")
)

// Options say what to ship where.
type Options struct {
	// Endpoint is the collector's address; /v1/logs is added to its path.
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

// Shipper posts the log records of a run. It is made by [New], and has to be
// closed. Its methods may be called by several goroutines at once.
type Shipper struct {
	run          journal.Run
	began        time.Time
	queue        *queue
	post         poster
	interval     time.Duration
	closeTimeout time.Duration
	trouble      func(error) // used and then forgotten by the goroutine that posts

	once    sync.Once
	stop    context.CancelCauseFunc
	closing chan struct{}
	done    chan struct{}
}

// New begins to ship, with the event kamal.start.
func New(o Options) *Shipper {
	ctx, stop := context.WithCancelCause(context.Background())
	s := &Shipper{
		run:          o.Run,
		began:        time.Now(),
		queue:        newQueue(),
		post:         newPoster(o),
		interval:     cmp.Or(o.Interval, DefaultInterval),
		closeTimeout: cmp.Or(o.CloseTimeout, DefaultCloseTimeout),
		trouble:      o.Trouble,
		stop:         stop,
		closing:      make(chan struct{}),
		done:         make(chan struct{}),
	}
	s.queue.add(started(s.began, s.run))
	go s.ship(ctx)
	return s
}

// Handle ships the records of an event. It never waits for the collector.
func (s *Shipper) Handle(e kamal.Event) {
	now := time.Now()
	for entry := range journal.Entries(e) {
		if entry.Text != "" {
			s.queue.add(recordOf(now, entry))
		}
	}
}

// Close ships the event kamal.complete, or kamal.failed if err is not nil, and
// what is left, as far as the limit of time allows. What is handled after it is
// left out. Only the first call does anything.
func (s *Shipper) Close(err error) {
	s.once.Do(func() {
		now := time.Now()
		s.queue.close(ended(now, s.run, now.Sub(s.began), err))
		close(s.closing)
		limit := time.AfterFunc(s.closeTimeout, func() { s.stop(errNoTime) })
		defer limit.Stop()
		<-s.done
		s.stop(nil)
	})
}

// ship posts records until the run is over.
func (s *Shipper) ship(ctx context.Context) {
	defer close(s.done)
	defer s.post.close()
	tick := time.NewTicker(s.interval)
	defer tick.Stop()
	for well := true; ; {
		select {
		case <-s.queue.full:
			// A collector in trouble gets its time.
			if well {
				well = s.send(ctx, batchSize)
			}
		case <-tick.C:
			well = s.send(ctx, 1)
		case <-s.closing:
			s.send(ctx, 1)
			return
		}
	}
}

// send posts records as long as there are at least so many. It reports whether
// the collector takes them.
func (s *Shipper) send(ctx context.Context, least int) bool {
	for {
		batch := s.queue.take(least)
		if len(batch) == 0 {
			return true
		}
		err := s.post.records(ctx, batch)
		s.tell(err)
		if _, refused := errors.AsType[*refusedError](err); err != nil && !refused {
			s.queue.putBack(batch)
			return false
		}
		if s.queue.lost() {
			s.tell(errLost)
		}
	}
}

// tell tells the first error.
func (s *Shipper) tell(err error) {
	if err != nil && s.trouble != nil {
		s.trouble(err)
		s.trouble = nil
	}
}
