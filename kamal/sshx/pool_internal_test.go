package sshx

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

// dialer is a dial that goes on until it is released or its context ends.
type dialer struct {
	release chan struct{}
	dials   int
	ended   error
}

func (d *dialer) dial(ctx context.Context) (*conn, error) {
	d.dials++
	select {
	case <-d.release:
		return &conn{lost: make(chan struct{})}, nil
	case <-ctx.Done():
		d.ended = context.Cause(ctx)
		return nil, d.ended
	}
}

func TestPool_SharedDialOutlivesTheFirstWhoAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := &pool{dials: map[string]*dialing{}}, &dialer{release: make(chan struct{})}
		first, cancel := context.WithCancel(t.Context())
		results := make(chan error, 2)
		for _, ctx := range []context.Context{first, t.Context()} {
			go func() {
				_, err := p.get(ctx, "host", d.dial)
				results <- err
			}()
		}
		synctest.Wait()
		cancel()
		if err := <-results; !errors.Is(err, context.Canceled) {
			t.Errorf("the first got %v", err)
		}
		close(d.release)
		if err := <-results; err != nil || d.dials != 1 {
			t.Errorf("the second got %v after %d dials", err, d.dials)
		}
	})
}

func TestPool_ADialThatNobodyWaitsForEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := &pool{dials: map[string]*dialing{}}, &dialer{release: make(chan struct{})}
		ctx, cancel := context.WithCancel(t.Context())
		go func() { synctest.Wait(); cancel() }()
		if _, err := p.get(ctx, "host", d.dial); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		p.wg.Wait()
		if d.ended == nil {
			t.Error("the dial went on")
		}
		close(d.release)
		if _, err := p.get(t.Context(), "host", d.dial); err != nil || d.dials != 2 {
			t.Errorf("the next got %v after %d dials", err, d.dials)
		}
	})
}
