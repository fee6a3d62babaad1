package kamal

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"
)

// A holder beats every heartbeatInterval; one that has not for staleLock may be
// gone, and one that still has not after watchTime is.
const (
	heartbeatInterval = 30 * time.Second
	staleLock         = 2 * time.Minute
	watchTime         = 40 * time.Second
)

// lockDetails are the details of a lock that a command takes by itself: the
// three lines that all locks have, then who holds it and when it last beat.
type lockDetails struct {
	head string
	host string
	pid  int
	beat time.Time
}

// String gives the text that the lock's file holds.
func (l lockDetails) String() string {
	return fmt.Sprintf("%s\nHolder: %s pid %d\nHeartbeat: %s", l.head, l.host, l.pid, timestamp(l.beat))
}

// parseLockDetails reads details with a heartbeat. Other locks never count as
// given up.
func parseLockDetails(text string) (lockDetails, bool) {
	if !strings.Contains(text, automaticMessage) {
		return lockDetails{}, false
	}
	_, beat, ok := strings.Cut(text, "\nHeartbeat: ")
	if !ok {
		return lockDetails{}, false
	}
	t, err := time.Parse(time.RFC3339, strings.TrimSpace(beat))
	return lockDetails{beat: t}, err == nil
}

// heartbeat renews the details while the lock is held. The function it gives
// ends that, and says which details the lock has now.
func (d *Deployer) heartbeat(ctx context.Context, held lockDetails) (stop func() lockDetails) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var done sync.WaitGroup
	done.Go(func() {
		for pause(ctx, heartbeatInterval) == nil {
			next := held
			next.beat = time.Now()
			// The update itself is not cut short: whether it came through decides which
			// details the release has to name.
			limited, free := cleanup(ctx)
			err := d.send(limited, d.spec.PrimaryHost, d.lock().Update(held.String(), next.String()))
			free()
			switch {
			case err == nil:
				held = next
			case exited(err):
				d.warn("somebody else has released or taken the deploy lock on %s", d.spec.PrimaryHost)
				return
			}
		}
	})
	return func() lockDetails {
		cancel()
		done.Wait()
		return held
	}
}
