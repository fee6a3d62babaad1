package sshx

import "context"

// Connect begins to connect to hosts and does not wait for that: the first command
// to each finds the connection there, or under way. What goes wrong shows then.
// The attempts end with ctx, unless a command waits for them.
func (e *Executor) Connect(ctx context.Context, hosts ...string) {
	if e.made() != nil {
		return
	}
	for _, host := range hosts {
		e.pool.begin(func() { _, _ = e.connection(ctx, host) })
	}
}

// begin runs f beside, and close waits for it.
func (p *pool) begin(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.closed {
		p.wg.Go(f)
	}
}
