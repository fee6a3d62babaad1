package kamal

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/kamal-go/kamal/kamal/config"
)

// DeployOptions change what a deploy does.
type DeployOptions struct {
	// SkipPush leaves building and pushing out: the image is in the registry.
	SkipPush bool
	// NoCache builds without the cache of earlier builds.
	NoCache bool
	// OnFailure says what becomes of hosts that were switched when another fails;
	// empty is the configuration's choice.
	OnFailure config.OnFailure
}

func (o DeployOptions) check() error {
	all := []config.OnFailure{"", config.OnFailureLeave, config.OnFailureRollback}
	if !slices.Contains(all, o.OnFailure) {
		return fmt.Errorf("%w: %q is nothing to do when a deploy fails: leave and rollback are", ErrUsage, o.OnFailure)
	}
	return nil
}

// Deploy builds and pushes the image, pulls it on the hosts, and boots the app
// in place of what runs, without an interruption. The version is that of the
// configuration. The lock is taken when the primary host has pulled, and held from
// there on: the hook pre-deploy runs under it.
//
// When it fails, what ran before goes on serving wherever the new version had
// not taken over; see [App.Boot].
func (d *Deployer) Deploy(ctx context.Context, o DeployOptions) error {
	return d.orZero().deploy(ctx, o, (*Deployer).deploySteps)
}

// Redeploy is [Deployer.Deploy] without booting the proxy and without a prune,
// for when both are known to be well.
func (d *Deployer) Redeploy(ctx context.Context, o DeployOptions) error {
	return d.orZero().deploy(ctx, o, (*Deployer).redeploySteps)
}

// Setup makes new servers ready and deploys to them: it installs docker where
// it is missing, boots all accessories, and does what [Deployer.Deploy] does. It
// holds the lock from beginning to end.
func (d *Deployer) Setup(ctx context.Context, o DeployOptions) error {
	if err := cmp.Or(d.orZero().made(), o.check()); err != nil {
		return err
	}
	if err := d.checkSecrets(ctx, d.setupSecrets(o.SkipPush)); err != nil {
		return err
	}
	return d.lock.hold(ctx, func(ctx context.Context) error {
		if err := d.server.bootstrap(ctx); err != nil {
			return err
		}
		if err := d.accessory.check(ctx, d.cfg.Accessories...); err != nil {
			return err
		}
		return d.deploy(ctx, o, (*Deployer).setupSteps)
	})
}

// deploy is what all deploys have in common.
func (d *Deployer) deploy(ctx context.Context, o DeployOptions, steps func(*Deployer, partsFunc) []deployStep) error {
	if err := cmp.Or(d.made(), o.check()); err != nil {
		return err
	}
	began := time.Now()
	v, err := d.cfg.Version()
	if err != nil {
		return err
	}
	d = d.at(v)
	d.onFailure = o.OnFailure
	d.expectInput(d.spec.appHosts) // the env files
	delivered := false
	before := func(ctx context.Context, last partsFunc) error {
		err := d.deliver(ctx, o, d.app.statesWith(ctx, last, hookPreDeploy))
		delivered = err == nil
		return err
	}
	d = d.tracked()
	err = d.lock.holdAfter(ctx, before, func(ctx context.Context, release partsFunc) error {
		return inTurn(steps(d, release), func(step deployStep) error { return step(ctx) })
	})
	switch {
	case err != nil && delivered:
		return d.progress.failed(err)
	case err != nil:
		return err
	}
	return d.postDeploy(ctx, began)
}

// deliver checks what a boot needs, and brings the image to the hosts. The last parts go
// to each together with that.
func (d *Deployer) deliver(ctx context.Context, o DeployOptions, last partsFunc) error {
	if o.SkipPush {
		return d.pullChecked(ctx, last)
	}
	if err := d.checks.needs(ctx, d.deliverySecrets(false)...); err != nil {
		return err
	}
	if err := d.connect(ctx); err != nil {
		return err
	}
	err := d.beside(ctx, d.readyHosts(), func(ctx context.Context) error {
		told := aside(func() error {
			d.warnAhead(ctx)
			return nil
		})
		err := d.build.push(ctx, BuildOptions{NoCache: o.NoCache})
		_ = told() // it has no error
		return err
	})
	if err != nil {
		return err
	}
	return d.build.pullWith(ctx, pulling{after: last})
}

// pullChecked looks at the proxies of hosts together with the pull.
func (d *Deployer) pullChecked(ctx context.Context, last partsFunc) error {
	if err := d.checks.needs(ctx, d.deliverySecrets(true)...); err != nil {
		return err
	}
	fleet := d.checks.newFleetCheck()
	checked := fleet.hosts()
	return fleet.verdict(d.build.pullWith(ctx, pulling{
		others: checked, after: last,
		before: func(_ context.Context, h config.Host) []part {
			if !slices.Contains(checked, h) {
				return nil
			}
			return []part{fleet.part(h)}
		},
	}))
}

// deployStep is one of the things that a deploy does under the lock.
type deployStep func(context.Context) error

// tracked gives a copy that notes how far each role has come on each host.
func (eng *engine) tracked() *engine {
	c := *eng
	c.progress = newProgress(eng.spec, eng.version)
	return &c
}

