package kamal

import (
	"context"
	"runtime"

	"github.com/kamal-go/kamal/internal/dockersays"
	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

// examineLocalDocker looks for what builds the image on this machine.
func (d *Deployer) examineLocalDocker(ctx context.Context) []Finding {
	err := d.checkLocalDocker(ctx)
	if err == nil && d.usesDaemonHere() {
		err = d.send(ctx, here, hostcmd.AskDaemon())
	}
	if err == nil {
		return nil
	}
	say, typed := dockersays.Heard(err.Error()).Mend(err.Error(), runtime.GOOS)
	if typed == "" {
		say, typed = "what docker says of itself", "docker info"
	}
	return []Finding{{
		Check: "local docker", Problem: err.Error(), Outcome: Failed,
		Fix: say + ": " + typed + "\nor leave the build out: kamal deploy --skip-push",
	}}
}

// usesDaemonHere reports whether a build takes more than docker's client here.
func (d *Deployer) usesDaemonHere() bool {
	switch d.cfg.Builder.Kind(runtime.GOARCH) {
	case config.BuilderRemote, config.BuilderCloud:
		return d.cfg.Registry.Local()
	}
	return true
}
