package kamal

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// delivery hands events to callbacks: in order, one after the other, and without
// holding any lock, so that callbacks may begin operations of their own.
type delivery struct {
	mu        sync.Mutex
	callbacks []func(Event)
	waiting   []parcel
	busy      bool          // a goroutine hands out
	idle      chan struct{} // closed once it does not
	inside    int           // operations that callbacks have begun
	free      chan struct{} // closed while there are any: nobody waits for a callback then
	running   []*operation  // but for those inside of callbacks
	hooks     []string      // in Go, which run
	panicked  *caught
}

// parcel is an event on its way.
type parcel struct {
	event   Event
	arrived chan struct{}
}

// operation is what callbacks are told of: a context carries the outermost.
type operation struct {
	inside bool     // of a callback
	hooks  []string // in Go that ran when it began: one of them did not pass its context on
	end    context.CancelCauseFunc
}

// operationKey is for the operation of one Deployer: its hooks may call another.
type operationKey struct{ *delivery }

// errPanicked ends an operation of which a callback panicked.
var errPanicked = errors.New("a callback has panicked")

func newDelivery() *delivery { return &delivery{free: make(chan struct{})} }

func (d *delivery) add(f func(Event)) { d.callbacks = append(d.callbacks, shielded(d, f)) }

// shielded gives a callback that is called until it panics, on whatever goroutine that
// is: the operations that run are ended, and the panic goes on where their frames end.
func shielded[T any](d *delivery, call func(T)) func(T) {
	broken := false
	return func(x T) {
		if !broken {
			catch(func() { call(x) }, func(panicked *caught) {
				broken = true
				d.interrupt(panicked)
			})
		}
	}
}

// operate frames all that tells of events. The outermost frame returns once all is
// delivered. A callback's panic ends the operation as an interruption does, so that
// nothing is left half done, and goes on where the frame ends.
func (d *delivery) operate(ctx context.Context, fn func(context.Context) error) error {
	if d.operation(ctx) != nil {
		return fn(ctx)
	}
	ctx, op := d.begin(ctx)
	defer d.end(op)
	return fn(context.WithValue(ctx, operationKey{d}, op))
}

// operation is the one that a context belongs to; nil if none has begun.
func (d *delivery) operation(ctx context.Context) *operation {
	op, _ := ctx.Value(operationKey{d}).(*operation)
	return op
}

// begin notes an operation. One that begins while a callback runs is the callback's
// own: nobody may wait for the callback then, which waits itself.
func (d *delivery) begin(ctx context.Context) (context.Context, *operation) {
	ctx, end := context.WithCancelCause(ctx)
	d.mu.Lock()
	defer d.mu.Unlock()
	op := &operation{inside: d.busy, hooks: slices.Clone(d.hooks), end: end}
	if !op.inside {
		d.running = append(d.running, op)
		return ctx, op
	}
	if d.inside++; d.inside == 1 {
		close(d.free)
	}
	return ctx, op
}

// end waits until all is delivered. What a hook has begun leaves that, and the panic of
// a callback, to the operation around the hook: a callback may be waiting for the hook.
func (d *delivery) end(op *operation) {
	defer op.end(nil)
	d.mu.Lock()
	if op.inside {
		if d.inside--; d.inside == 0 {
			d.free = make(chan struct{})
		}
		d.mu.Unlock()
		return
	}
	outermost := len(op.hooks) == 0
	if d.busy && outermost {
		idle := d.idle
		d.mu.Unlock()
		<-idle
		d.mu.Lock()
	}
	d.running = slices.DeleteFunc(d.running, func(o *operation) bool { return o == op })
	var panicked *caught
	if outermost {
		panicked, d.panicked = d.panicked, nil
	}
	d.mu.Unlock()
	panicked.again()
}

// emit hands an event on, and waits until all callbacks had it, unless one of them
// has begun an operation and so may be waiting itself.
func (d *delivery) emit(ctx context.Context, e Event) {
	d.mu.Lock()
	if len(d.callbacks) == 0 {
		d.mu.Unlock()
		return
	}
	op := d.operation(ctx)
	p, free := parcel{e, make(chan struct{})}, d.free
	waits := op != nil && !op.inside || op == nil && !d.busy
	d.waiting = append(d.waiting, p)
	if !d.busy {
		d.busy, d.idle = true, make(chan struct{})
		go d.handOut()
	}
	d.mu.Unlock()
	if !waits {
		return
	}
	select {
	case <-p.arrived:
	case <-free:
	}
}

// handOut delivers until nothing waits.
func (d *delivery) handOut() {
	done := false
	defer func() {
		if !done { // a callback has ended the goroutine
			go d.handOut()
		}
	}()
	for p, ok := d.next(); ok; p, ok = d.next() {
		d.deliver(p)
	}
	done = true
}

func (d *delivery) next() (parcel, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.waiting) == 0 {
		d.busy = false
		close(d.idle)
		return parcel{}, false
	}
	p := d.waiting[0]
	d.waiting = d.waiting[1:]
	return p, true
}

func (d *delivery) deliver(p parcel) {
	defer close(p.arrived)
	for _, call := range d.callbacks {
		call(p.event)
	}
}

// interrupt ends what runs, for a callback has panicked.
func (d *delivery) interrupt(panicked *caught) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.panicked == nil {
		d.panicked = panicked
	}
	for _, op := range d.running {
		op.end(errPanicked)
	}
}

// inHook notes that a hook in Go runs, until the function that it gives is called.
func (d *delivery) inHook(name string) (over func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.hooks = append(d.hooks, name)
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		i := slices.Index(d.hooks, name)
		d.hooks = slices.Delete(d.hooks, i, i+1)
	}
}

// hooksAround are the hooks in Go of which one has begun what a context is for, and did
// not pass its own context on.
func (d *delivery) hooksAround(ctx context.Context) []string {
	if op := d.operation(ctx); op != nil {
		return op.hooks
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.hooks)
}
