package kamal

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/kamal-go/kamal/internal/lane"
	"github.com/kamal-go/kamal/kamal/config"
)

// beside does something on hosts while this machine is busy with something else. The
// first that fails ends the other, and its error counts. A rehearsal does one after the
// other, so that it does the same each time.
func (d *Deployer) beside(ctx context.Context, on sideStep, busy func(context.Context) error) error {
	if d.run.rehearsed {
		if err := on.verdict(ctx, d.onEach(ctx, on.step, on.hosts, on.do)); err != nil {
			return err
		}
		return busy(ctx)
	}
	return d.operate(ctx, func(ctx context.Context) error { return d.atOnce(ctx, on, busy) })
}

func (d *Deployer) atOnce(ctx context.Context, on sideStep, busy func(context.Context) error) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	var failed error
	var once sync.Once
	note := func(err error) {
		if err != nil {
			once.Do(func() {
				failed = err
				end(err)
			})
		}
	}
	onSide := lane.Beside(during(ctx, on.step), on.step.words(""))
	d.emit(onSide, here, StepStarted{Hosts: on.hosts})
	side := aside(func() error {
		began := time.Now()
		err := d.each(onSide, on.hosts, on.do)
		d.emit(onSide, here, StepFinished{Hosts: on.hosts, Took: time.Since(began), Err: err})
		note(on.verdict(onSide, err))
		return nil
	})
	note(busy(ctx))
	_ = side() // it has noted its error
	return failed
}

// sideStep is what is done on hosts beside something else.
type sideStep struct {
	step    Step
	hosts   []config.Host
	do      func(context.Context, config.Host) error
	verdict func(context.Context, error) error // of what came of all hosts
}

// readyHosts makes hosts ready while the image is built: it logs in and
// pulls the proxy's image, so that the deploy has less to do, and what is wrong
// with a host, its machine too, is known before the build ends. Nothing that serves is
// touched.
func (d *Deployer) readyHosts() sideStep {
	fleet, machines := d.checks.newFleetCheck(), d.newMachines()
	checked := fleet.hosts()
	return sideStep{
		step: stepReadyHosts,
		verdict: func(ctx context.Context, err error) error {
			machines.tell(ctx)
			return fleet.verdict(err)
		},
		hosts: filter(d.spec.hosts, func(h config.Host) bool { return slices.Contains(checked, h) || h == d.spec.primaryHost }),
		do: func(ctx context.Context, h config.Host) error {
			var parts []part
			if slices.Contains(checked, h) {
				login, err := d.registry.loginPart(ctx, h, d.cfg.Registry)
				if err != nil {
					return err
				}
				parts = append(parts, fleet.part(h), machines.part(h), login)
			}
			if h == d.spec.primaryHost && !d.lock.holdsLock(ctx) {
				parts = append(parts, d.lock.warnPart(ctx))
			}
			if d.isProxyHost(h) {
				parts = append(parts, part{cmd: d.proxyCommands(h).Pull(), optional: true, limit: pullLimit})
			}
			return d.together(ctx, h, parts...)
		},
	}
}
