package kamal

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// A container that was started is looked at first after firstLook, then after a
// second and, from the third time on, ever later up to lastLook.
const (
	firstLook = 1500 * time.Millisecond
	lastLook  = 5 * time.Second
	// lookLimit is how long a look may take.
	lookLimit = 10 * time.Second
	// One that is met while it runs again is looked at so often, and so soon.
	mostLooks = 10
	soonLook  = 200 * time.Millisecond
)

// newcomer is a container that was started, and is waited for.
type newcomer struct {
	*engine
	host      config.Host
	container string
	// role is the role's or accessory's name.
	role    string
	version config.Version
	// logLines is how much of its log is shown when it fails.
	logLines int
	// runs is over once it runs; nil is one that does.
	runs context.Context
	// callOff, if it is set, is called before a wait is ended for a container that
	// does not stay up. It reports whether it may be.
	callOff func(context.Context, *UnhealthyError) bool
}

// alreadyRuns stands for a container that runs.
var alreadyRuns = func() context.Context {
	ctx, end := context.WithCancel(context.Background())
	end()
	return ctx
}()

// await waits for the container as wait does, but no longer than until it is
// certain that it does not stay up: an [UnhealthyError] tells how it ended then.
func (n newcomer) await(ctx context.Context, wait func(context.Context) error) error {
	if n.run.rehearsed {
		return wait(ctx)
	}
	waiting, end := context.WithCancelCause(ctx)
	deciding := make(chan struct{}, 1) // full while somebody decides how the wait ends
	var crash *UnhealthyError
	watched := make(chan struct{})
	forget := context.AfterFunc(cmp.Or(n.runs, alreadyRuns), func() {
		defer close(watched)
		found := n.watch(waiting)
		deciding <- struct{}{}
		defer func() { <-deciding }()
		if found == nil || waiting.Err() != nil {
			return
		}
		if n.callOff == nil || n.callOff(ctx, found) {
			crash = found
			end(found)
		}
	})
	err := wait(waiting)
	deciding <- struct{}{}
	end(nil)
	<-deciding
	if !forget() {
		<-watched
	}
	if crash != nil {
		return crash
	}
	return err
}

// behindProxy points the proxy at a container that nothing is replaced by. One that
// does not stay up is told of, and left as it is.
func (n newcomer) behindProxy(ctx context.Context, deploy commands.Cmd) error {
	began := time.Now()
	err := n.await(ctx, func(ctx context.Context) error { return n.send(ctx, n.host, deploy) })
	ended, _ := errors.AsType[*UnhealthyError](err)
	err = n.proxyFailure(err, n.role, n.version, began)
	if isUnhealthy(err) && ctx.Err() == nil {
		n.report(ctx, ended)
	}
	return err
}

// watch looks at the container now and then, until ctx ends or the container has.
func (n newcomer) watch(ctx context.Context) *UnhealthyError {
	began := time.Now()
	for look, next := 0, firstLook; pause(ctx, next) == nil; look++ {
		next = time.Second
		if look >= 2 {
			next = min(time.Duration(look)*time.Second, lastLook)
		}
		life, ok := n.look(ctx)
		if !ok {
			return nil
		}
		if life.Ended() {
			life = n.betweenStarts(ctx, life)
			return &UnhealthyError{
				Role: n.role, Version: n.version, Status: life.Status, Ended: true,
				ExitCode: life.ExitCode, Restarts: life.Restarts, Waited: time.Since(began), Allowed: n.cfg.DeployTimeout,
			}
		}
	}
	return nil
}

// betweenStarts looks again at a container that was met while it ran, for docker tells
// only between its starts what it ended with.
func (n newcomer) betweenStarts(ctx context.Context, life hostcmd.ContainerLife) hostcmd.ContainerLife {
	for range mostLooks {
		if life.Status != "running" || pause(ctx, soonLook) != nil {
			break
		}
		again, ok := n.look(ctx)
		if !ok {
			break
		}
		life = again
	}
	return life
}

// look does not end with ctx: to end so short a command takes longer than it.
func (n newcomer) look(ctx context.Context) (hostcmd.ContainerLife, bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookLimit)
	defer cancel()
	out, err := n.askOptional(ctx, n.host, hostcmd.Life(n.container))
	if err != nil {
		return hostcmd.ContainerLife{}, false
	}
	return hostcmd.ParseLife(out)
}
