package kamaltest

import (
	"context"
	"fmt"
	"net"
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
