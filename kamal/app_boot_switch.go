package kamal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
)

// switchOver runs the new container, makes the proxy send requests to it, and stops the
// old one, in one command. Once that is sent, only the proxy's answer tells which
// container serves, so an interruption waits for it.
func (b *roleBoot) switchOver(ctx context.Context, run []part) error {
	defer b.whenInterrupted(ctx, "waiting for the proxy to say which container serves")()
	limit := total(run) + b.limit() + b.retireLimit()
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), limit,
		fmt.Errorf("the proxy gave no answer within %s", limit))
	defer cancel()
	n := b.newcomer()
	n.callOff = b.callOff
	err := n.await(ctx, func(ctx context.Context) error { return b.together(ctx, b.host, append(run, b.switchParts(ctx)...)...) })
	b.returnClaim(ctx)
	switch {
	case errors.Is(err, errOutdated) || isUnhealthy(err) || b.tookOver:
		return err // of the old container, where the new one has taken over
	case exited(err) && b.id == "":
		return err // of running the new one
	case exited(err):
		return b.proxyFailure(err, b.role.Name, b.version, b.began)
	case err != nil:
		b.progress.set(b.host, b.role, StateUnknown)
		return &lostError{err}
	}
	b.serve()
	return nil
}

// switchParts turn the proxy to the new container, and stop the old one unless the new
// one was called off meanwhile, which the claim decides.
func (b *roleBoot) switchParts(ctx context.Context) []part {
	deploy := part{cmd: b.app.ProxyDeploy("", b.version), limit: b.limit()}
	if b.old == "" {
		return []part{deploy}
	}
	pass := part{
		cmd: b.claim().Pass(),
		ask: func(string) error {
			b.serve()
			return nil
		},
		failed: func(_ string, err error) error {
			if exited(err) {
				return errEnough // if the old one is to be stopped, retire does it
			}
			b.serve() // the proxy has said so
			return b.stillRuns(err)
		},
	}
	return []part{deploy, pass, b.retirePart(ctx)}
}

func (b *roleBoot) claim() hostcmd.Claim {
	return hostcmd.Claim{Config: b.cfg, Role: b.role.Name, ID: b.boot}
}

// returnClaim gives back a claim of ours, once nobody can pass it any more.
func (b *roleBoot) returnClaim(ctx context.Context) {
	if !b.claimed {
		return
	}
	ctx, cancel := b.cleanupOn(ctx, b.host, cleanupLimit)
	defer cancel()
	_ = b.try(ctx, b.host, b.claim().Return()) // an empty folder that stays is in nobody's way
}

// retire stops the old container, and whatever else of the role a boot that was
// cut short has left, and removes what only they needed.
func (b *roleBoot) retire(ctx context.Context) error {
	ctx, done := b.finish(ctx)
	defer done()
	for _, name := range b.leaving() {
		if v := b.app.VersionOf(name); b.app.UsesCord() {
			if err := b.cutCord(ctx, v); err != nil {
				return b.stillRuns(err)
			}
		}
	}
	if err := b.together(ctx, b.host, b.retirePart(ctx)); err != nil {
		return err
	}
	return b.keepServing(ctx)
}

// leaving are the containers that the new one replaces.
func (b *roleBoot) leaving() []string { return append([]string{b.old}, b.others...) }

// retirePart stops them.
func (b *roleBoot) retirePart(ctx context.Context) part {
	var stops []commands.Cmd
	for _, name := range b.leaving() {
		v := b.app.VersionOf(name)
		stops = append(stops, commands.Or(b.app.Stop(v), b.app.StillRunning(v)))
	}
	cmd := commands.And(stops...)
	if !b.mayRevert() {
		cmd = commands.Then(cmd, b.cleanUp(b.host, b.role))
	}
	return part{
		cmd: cmd, limit: b.retireLimit(),
		ask: func(out string) error {
			b.retired = true
			for _, name := range hostcmd.ParseStillRunning(out) {
				b.emit(ctx, b.host, Warning{Text: fmt.Sprintf(
					"docker did not stop %s, which runs beside version %s: see `kamal app stale_containers --stop`", name, b.version.Short())})
			}
			return nil
		},
		failed: func(_ string, err error) error { return b.stillRuns(err) },
	}
}

// finish gives a context for what is left to do once the new container has taken
// over: an interruption waits for it, or the old one would run on beside.
func (b *roleBoot) finish(ctx context.Context) (context.Context, func()) {
	told := b.whenInterrupted(ctx, "stopping the old container of "+b.role.Name+" first, for the new one has taken over")
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), b.retireLimit(),
		fmt.Errorf("stopping the old container took longer than %s", b.retireLimit()))
	return ctx, func() {
		told()
		cancel()
	}
}

// whenInterrupted tells what an interruption has to wait for, until it is stopped.
func (b *roleBoot) whenInterrupted(ctx context.Context, doing string) (stop func() bool) {
	return context.AfterFunc(ctx, func() { b.emit(ctx, b.host, Note{Text: "interrupted: " + doing}) })
}

// finishLimit is how long the stop of an old container may take beside the time that
// it is given.
const finishLimit = 2 * time.Minute

func (b *roleBoot) retireLimit() time.Duration {
	return finishLimit + layout.StopTimeout(b.cfg, b.role, b.host)
}

// keepServing points the proxy at the new container once more where a boot that was
// cut short had asked it to turn to another, which it may have done meanwhile.
func (b *roleBoot) keepServing(ctx context.Context) error {
	if !b.doubt || !b.app.BehindProxy() {
		return nil
	}
	serves, err := b.proxyServes(ctx)
	if err == nil && !serves {
		err = b.send(ctx, b.host, b.app.ProxyDeploy(b.id, b.version))
	}
	if err != nil {
		return fmt.Errorf("%s: making sure that the proxy serves version %s: %w", b.role.Name, b.version.Short(), err)
	}
	return nil
}

// stillRuns says of an error what it leaves behind.
func (b *roleBoot) stillRuns(err error) error {
	return fmt.Errorf("%s: the container of version %s may run on beside the new one, until the next deploy or `kamal app stale_containers --stop`: %w",
		b.role.Name, bootedAs(b.app.VersionOf(b.old)).Short(), err)
}
