package kamal

import (
	"context"
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

// Deploy builds and pushes the image, pulls it on the hosts, and boots the app
// in place of what runs, without an interruption. The version is that of the
// configuration. The lock is held from the hook pre-deploy on.
//
// When it fails, what ran before goes on serving wherever the new version had
// not taken over; see [Deployer.AppBoot].
func (d *Deployer) Deploy(ctx context.Context, o DeployOptions) error {
	return d.deploy(ctx, o, (*Deployer).deploySteps)
}

// Redeploy is [Deployer.Deploy] without booting the proxy and without a prune,
// for when both are known to be well.
func (d *Deployer) Redeploy(ctx context.Context, o DeployOptions) error {
	return d.deploy(ctx, o, (*Deployer).redeploySteps)
}

// Setup makes new servers ready and deploys to them: it installs docker where
// it is missing, boots all accessories, and does what [Deployer.Deploy] does. It
// holds the lock from beginning to end.
func (d *Deployer) Setup(ctx context.Context, o DeployOptions) error {
	if err := d.checkSecrets(ctx, d.setupSecrets(o.SkipPush)); err != nil {
		return err
	}
	return d.withLock(ctx, func(ctx context.Context) error {
		if err := d.bootstrap(ctx); err != nil {
			return err
		}
		if err := d.checkAccessories(ctx, d.cfg.Accessories...); err != nil {
			return err
		}
		return d.deploy(ctx, o, (*Deployer).setupSteps)
	})
}

// deploy is what all deploys have in common.
func (d *Deployer) deploy(ctx context.Context, o DeployOptions, steps func(*Deployer) []deployStep) error {
	began := time.Now()
	v, err := d.cfg.Version()
	if err != nil {
		return err
	}
	d = d.at(v)
	d.onFailure = o.OnFailure
	if err := d.checkBeforeBoot(ctx, d.deliverySecrets(o.SkipPush)...); err != nil {
		return err
	}
	if err := d.deliver(ctx, BuildOptions{NoCache: o.NoCache}, o.SkipPush); err != nil {
		return err
	}
	d = d.tracked()
	err = d.withLock(ctx, func(ctx context.Context) error { return d.take(ctx, steps(d)...) })
	if err != nil {
		return d.progress.failed(err)
	}
	return d.postDeploy(ctx, began)
}

// deployStep is one of the things that a deploy does under the lock.
type deployStep func(context.Context) error

// take takes the steps in turn; the first error ends it.
func (d *Deployer) take(ctx context.Context, steps ...deployStep) error {
	return inTurn(steps, func(step deployStep) error { return step(ctx) })
}

// tracked gives a copy that notes how far each role has come on each host.
func (d *Deployer) tracked() *Deployer {
	c := *d
	c.progress = newProgress(d.spec, d.version)
	return &c
}

func (d *Deployer) deploySteps() []deployStep {
	return []deployStep{d.preDeploy, d.bootProxy, d.stopStale, d.bootApp, d.pruneAll}
}

func (d *Deployer) redeploySteps() []deployStep {
	return []deployStep{d.preDeploy, d.stopStale, d.bootApp}
}

func (d *Deployer) setupSteps() []deployStep {
	return []deployStep{d.makeNetworks, d.preDeploy, d.bootProxy, d.bootAccessories, d.stopStale, d.bootApp, d.pruneAll}
}

func (d *Deployer) preDeploy(ctx context.Context) error {
	return d.hook(ctx, HookPreDeploy, hookOptions{secrets: true})
}

func (d *Deployer) postDeploy(ctx context.Context, began time.Time) error {
	took := time.Since(began)
	return d.hook(ctx, HookPostDeploy, hookOptions{runtime: &took, secrets: true})
}

// RollbackOptions say what to go back to.
type RollbackOptions struct {
	// Version is the version to boot. Empty is the newest one before the current
	// one that once came up on all hosts and still has a container for every role
	// on every host.
	Version config.Version
}

// Rollback boots an earlier version whose containers are still on the hosts.
// Where one lacks it, nothing is changed, no hook runs, and the error wraps
// [ErrNoVersion]. It holds the lock.
func (d *Deployer) Rollback(ctx context.Context, o RollbackOptions) error {
	if o.Version != "" {
		if err := o.Version.Check(); err != nil {
			return err
		}
	}
	if err := d.checkSecrets(ctx, d.bootSecrets()); err != nil {
		return err
	}
	began := time.Now()
	err := d.withLock(ctx, func(ctx context.Context) error {
		v, err := d.rollbackVersion(ctx, o.Version)
		if err != nil {
			return err
		}
		d = d.at(v).tracked()
		if err := d.checkBeforeBoot(ctx); err != nil {
			return err
		}
		return d.take(ctx, d.preDeploy, d.bootApp)
	})
	if err != nil && d.progress != nil {
		return d.progress.failed(err)
	}
	if err != nil {
		return err
	}
	return d.postDeploy(ctx, began)
}
