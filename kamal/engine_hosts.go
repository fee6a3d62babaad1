package kamal

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/kamal-go/kamal/internal/lane"
	"github.com/kamal-go/kamal/kamal/config"
)

// each runs fn for all hosts at once. Every host finishes, whatever becomes of
// the others; then the errors are joined in the order of hosts.
func (eng *engine) each(ctx context.Context, hosts []config.Host, fn func(context.Context, config.Host) error) error {
	return eng.operate(ctx, func(ctx context.Context) error {
		return all(hosts, func(h config.Host) error { return eng.finished(ctx, h, fn(ctx, h)) })
	})
}

// gather is each for a function that has an answer; answers come in the order
// of hosts, those of failed hosts as zero values.
func gather[T any](ctx context.Context, eng *engine, hosts []config.Host, fn func(context.Context, config.Host) (T, error)) ([]T, error) {
	answers := make([]T, len(hosts))
	err := eng.operate(ctx, func(ctx context.Context) error {
		return allIndexed(hosts, func(i int, h config.Host) (err error) {
			answers[i], err = fn(ctx, h)
			return eng.finished(ctx, h, err)
		})
	})
	return answers, err
}

// finished tells that a host is done, and puts its name to an error.
func (eng *engine) finished(ctx context.Context, h config.Host, err error) error {
	if err == nil {
		eng.emit(ctx, h, HostFinished{})
		return nil
	}
	eng.emit(ctx, h, HostFailed{Err: err})
	if _, ok := errors.AsType[*HostError](err); ok {
		return err
	}
	return &HostError{Host: h, Err: err}
}

// inTurn runs fn for the items one after the other; the first error ends it.
func inTurn[T any](items []T, fn func(T) error) error {
	for _, x := range items {
		if err := fn(x); err != nil {
			return err
		}
	}
	return nil
}

// all runs fn for all items at once and joins the errors in their order.
func all[T any](items []T, fn func(T) error) error {
	return allIndexed(items, func(_ int, x T) error { return fn(x) })
}

// abreast is all for what is done at once on one host: the context tells which of it
// sends a command.
func abreast[T any](ctx context.Context, items []T, fn func(context.Context, T) error) error {
	return allIndexed(items, func(i int, x T) error { return fn(lane.With(ctx, i+1), x) })
}

// allIndexed is all for a function that wants to know the item's place. A panic goes
// on once all are through.
func allIndexed[T any](items []T, fn func(int, T) error) error {
	errs, panics := make([]error, len(items)), make([]*caught, len(items))
	var group sync.WaitGroup
	for i, x := range items {
		group.Go(func() { catch(func() { errs[i] = fn(i, x) }, func(c *caught) { panics[i] = c }) })
	}
	group.Wait()
	for _, p := range panics {
		p.again()
	}
	return errors.Join(errs...)
}

// step frames a part of an operation with events. Without hosts it does nothing.
func (eng *engine) step(ctx context.Context, step Step, hosts []config.Host, fn func(context.Context) error) error {
	if len(hosts) == 0 {
		return nil
	}
	return eng.localStep(ctx, step, hosts, fn)
}

// localStep is step for work on this machine, where no hosts are needed.
func (eng *engine) localStep(ctx context.Context, step Step, hosts []config.Host, fn func(context.Context) error) error {
	return eng.operate(during(ctx, step), func(ctx context.Context) error {
		w := workOf(ctx)
		eng.emit(ctx, here, StepStarted{Subject: w.subject, Hosts: hosts, Group: w.group})
		began := time.Now()
		err := fn(ctx)
		eng.emit(ctx, here, StepFinished{Subject: w.subject, Hosts: hosts, Group: w.group, Took: time.Since(began), Err: err})
		return err
	})
}

// onEach is a step that runs fn for all hosts at once.
func (eng *engine) onEach(ctx context.Context, step Step, hosts []config.Host, fn func(context.Context, config.Host) error) error {
	return eng.step(ctx, step, hosts, func(ctx context.Context) error { return eng.each(ctx, hosts, fn) })
}

// cleanupLimit is how long work may take that must be done even after an
// interruption.
const cleanupLimit = time.Minute

// cleanup gives a context for such work: it does not end with ctx.
func cleanup(ctx context.Context) (context.Context, context.CancelFunc) {
	return cleanupWithin(ctx, cleanupLimit)
}

func cleanupWithin(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(context.WithoutCancel(ctx), limit, fmt.Errorf("cleaning up took longer than %s", limit))
}

// finishing gives a context for work that would leave hosts without service if it
// stopped half way: it does not end with ctx, and an interruption is told. Each
// command has a limit of its own. It must not be begun after an interruption.
func (eng *engine) finishing(ctx context.Context) (context.Context, func() bool) {
	told := context.AfterFunc(ctx, func() {
		eng.note(ctx, "interrupted: finishing first what has begun, which would leave hosts without service")
	})
	return context.WithoutCancel(ctx), told
}

// unbroken carries out work that would leave a host without a proxy if it stopped
// half way: its context does not end with ctx, which must not have ended yet. Where
// the connection is lost in between, fn is called once more, and has to begin
// anew.
func unbroken(ctx context.Context, fn func(context.Context) error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), commandLimit,
		fmt.Errorf("replacing the proxy took longer than %s", commandLimit))
	defer cancel()
	err := fn(ctx)
	if err != nil && !exited(err) && ctx.Err() == nil {
		err = fn(ctx)
	}
	return err
}
