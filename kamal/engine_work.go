package kamal

import (
	"cmp"
	"context"
	"errors"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// work is what is being done: a context carries it, so that events can tell.
type work struct {
	step    Step
	subject string        // of the step, or of the one to come
	group   []config.Host // that the hooks around it are about
	command int           // its number
}

type workKey struct{}

func workOf(ctx context.Context) work {
	w, _ := ctx.Value(workKey{}).(work)
	return w
}

func (w work) within(ctx context.Context) context.Context {
	return context.WithValue(ctx, workKey{}, w)
}

// about gives ctx for steps with a subject, such as the accessory's name.
func about(ctx context.Context, subject string) context.Context {
	w := workOf(ctx)
	w.subject = subject
	return w.within(ctx)
}

// inGroup gives ctx for steps on a group of hosts that has hooks of its own.
func inGroup(ctx context.Context, hosts []config.Host) context.Context {
	w := workOf(ctx)
	w.group = hosts
	return w.within(ctx)
}

// during gives ctx for the work of a step, which is what commands without a
// purpose of their own are for.
func during(ctx context.Context, step Step) context.Context {
	w := workOf(ctx)
	w.step = step
	return w.within(ctx)
}

// purpose is what a command that failed was for, or at least what it ran. A lost
// host has nothing to do with that.
func purpose(ctx context.Context, h config.Host, cmd commands.Cmd, err error) string {
	if !exited(err) && !errors.Is(err, ErrOutputTooLong) && ctx.Err() == nil {
		return ""
	}
	if w := workOf(ctx); h != here {
		return cmp.Or(cmd.Purpose, w.step.words(w.subject), cmd.Name())
	}
	return cmp.Or(cmd.Purpose, cmd.Name())
}
