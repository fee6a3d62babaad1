package kamaltest

import (
	"context"
	"fmt"
	"net"
	"time"
)

// address is where a host of the fleet listens.
func (f *Fleet) address(i int) string {
	if f.network == nil {
		return "127.0.0.1:0"
	}
	return fmt.Sprintf("127.0.0.1:%d", 1024+i)
}

// Dial connects to a host's address, for the Dial of an executor's options. That
// of a fleet in memory costs no time, as if TCP were there already.
func (f *Fleet) Dial(ctx context.Context, network, addr string) (net.Conn, error) {
	if f.network != nil {
		return f.network.DialContext(ctx, network, addr)
	}
	var d net.Dialer
	return d.DialContext(ctx, network, addr)
}

// RoundTrips carries something out on a fleet in memory, and counts how many round
// trips to its hosts were waited for one after the other; what was under way at
// the same time counts once. Waited is what else took time, such as a pause. It
// has to be called inside of testing/synctest, with the executor made there too,
// and needs a delay.
func (f *Fleet) RoundTrips(do func()) (trips int, waited time.Duration) {
	began := time.Now()
	if do != nil {
		do()
	}
	took, trip := time.Since(began), 2*f.opts.Delay
	if trip <= 0 {
		return 0, took
	}
	return int(took / trip), took % trip
}
