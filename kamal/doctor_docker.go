package kamal

import (
	"context"
	"runtime"

	"github.com/kamal-go/kamal/internal/buildkind"
	"github.com/kamal-go/kamal/internal/dockersays"
	"github.com/kamal-go/kamal/internal/hostcmd"
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
		Check: "local docker", Problem: err.Error(), Fatal: true,
		Fix: say + ": " + typed + "\nor leave the build out: kamal deploy --skip-push",
	}}
}

// usesDaemonHere reports whether a build takes more than docker's client here.
func (d *Deployer) usesDaemonHere() bool {
	switch buildkind.Of(d.cfg.Builder, runtime.GOARCH) {
	case buildkind.Remote, buildkind.Cloud:
		return d.cfg.Registry.Local()
	}
	return true
}
