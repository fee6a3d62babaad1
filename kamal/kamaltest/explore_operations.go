package kamaltest

import (
	"context"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// scenario is something that [Explore] goes through.
type scenario struct {
	// Name is what failures call it.
	Name string
	// Prepare brings new hosts to where the operation begins.
	Prepare func(context.Context, stage) error
	// Run is the operation; d works on version 2.
	Run func(ctx context.Context, d *kamal.Deployer) error
	// Seamless says that no role may stop serving for a moment.
	Seamless bool
	// Lands is the version that all roles run afterwards, "latest" for whatever
	// carries the latest tag. Empty says nothing of it.
	Lands config.Version
	// Removes says that what served may be gone afterwards.
	Removes bool
}

// stage is what prepares the hosts of a [scenario].
type stage interface {
	// Deployer works on version "1", "2", or, as "earlier", on version 1 in the
	// configuration from before a move.
	Deployer(which string) *kamal.Deployer
}

// Deployer implements [stage].
func (tr *trial) Deployer(which string) *kamal.Deployer {
	switch which {
	case "earlier":
		return tr.deployer(tr.earlier)
	case "2":
		return tr.deployer(tr.after)
	default:
		return tr.deployer(tr.before)
	}
}

// operationsOf gives those that a project's hosts see in their life: setup, deploy,
// redeploy, rollback, a deploy of what runs already, reboots of the proxy and of
// the accessories, remove, and, where they are to be moved, upgrade. Images are
// not built.
func operationsOf(cfg *config.Config, moves bool) []scenario {
	all := []scenario{
		{Name: "setup", Prepare: onNothing, Run: setup, Lands: "2"},
		{Name: "setup again", Prepare: afterSetup, Run: setup, Seamless: true, Lands: "2"},
		{Name: "deploy", Prepare: afterSetup, Run: deploy, Seamless: true, Lands: "2"},
		{Name: "deploy the same version", Prepare: afterDeploy, Run: deploy, Seamless: true, Lands: "2"},
		{Name: "redeploy", Prepare: afterSetup, Run: redeploy, Seamless: true, Lands: "2"},
		{Name: "rollback", Prepare: afterDeploy, Run: rollback, Seamless: true, Lands: "1"},
		{Name: "remove", Prepare: afterSetup, Run: remove, Removes: true},
	}
	if cfg.Fleet != config.FleetTraefik {
		all = append(all, scenario{Name: "proxy reboot", Prepare: afterSetup, Run: rebootProxy})
	}
	if len(cfg.Accessories) > 0 {
		all = append(all, scenario{Name: "accessory reboot", Prepare: afterSetup, Run: rebootAccessories, Seamless: true})
	}
	if moves {
		all = append(all, scenario{Name: "upgrade", Prepare: beforeMove, Run: upgrade, Lands: "latest"},
			scenario{Name: "upgrade, rolling", Prepare: beforeMove, Run: upgradeRolling, Lands: "latest"})
	}
	return all
}

var skipPush = kamal.DeployOptions{SkipPush: true}

func onNothing(context.Context, stage) error { return nil }

func afterSetup(ctx context.Context, s stage) error { return s.Deployer("1").Setup(ctx, skipPush) }

func afterDeploy(ctx context.Context, s stage) error {
	if err := afterSetup(ctx, s); err != nil {
		return err
	}
	return s.Deployer("2").Deploy(ctx, skipPush)
}

func beforeMove(ctx context.Context, s stage) error {
	return s.Deployer("earlier").Setup(ctx, skipPush)
}

func setup(ctx context.Context, d *kamal.Deployer) error    { return d.Setup(ctx, skipPush) }
func deploy(ctx context.Context, d *kamal.Deployer) error   { return d.Deploy(ctx, skipPush) }
func redeploy(ctx context.Context, d *kamal.Deployer) error { return d.Redeploy(ctx, skipPush) }

func rollback(ctx context.Context, d *kamal.Deployer) error {
	return d.Rollback(ctx, kamal.AppOptions{Version: "1"})
}

func rebootProxy(ctx context.Context, d *kamal.Deployer) error {
	return d.Proxy().Reboot(ctx, kamal.RebootOptions{})
}

func rebootAccessories(ctx context.Context, d *kamal.Deployer) error {
	return d.Accessory(kamal.AllAccessories).Reboot(ctx)
}

func upgrade(ctx context.Context, d *kamal.Deployer) error {
	return d.Upgrade(ctx, kamal.RebootOptions{})
}

func upgradeRolling(ctx context.Context, d *kamal.Deployer) error {
	return d.Upgrade(ctx, kamal.RebootOptions{Rolling: true})
}

func remove(ctx context.Context, d *kamal.Deployer) error { return d.Remove(ctx) }
