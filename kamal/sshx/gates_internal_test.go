package sshx

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestGates_LimitStartsInAllAndToEachServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGates(10)
		var all, one, most, mostToOne atomic.Int32
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Go(func() {
				server := "busy"
				if i%2 == 0 {
					server = fmt.Sprint(i)
				}
				leave, err := g.enter(t.Context(), server)
				if err != nil {
					t.Error(err)
					return
				}
				defer leave()
				most.Store(max(most.Load(), all.Add(1)))
				if server == "busy" {
					mostToOne.Store(max(mostToOne.Load(), one.Add(1)))
					defer one.Add(-1)
				}
				time.Sleep(time.Second)
				all.Add(-1)
			})
		}
		wg.Wait()
		if most.Load() != 10 || mostToOne.Load() > startsPerServer {
			t.Errorf("%d at a time, %d to one server", most.Load(), mostToOne.Load())
		}
	})
}

func TestGates_WithoutLimitHoldBackOnlyBusyServers(t *testing.T) {
	g := newGates(0)
	for i := range 1000 {
		if _, err := g.enter(t.Context(), fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	for range startsPerServer {
		if _, err := g.enter(ctx, "busy"); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	if _, err := g.enter(ctx, "busy"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestGates_WaitingEndsWithTheContext(t *testing.T) {
	g := newGates(1)
	leave, err := g.enter(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := g.enter(ctx, "b"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	leave()
	if _, err := g.enter(t.Context(), "b"); err != nil {
		t.Errorf("the place was not given back: %v", err)
	}
}