func (d *Deployer) deploySteps(partsFunc) []deployStep {
	return []deployStep{d.preDeploy, d.bootProxies, d.app.stopStale, d.bootAndPrune}
}

func (d *Deployer) redeploySteps(release partsFunc) []deployStep {
	boot := func(ctx context.Context) error { return d.app.bootReleasing(ctx, release) }
	return []deployStep{d.preDeploy, d.app.stopStale, boot}
}

func (d *Deployer) setupSteps(partsFunc) []deployStep {
	return []deployStep{d.proxies.makeNetworks, d.preDeploy, d.proxies.boot, d.accessory.of(AllAccessories).Boot, d.app.stopStale, d.bootAndPrune}
}

// bootProxies boots the proxies, and finds out what runs: the boot of the app needs
// to know. Hosts that wait for no other do both in their boot.
func (d *Deployer) bootProxies(ctx context.Context) error {
	toBoot, goOn := d.proxies.hostsToBoot(), d.hostsThatGoOn(ctx)
	d.progress.leaveProxies(goOn)
	hosts := filter(d.spec.hosts, func(h config.Host) bool {
		return !slices.Contains(goOn, h) && (slices.Contains(toBoot, h) || slices.Contains(d.spec.appHosts, h))
	})
	return d.onEach(ctx, StepBootProxy, hosts, func(ctx context.Context, h config.Host) error {
		parts, err := d.proxies.bootParts(ctx, h)
		if err != nil {
			return err
		}
		if _, known := d.progress.foundOn(h); !known {
			parts = append(parts, d.app.statePart(h, false))
		}
		return d.together(ctx, h, parts...)
	})
}

// hostsThatGoOn need not wait until all others have their proxies. Theirs runs already,
// so that making sure of that goes with the boot, unless something comes between.
func (d *Deployer) hostsThatGoOn(ctx context.Context) []config.Host {
	if d.hasHook(ctx, hookPreAppBoot) || d.cfg.Boot.Limit > 0 || d.cfg.Boot.ParallelRoles {
		return nil
	}
	return filter(d.spec.proxyHosts, func(h config.Host) bool {
		_, known := d.progress.foundOn(h)
		proxies := d.progress.proxiesOn(h)
		return known && proxies.KamalProxy != "" && !tooOld(proxies.Version())
	})
}

// bootAndPrune boots the app, and prunes together with what a boot ends with.
func (d *Deployer) bootAndPrune(ctx context.Context) error {
	return d.app.bootWith(ctx, around{
		before: func(ctx context.Context, h config.Host) ([]part, error) {
			if !d.progress.isProxyLeft(h) {
				return nil, nil
			}
			return d.proxies.bootParts(ctx, h)
		},
		step: stepTagLatestAndPrune, hosts: d.deployedHosts(), after: d.prune.parts,
	})
}

func (d *Deployer) preDeploy(ctx context.Context) error {
	d.forgetBefore(ctx, hookPreDeploy, d.spec.hosts)
	return d.hook(ctx, hookPreDeploy, hookOptions{secrets: true})
}

func (d *Deployer) postDeploy(ctx context.Context, began time.Time) error {
	took := time.Since(began)
	if err := d.hook(ctx, hookPostDeploy, hookOptions{runtime: &took, secrets: true}); err != nil {
		return err
	}
	d.emit(ctx, here, Deployed{Version: d.version, Hosts: d.spec.appHosts, Took: time.Since(began)})
	return nil
}

// Rollback boots an earlier version whose containers are still on the hosts:
// without one, the newest before the current one that once came up on all hosts and
// still has a container for every role on every host. Where one lacks it, nothing is
// changed, no hook runs, and the error wraps [ErrNotOnHosts]. It holds the lock.
func (d *Deployer) Rollback(ctx context.Context, o AppOptions) error {
	if err := d.orZero().made(); err != nil {
		return err
	}
	if o.Version != "" {
		if err := o.Version.Check(); err != nil {
			return err
		}
	}
	if err := d.checkSecrets(ctx, d.bootSecrets()); err != nil {
		return err
	}
	began := time.Now()
	d.expectInput(d.spec.appHosts)         // the env files
	if err := d.connect(ctx); err != nil { // whose hook gets the configuration's version
		return err
	}
	to := d.at(o.Version).tracked()
	before := func(ctx context.Context, last partsFunc) error {
		if o.Version == "" {
			return nil
		}
		return to.app.checkVersion(ctx, last)
	}
	err := to.lock.holdAfter(ctx, before, func(ctx context.Context, release partsFunc) error {
		switch {
		case o.Version == "":
			v, err := to.app.earlierVersion(ctx)
			if err != nil {
				return err
			}
			to = d.at(v).tracked()
		case !to.progress.anyFound():
			if err := to.app.checkVersion(ctx, nil); err != nil {
				return err
			}
		}
		if err := to.checks.needs(ctx); err != nil {
			return err
		}
		d = to
		if err := d.preDeploy(ctx); err != nil {
			return err
		}
		return d.app.bootReleasing(ctx, release)
	})
	if err != nil && d.progress != nil {
		return d.progress.failed(err)
	}
	if err != nil {
		return err
	}
	return d.postDeploy(ctx, began)
}
