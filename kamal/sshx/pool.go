package sshx

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
)

// pool holds one connection a server. Concurrent users of a server that is not
// connected yet share one dial; it goes on until the last of them gave up.
type pool struct {
	mu    sync.Mutex
	dials map[string]*dialing
	// retired are connections that get no new commands.
	retired []*dialing
	closed  bool
	wg      sync.WaitGroup
}

// dialing is a connection that is, or is being, made.
type dialing struct {
	done    chan struct{} // closed when conn and err are set
	conn    *conn
	err     error
	waiters int
	cancel  context.CancelCauseFunc
}

func (d *dialing) over() bool {
	return isOver(d.done) && (d.err != nil || isOver(d.conn.lost))
}

// get returns the connection for key, made by dial if there is none that lives.
func (p *pool) get(ctx context.Context, key string, dial func(context.Context) (*conn, error)) (*conn, error) {
	d, err := p.join(ctx, key, dial)
	if err != nil {
		return nil, err
	}
	select {
	case <-d.done:
		p.leave(d)
		return d.conn, d.err
	case <-ctx.Done():
		p.leave(d)
		return nil, ended(ctx)
	}
}

func (p *pool) join(ctx context.Context, key string, dial func(context.Context) (*conn, error)) (*dialing, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, ErrClosed
	}
	d := p.dials[key]
	if d == nil || d.over() || d.waiters < 0 {
		shared, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
		d = &dialing{done: make(chan struct{}), cancel: cancel}
		p.dials[key] = d
		p.wg.Go(func() {
			defer close(d.done)
			d.conn, d.err = dial(shared)
			if d.err == nil && shared.Err() != nil {
				d.conn.close()
				d.conn, d.err = nil, ended(shared)
			}
		})
	}
	d.waiters++
	return d, nil
}

// made gives the connection that was made for key, if any.
func (p *pool) made(key string) *conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	if d := p.dials[key]; d != nil && !d.over() {
		if isOver(d.done) {
			return d.conn
		}
	}
	return nil
}

// leave ends a dial that nobody waits for any more.
func (p *pool) leave(d *dialing) {
	p.mu.Lock()
	defer p.mu.Unlock()
	d.waiters--
	select {
	case <-d.done:
	default:
		if d.waiters == 0 {
			d.waiters = -1
			d.cancel(errors.New("nobody waits for the connection any more"))
		}
	}
}

// close ends all connections and dials, and waits for them.
func (p *pool) close() {
	p.mu.Lock()
	p.closed = true
	all := append(slices.Collect(maps.Values(p.dials)), p.retired...)
	for _, d := range all {
		d.cancel(ErrClosed)
	}
	p.dials, p.retired = map[string]*dialing{}, nil
	p.mu.Unlock()
	p.wg.Wait()
	for _, d := range all {
		if d.conn != nil {
			d.conn.close()
		}
	}
}
