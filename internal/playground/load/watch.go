package load

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// probePause lies between two looks at a page, and is how exact an outage is measured.
const probePause = 10 * time.Millisecond

// probeTimeout is how long one look may take: who waits longer is not served.
const probeTimeout = 300 * time.Millisecond

// Watch looks at a page again and again, each time over a new connection.
type Watch struct {
	cancel context.CancelFunc
	ended  sync.WaitGroup

	longest time.Duration
}

// StartWatch looks at a page until Stop or the end of ctx.
func StartWatch(ctx context.Context, url string) *Watch {
	ctx, cancel := context.WithCancel(ctx)
	w := &Watch{cancel: cancel}
	w.ended.Go(func() { w.keepLooking(ctx, url) })
	return w
}

func (w *Watch) keepLooking(ctx context.Context, url string) {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: probeTimeout}
	served := time.Now()
	for {
		if _, err := Get(context.WithoutCancel(ctx), client, url); err == nil {
			w.longest = max(w.longest, time.Since(served))
			served = time.Now()
		}
		select {
		case <-ctx.Done():
			w.longest = max(w.longest, time.Since(served))
			return
		case <-time.After(probePause):
		}
	}
}

// Stop ends it, and gives the longest time between two answers.
func (w *Watch) Stop() time.Duration {
	w.cancel()
	w.ended.Wait()
	return w.longest
}
