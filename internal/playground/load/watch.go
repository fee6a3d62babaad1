package load

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"
)

// probePause lies between two looks at a page, and is how exact an outage is measured.
const probePause = 10 * time.Millisecond

// probeTimeout is how long one look may take: who waits longer is not served.
const probeTimeout = 300 * time.Millisecond

// Watch looks at a page again and again, each time over a new connection, and
// without waiting for the look before: a connection attempt that is lost is
// repeated by the system after a second only, when others are long served.
type Watch struct {
	cancel context.CancelFunc
	ended  sync.WaitGroup

	mu       sync.Mutex
	answered []time.Time // when the looks began that were answered; first the watch itself
}

// StartWatch looks at a page until Stop or the end of ctx.
func StartWatch(ctx context.Context, url string) *Watch {
	ctx, cancel := context.WithCancel(ctx)
	w := &Watch{cancel: cancel, answered: []time.Time{time.Now()}}
	w.ended.Go(func() { w.keepLooking(ctx, url) })
	return w
}

func (w *Watch) keepLooking(ctx context.Context, url string) {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: probeTimeout}
	for {
		w.ended.Go(func() { w.look(context.WithoutCancel(ctx), client, url) })
		select {
		case <-ctx.Done():
			return
		case <-time.After(probePause):
		}
	}
}

func (w *Watch) look(ctx context.Context, client *http.Client, url string) {
	began := time.Now()
	if _, err := Get(ctx, client, url); err != nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answered = append(w.answered, began)
}

// Stop ends it, and gives the longest time in which nobody who came was served.
func (w *Watch) Stop() time.Duration {
	w.cancel()
	stopped := time.Now()
	w.ended.Wait()
	times := append(w.answered, stopped)
	slices.SortFunc(times, time.Time.Compare)
	longest := time.Duration(0)
	for i := 1; i < len(times); i++ {
		longest = max(longest, times[i].Sub(times[i-1]))
	}
	return longest
}
